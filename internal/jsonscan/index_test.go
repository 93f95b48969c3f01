package jsonscan

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// indexOf is the index by its definition, one byte after the other.
func indexOf(data []byte) (quotes, brackets, special []uint64, odd bool) {
	blocks := (len(data) + blockSize - 1) / blockSize
	quotes, brackets, special = make([]uint64, blocks), make([]uint64, blocks), make([]uint64, blocks)
	escaped, open, last := false, false, byte(',')
	odd = !utf8.Valid(data)
	for i, c := range data {
		bit := uint64(1) << (i % blockSize)
		if c < ' ' || c >= 0x80 || c == '\\' {
			special[i/blockSize] |= bit
		}
		switch {
		case c == '"' && !escaped:
			quotes[i/blockSize] |= bit
			open = !open
		case !open && (c == '{' || c == '}' || c == '[' || c == ']'):
			brackets[i/blockSize] |= bit
		}
		if open {
			odd = odd || c < ' '
		} else {
			odd = odd || c != '"' && !isPrintable(c) && !isSpace(c)
		}
		if !open && strings.IndexByte("{}[]:,", c) >= 0 {
			odd = odd || !mayFollow(last, c)
			last = c
		}
		escaped = c == '\\' && !escaped
	}
	return quotes, brackets, special, odd || open
}

// TestIndex compares the index with its definition, by the portable code and by the one for this processor, on text
// with much of what matters, at every length around the size of a block.
func TestIndex(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := "\"\\\\{}[]az 09:,\n\x00\x1f\x7f\x80\xff_Y"
	for n := range 2000 {
		data := make([]byte, n%333)
		for i := range data {
			data[i] = alphabet[rng.IntN(len(alphabet))]
		}
		checkIndex(t, data)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte(`{"a":"b\"c\\","d":[1,{"e":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { checkIndex(t, data) })
}

func checkIndex(t *testing.T, data []byte) {
	t.Helper()
	if len(data) == 0 {
		return
	}
	type result struct {
		Quotes, Brackets, Special []uint64
		Odd                       bool
	}
	var want result
	want.Quotes, want.Brackets, want.Special, want.Odd = indexOf(data)
	var x Index
	x.Build(data)
	if diff := cmp.Diff(want, result{x.quotes, x.brackets, x.special, x.Odd}); diff != "" {
		t.Fatalf("index of %q (-want +have):\n%s", data, diff)
	}
	for name, scan := range scans(data) {
		words := make([]uint64, 3*len(want.Quotes))
		have := result{words[:len(want.Quotes)], words[len(want.Quotes) : 2*len(want.Quotes)], words[2*len(want.Quotes):], false}
		var state scanState
		state.begin()
		scan(data, have.Quotes, have.Brackets, have.Special, &state)
		have.Odd = state.inString|state.stray|state.jars|state.strange != 0 || state.foreign != 0 && !isUTF8(data, 0, have.Special)
		if diff := cmp.Diff(want, have); diff != "" {
			t.Fatalf("index of %q, %s (-want +have):\n%s", data, name, diff)
		}
		if simple := !slices.ContainsFunc(want.Special, func(w uint64) bool { return w != 0 }); simple != (state.special == 0) {
			t.Fatalf("index of %q, %s: simple is %v, want %v", data, name, !simple, simple)
		}
	}
}

type scanFunc func(data []byte, quotes, brackets, special []uint64, state *scanState)

func BenchmarkIndex(b *testing.B) {
	for name, scan := range scans(make([]byte, 64)) {
		b.Run(name, func(b *testing.B) {
			data := make([]byte, 64<<10)
			for i := range data {
				data[i] = `{"resourceType":"Patient","id":"a-b-c","name":[{"family":"X\"y"}]} `[i%67]
			}
			words := len(data) / blockSize
			quotes, brackets, special := make([]uint64, words), make([]uint64, words), make([]uint64, words)
			var state scanState
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				state.begin()
				scan(data, quotes, brackets, special, &state)
			}
		})
	}
}
