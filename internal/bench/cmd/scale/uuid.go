package main

import (
	"encoding/binary"
	"encoding/hex"
)

const (
	uuidLen = 36
	digits  = 8 // those before the first hyphen, which the copies change
)

// uuid is the text of a UUID.
type uuid [uuidLen]byte

// isUUID reports whether text begins with the form 8-4-4-4-12, in lower-case digits.
func isUUID(text []byte) bool {
	if len(text) < uuidLen {
		return false
	}
	for i, c := range text[:uuidLen] {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isDigit(c) {
				return false
			}
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }

// occurrences returns where known ids are in a text: as ids, in references, and wherever else they are repeated.
func occurrences(text []byte, known map[uuid]bool) []int {
	var found []int
	for i := 0; i+uuidLen <= len(text); i++ {
		// The last hyphen comes first: most places are dismissed by this one look.
		if text[i+23] != '-' || !isUUID(text[i:]) || !known[uuid(text[i:i+uuidLen])] {
			continue
		}
		found = append(found, i)
		i += uuidLen - 1
	}
	return found
}

// renumber writes the first digits of an id in copy n to dst: for each n another way to exchange the numbers of 32 bits,
// and for 0 none.
func renumber(dst, src []byte, n int) {
	var number [digits / 2]byte
	_, _ = hex.Decode(number[:], src) // known to be digits
	// Multiplying by an odd number keeps different n different and spreads them over all digits.
	const spread = 0x9e3779b1
	binary.BigEndian.PutUint32(number[:], binary.BigEndian.Uint32(number[:])^uint32(n)*spread)
	hex.Encode(dst, number[:])
}
