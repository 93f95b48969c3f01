package answers

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"net/url"
	"slices"
)

// Key identifies an answer: a hash of everything that decides about it.
type Key [sha256.Size]byte

// Topic is what an answer is about, for those who want all answers about something forgotten.
type Topic struct {
	// Digest is equal for views that make the same rows of the same resources.
	Digest [sha256.Size]byte
	// Type is the type of the resources.
	Type string
}

// KeyOf hashes what decides about a table. Every part has its length before it, so that different parts never make the
// same text.
func KeyOf(digest [sha256.Size]byte, limit int64, identity string, params url.Values) Key {
	var room [512]byte
	text := append(room[:0], digest[:]...)
	text = binary.AppendVarint(text, limit)
	text = appendText(text, identity)
	text = appendParams(text, params)
	return sha256.Sum256(text)
}

// appendParams appends the parameters by name. The values of one name stay in their order.
func appendParams(text []byte, params url.Values) []byte {
	if len(params) == 0 {
		return text
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		text = appendText(text, name)
		text = binary.AppendUvarint(text, uint64(len(params[name])))
		for _, value := range params[name] {
			text = appendText(text, value)
		}
	}
	return text
}

func appendText(dst []byte, text string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(text)))
	return append(dst, text...)
}
