package jsonscan

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// valueEnd is what Value finds, by its definition, one byte after the other: the length of the value that data begins with,
// -1 where it does not end, and a mistake with its place.
func valueEnd(data []byte, deepest int) (n int, mistake string) {
	var open []byte
	inString := false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{', c == '[':
			if len(open) == deepest {
				return i, "too deep"
			}
			open = append(open, c+2)
		case c == '}', c == ']':
			want := open[len(open)-1]
			if c != want {
				return i, fmt.Sprintf("expected '%c', not '%c'", want, c)
			}
			open = open[:len(open)-1]
		}
		if len(open) == 0 && !inString {
			return i + 1, ""
		}
	}
	return -1, ""
}

// checkValue compares Value with its definition, for a text in parts of some sizes.
func checkValue(t *testing.T, v *Value, data []byte, deepest int, size func() int) {
	t.Helper()
	if len(data) == 0 || data[0] != '{' && data[0] != '[' && data[0] != '"' {
		return
	}
	want, mistake := valueEnd(data, deepest)
	v.Begin(data[0], deepest)
	have := 0
	for rest := data; ; {
		part := rest[:min(len(rest), size())]
		n, done, err := v.Next(slices.Clip(bytes.Clone(part)))
		have += n
		switch {
		case err != nil:
			said := err.Error()
			if errors.Is(err, ErrDepth) {
				said = "too deep"
			}
			if said != mistake || have != want {
				t.Fatalf("%q, deepest %d: %s at %d, want %q at %d", data, deepest, said, have, mistake, want)
			}
			return
		case done:
			if mistake != "" || have != want {
				t.Fatalf("%q: ends at %d, want %q at %d", data, have, mistake, want)
			}
			return
		case n != len(part):
			t.Fatalf("%q: stopped at %d", data, have)
		}
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
	}
	if want != -1 || mistake != "" {
		t.Fatalf("%q: does not end, want %q at %d", data, mistake, want)
	}
}

// extentEnd is what there is to know of the value that data begins with, one byte after the other: its length, -1 where it does
// not end, and whether anything is wrong with it that is found by counting, or more than so many brackets are open.
func extentEnd(data []byte, most int) (n int, wrong bool) {
	open, curly, inString := 0, 0, false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == '\\' && inString:
			i++
		case c == '\\':
			wrong = true
		case c == '"':
			inString = !inString
		case inString:
		case c == '{', c == '[':
			open++
			curly += int(c >> 5 & 1)
		case c == '}', c == ']':
			open--
			curly -= int(c >> 5 & 1)
		}
		wrong = wrong || open > most
		if open == 0 {
			return i + 1, wrong || curly != 0 || c != data[0]+2
		}
	}
	return -1, wrong
}

// checkExtent has an Extent find the same as its definition, and be sure unless something is wrong or there are many
// brackets; and where a Value finds nothing wrong, its end is the same.
func checkExtent(t *testing.T, data []byte, deepest int, size func() int) {
	t.Helper()
	if len(data) == 0 || data[0] != '{' && data[0] != '[' {
		return
	}
	want, wrong := extentEnd(data, deepest)
	_, maybe := extentEnd(data, deepest-blockSize)
	if want >= 0 && bytes.IndexByte(data[want:min(len(data), want+blockSize)], '\\') >= 0 {
		maybe = true // what stands in the same block may be looked at, too
	}
	var x Extent
	x.Begin(deepest)
	have := 0
	for rest := data; len(rest) > 0; {
		part := rest[:min(len(rest), size())]
		n, done, sure := x.Next(slices.Clip(bytes.Clone(part)))
		have += n
		switch {
		case !sure:
			if !wrong && !maybe {
				t.Fatalf("%q, deepest %d: not sure at %d", data, deepest, have)
			}
			return
		case done:
			if have != want || wrong {
				t.Fatalf("%q, deepest %d: ends at %d, want %d, wrong %v", data, deepest, have, want, wrong)
			}
			if end, mistake := valueEnd(data, deepest); mistake == "" && end != want {
				t.Fatalf("%q: a value ends at %d, its extent at %d", data, end, want)
			}
			return
		case n != len(part):
			t.Fatalf("%q: stopped at %d", data, have)
		}
		rest = rest[n:]
	}
	if want != -1 {
		t.Fatalf("%q: does not end, want %d", data, want)
	}
}

