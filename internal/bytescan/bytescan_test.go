package bytescan_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/bytescan"
)

// TestIndexAgrees compares with package bytes at every length and place around the sizes of the steps.
func TestIndexAgrees(t *testing.T) {
	for _, text := range []string{"x", "xy", `"718-7"`, "aa", "aba", strings.Repeat("long ", 20)} {
		f := bytescan.New(text)
		for size := range 200 {
			data := bytes.Repeat([]byte("ab"), size)[:size]
			check(t, f, text, data)
			for at := 0; at+len(text) <= size; at++ {
				d := bytes.Clone(data)
				copy(d[at:], text)
				check(t, f, text, d)
			}
		}
	}
}

// TestIndexOfRepeatedBytes has many places where the two bytes fit and the text does not.
func TestIndexOfRepeatedBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		data, text := make([]byte, r.IntN(300)), make([]byte, 1+r.IntN(6))
		for i := range data {
			data[i] = 'a' + byte(r.IntN(2))
		}
		for i := range text {
			text[i] = 'a' + byte(r.IntN(2))
		}
		check(t, bytescan.New(string(text)), string(text), data)
	}
}

func check(t *testing.T, f *bytescan.Finder, text string, data []byte) {
	t.Helper()
	// What lies behind the data must neither be found nor be needed.
	padded := append(append(bytes.Clone(data), text...), text...)
	for _, d := range [][]byte{bytes.Clone(data), padded[:len(data)]} {
		if got, want := f.Index(d), bytes.Index(d, []byte(text)); got != want {
			t.Fatalf("%q in %q: %d, want %d", text, d, got, want)
		}
	}
}

func FuzzIndex(f *testing.F) {
	f.Add("718-7", []byte(strings.Repeat(`{"code":"718-8"},`, 20)+`"718-7"`))
	f.Add("a", []byte("a"))
	f.Fuzz(func(t *testing.T, text string, data []byte) {
		if text != "" {
			check(t, bytescan.New(text), text, data)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	line := []byte(strings.Repeat(`{"system":"http://loinc.org","code":"8302-2","display":"Body Height"},`, 10))
	for _, text := range []string{`"718-7"`, `"active"`, `"http://snomed.info/sct"`} {
		f := bytescan.New(text)
		b.Run(fmt.Sprintf("finder/%s", strings.Trim(text, `"`)), func(b *testing.B) {
			b.SetBytes(int64(len(line)))
			for b.Loop() {
				f.Index(line)
			}
		})
		b.Run(fmt.Sprintf("bytes/%s", strings.Trim(text, `"`)), func(b *testing.B) {
			b.SetBytes(int64(len(line)))
			for b.Loop() {
				bytes.Index(line, []byte(text))
			}
		})
	}
}
