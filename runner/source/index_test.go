package source

import (
	"fmt"
	"strings"
	"testing"
)

// TestIndexOfMany has so many entries, some with names of the same text, that all tables and pieces are more than one.
func TestIndexOfMany(t *testing.T) {
	const n = 3 * chunkEntries
	var entries []Record
	long := strings.Repeat("x", 2*namePiece)
	for i := range n {
		id := fmt.Sprint(i % (n / 2)) // each comes twice
		r := Record{Data: []byte(`{"resourceType":"T` + fmt.Sprint(i%3) + `","id":"` + id + `"}`), FullURL: []byte("urn:" + id)}
		switch i % 5 {
		case 1:
			r.FullURL = []byte("urn:other:" + fmt.Sprint(i))
		case 2:
			r.FullURL = nil
		}
		if i == n/3 {
			r.FullURL = []byte(long)
		}
		entries = append(entries, r)
	}
	b := newIndex(entries)
	for i, r := range entries {
		url, typ, id := b.Entry(i)
		if url != string(r.FullURL) || `{"resourceType":"`+typ+`","id":"`+id+`"}` != string(r.Data) {
			t.Fatalf("entry %d is %q, %q, %q", i, url, typ, id)
		}
		checkFound(t, i, func(after int) int { return b.ByID(typ, id, after) }, func(other int) bool {
			_, ty, d := b.Entry(other)
			return ty == typ && d == id
		})
		if url != "" {
			checkFound(t, i, func(after int) int { return b.ByURL(url, after) }, func(other int) bool {
				u, _, _ := b.Entry(other)
				return u == url
			})
		}
	}
	if b.ByURL("", -1) != -1 || b.ByURL("urn:no", -1) != -1 || b.ByID("T0", "no", -1) != -1 || b.ByID("", "1", -1) != -1 {
		t.Error("something was found that is not there")
	}
}

// checkFound has an entry be found after those like it that come before it, and nothing else.
func checkFound(t *testing.T, entry int, next func(after int) int, isLike func(int) bool) {
	t.Helper()
	seen, last := false, -1
	for at := next(-1); at >= 0; at = next(at) {
		if at <= last || !isLike(at) {
			t.Fatalf("entry %d: %d comes after %d", entry, at, last)
		}
		seen, last = seen || at == entry, at
	}
	if !seen {
		t.Fatalf("entry %d is not found", entry)
	}
}
