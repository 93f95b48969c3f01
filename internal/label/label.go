// Package label has values that hold data about patients print as what they are, and never as what they hold.
//
// A type that holds such data has two methods, made of a text that says what it is and how much:
//
//	func (r Row) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }
//	func (r Row) LogValue() slog.Value          { return slog.StringValue(r.what()) }
//
// Package fmt asks the first by all verbs but p and by all functions, of a value, of a pointer to it, and of what is in
// slices, maps and exported fields of structs. Three ways lead around it:
//
//   - What stands in an unexported field of a struct is printed field by field, and so is what a pointer there leads to,
//     by verbs that are not for pointers, such as s. A struct that holds data so needs a Format of its own.
//   - The verbs p and w, which are not for values, print one field by field as the mistake that they are; vet tells.
//   - encoding/json, which the JSON handler of slog encodes slices, maps and structs with, asks neither method. What is
//     given to a logger by itself is asked.
package label

import (
	"fmt"
	"slices"
	"strconv"
)

// Format prints a text by the width and the flags of any verb. Only q means something to a text.
func Format(f fmt.State, verb rune, text string) {
	if verb != 'q' {
		verb = 's'
	}
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), text)
}

// Count returns a number with its noun: no bytes, 1 byte, 1,234 bytes.
func Count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	digits := []byte(strconv.Itoa(n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = slices.Insert(digits, i, ',')
	}
	return string(digits) + " " + noun + "s"
}