// values are texts that begin with one.
func values() []string {
	seeds := append([]string{
		`""`, `"a\"b\\"`, `"\\\\\""`, `{}`, `[]`, `{"a":"}"}`, `{"a":"\"}"}`, `[{"a":[1,2,{}]},"]"]]]`, `[}`, `{]`, `{"a":\"}"}`, `{\\"}"}`, `{"a`, `["\`,
		`{"a":` + strings.Repeat("[", 200) + `"x"` + strings.Repeat("]", 200) + `}`, `{` + strings.Repeat(`\`, 200) + `"}"}`,
		`{"` + strings.Repeat(`\\`, 63) + `"}`, `{"` + strings.Repeat(`\\`, 63) + `\"}"}`,
	}, resources...)
	return append(seeds, nestedSeeds()...)
}

func TestValue(t *testing.T) {
	var v Value
	for _, text := range values() {
		for pad := range 70 {
			data := []byte(text)
			if len(data) > 1 {
				data = slices.Insert(data, 1, bytes.Repeat([]byte(" "), pad)...)
			}
			for _, size := range []int{1, 63, 64, 65, 130, 1 << 20} {
				checkValue(t, &v, data, 100_000, func() int { return size })
				checkExtent(t, data, 100_000, func() int { return size })
				checkExtent(t, append(data, ' '), 66, func() int { return size })
				checkValue(t, &v, append(data, bytes.Repeat([]byte(`"`), 100)...), 3, func() int { return size })
			}
		}
	}
}

func TestRandomValues(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	var v Value
	for n := range 20_000 {
		data := []byte{"{[\""[n%3]}
		alphabet := []string{`{}[]"\ a`, `{{}}[[]]"\  a`, `{{{"a":1,`, `[]{}""    \abcdefgh`}[n/3%4]
		for range rng.IntN(400) {
			data = append(data, alphabet[rng.IntN(len(alphabet))])
		}
		size := func() int { return 1 + rng.IntN(300) }
		checkValue(t, &v, data, []int{5, 70, 1000}[n%3], size)
		checkExtent(t, data, []int{5, 70, 1000}[n%3], size)
	}
}

func FuzzValue(f *testing.F) {
	for _, text := range values() {
		f.Add([]byte(text), uint16(100), uint16(7))
	}
	f.Fuzz(func(t *testing.T, data []byte, size, deepest uint16) {
		checkValue(t, new(Value), data, 1+int(deepest), func() int { return 1 + int(size) })
		checkExtent(t, data, 1+int(deepest), func() int { return 1 + int(size) })
	})
}

// BenchmarkValueEnd finds the end of a short value, of a long one, and of one that is laid out in lines.
func BenchmarkValueEnd(b *testing.B) {
	line := []byte(`{"resourceType":"Patient","id":"a-b-c","name":[{"family":"X\"y","given":["a","b"]}],"text":{"div":"<div>some text</div>"}}`)
	lines := bytes.ReplaceAll(line, []byte(`,"`), []byte(",\n            \""))
	for name, data := range map[string][]byte{
		"short": line,
		"long":  slices.Concat([]byte("["), bytes.Repeat(append(line, ','), 16), []byte("1]")),
		"lines": slices.Concat([]byte("["), bytes.Repeat(append(lines, ','), 16), []byte("1]")),
	} {
		b.Run(name+"/extent", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			more := append(bytes.Clone(data), line...)
			var x Extent
			for b.Loop() {
				x.Begin(512)
				if n, done, sure := x.Next(more); n != len(data) || !done || !sure {
					b.Fatal(n, done, sure)
				}
			}
		})
		b.Run(name+"/value", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			var v Value
			for b.Loop() {
				v.Begin(data[0], 512)
				if n, done, err := v.Next(data); n != len(data) || !done || err != nil {
					b.Fatal(n, done, err)
				}
			}
		})
	}
}
