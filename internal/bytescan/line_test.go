package bytescan

import (
	"bytes"
	"testing"
)

// TestLineEnd has newlines at every place of texts of all lengths around the steps in which they are looked at.
func TestLineEnd(t *testing.T) {
	for size := range 300 {
		for at := -1; at < size; at++ {
			data := bytes.Repeat([]byte{'a'}, size+1)[:size]
			if at >= 0 {
				data[at] = '\n'
			}
			if at >= 0 && size-at > 40 {
				data[at+40] = '\n' // a later one does not count
			}
			if have := LineEnd(data); have != at {
				t.Fatalf("%d bytes with a newline at %d: got %d", size, at, have)
			}
		}
	}
}

func FuzzLineEnd(f *testing.F) {
	f.Add([]byte("a\nb"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, repeat uint8) {
		data = bytes.Repeat(data, int(repeat))
		if have, want := LineEnd(data), bytes.IndexByte(data, '\n'); have != want {
			t.Errorf("got %d, want %d", have, want)
		}
	})
}

func BenchmarkLineEnd(b *testing.B) {
	data := append(bytes.Repeat([]byte("abcdefg "), 400), '\n')
	for name, find := range map[string]func([]byte) int{
		"bytes": func(d []byte) int { return bytes.IndexByte(d, '\n') },
		"ours":  LineEnd,
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				find(data)
			}
		})
	}
}
