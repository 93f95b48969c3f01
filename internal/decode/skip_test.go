package decode

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// bothWays decodes a text with and without an index; the two have to agree in everything, or both have to fail.
// Without an index a mistake may be noticed at another place.
func bothWays(t *testing.T, data []byte, all bool) {
	t.Helper()
	typ, _ := r4.Model().Lookup("Patient")
	b := projection.NewBuilder(r4.Model(), typ)
	if all {
		b.All(b.Root())
	}
	for _, path := range [][]string{{"name", "family"}, {"birthDate", "extension", "url"}, {"contact", "name"}, {"id"}} {
		ref := b.Root()
		for _, name := range path {
			ref = b.Member(ref, name)[0]
		}
	}
	padded := append(bytes.Clone(data), bytes.Repeat([]byte(" "), jsonscan.MinIndexed)...)
	var with, without nodes.Table
	quick, slow := New(b.Projection()), New(b.Projection())
	slow.NoIndex = true
	errWith, errWithout := quick.Decode(padded, &with), slow.Decode(padded, &without)
	if (errWith == nil) != (errWithout == nil) {
		t.Fatalf("%q: with an index: %v; without: %v", data, errWith, errWithout)
	}
	if errWith == nil && !(reflect.DeepEqual(with.Nodes, without.Nodes) && reflect.DeepEqual(with.Aside, without.Aside)) {
		t.Fatalf("%q: with an index\n%+v\nwithout\n%+v", data, with.Nodes, without.Nodes)
	}
}

var bothWaysSeeds = []string{
	`{"resourceType":"Patient","id":"a","name":[{"family":"B","given":["c"]},{"family":"\u00e9\"x"}],"birthDate":"2020"}`,
	`{"resourceType":"Patient","text":{"div":"<div>\"[{\\\"}</div>"},"_birthDate":{"extension":[{"url":"u"}]},"contact":[{"name":{}}]}`,
	`{"resourceType":"Patient","photo":[[{"a":[1,2,{"b":"]"}]}]],"name":[]} `,
	`{"resourceType":"Patient","photo":[{"a":1]},"id":"x"}`,
	`{"resourceType":"Patient","photo":{"a":\"x"},"id":"x"}`,
	`{"resourceType":"Patient","id":"x`,
	`{"resourceType":"Patient","photo":` + "\"\x01\xff\"" + `,"id":"` + "\xc3\xa9" + `"}`,
	`{"resourceType":"Patient","photo":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"id":"x"}`,
}

func TestBothWays(t *testing.T) {
	for _, seed := range bothWaysSeeds {
		for cut := range len(seed) + 1 {
			bothWays(t, []byte(seed[:cut]), false)
			bothWays(t, []byte(seed[:cut]), true)
		}
	}
}

// TestBothWaysDamaged zeroes, flips, cuts and doubles bytes. It is the same with an index and without which of these are
// noticed, and what is skimmed as well.
func TestBothWaysDamaged(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for n := range 20_000 {
		data := []byte(bothWaysSeeds[n%3] + strings.Repeat(" ", rng.IntN(80)))
		from := rng.IntN(len(data))
		to := min(len(data), from+1+rng.IntN(40))
		switch rng.IntN(4) {
		case 0:
			clear(data[from:to])
		case 1:
			data[from] ^= 1 << rng.IntN(8)
		case 2:
			data = slices.Delete(data, from, to)
		default:
			data = slices.Insert(data, to, bytes.Clone(data[from:to])...)
		}
		bothWays(t, data, n%2 == 0)
		bothSkims(t, append(data, make([]byte, rng.IntN(2))...))
	}
}

func FuzzBothWays(f *testing.F) {
	for _, seed := range bothWaysSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		bothWays(t, data, false)
		bothWays(t, data, true)
	})
}
