package jsonscan

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func checkValid(t *testing.T, data []byte) {
	t.Helper()
	if have, want := Valid(slices.Clip(data)), json.Valid(data) && utf8.Valid(data); have != want {
		t.Fatalf("%q: %v, want %v", data, have, want)
	}
}

// someTexts are JSON or nearly so.
func someTexts() []string {
	return append([]string{
		``, ` `, `1`, ` -0.5e+7 `, `01`, `1.`, `.5`, `+1`, `1 2`, `tru`, `true`, ` false`, `null `, `nul`, `truefalse`, `"a"`, `"a`, `a`,
		`"\"\\\/\b\f\n\r\t\u00e9\uD83D"`, `"\x"`, `"\u00g0"`, `"\u00"`, `"\`, "\"\x01\"", "\"\xff\"", "\"é\"", "\xff",
		`{}`, `{ }`, `[ ]`, `[1,]`, `[,1]`, `[1 2]`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a" : [ ] , "b":{}}`, `{1:2}`, `{"a":1 "b":2}`, `{"a":1,"a":2}`,
		`[}`, `{]`, `[{]}`, `]`, `}`, `{}}`, `[[[]]]`, `{"a":{"b":[{"c":null},"d"]}}`, `{"a":}`, `{"a":1,2}`,
		strings.Repeat("[", 511) + strings.Repeat("]", 511), strings.Repeat("[", 512) + strings.Repeat("]", 512),
		strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600), strings.Repeat("[", 600) + strings.Repeat("]", 599),
	}, resources...)
}

func TestValid(t *testing.T) {
	for _, text := range someTexts() {
		for cut := range len(text) + 1 {
			checkValid(t, []byte(text[:cut]))
		}
	}
	rng := rand.New(rand.NewPCG(9, 10))
	texts, bytes := someTexts(), "{}[]:,\"\\ 1tfn\x00\xe9u"
	for range 50_000 {
		data := []byte(texts[rng.IntN(len(texts))] + " ")
		at := rng.IntN(len(data))
		data[at] = bytes[rng.IntN(len(bytes))]
		checkValid(t, data)
	}
}

func FuzzValid(f *testing.F) {
	for _, text := range someTexts() {
		f.Add([]byte(text))
	}
	f.Fuzz(checkValid)
}

func BenchmarkValid(b *testing.B) {
	data := []byte(`{"method":"POST","url":"Observation","x":[1,2,{"y":true}]}`)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Valid(data)
	}
}
