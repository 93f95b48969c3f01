package jsonscan

import (
	"bytes"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// following is SkipBrackets of an index that follows every bracket.
func following(x *Index, data []byte, i, depth int) (int, error) {
	copied := *x
	copied.matched.state = toFollow
	return copied.SkipBrackets(data, i, depth)
}

// levelsOf is what matched finds out, by its definition: in how many others each bracket is, and whether all match.
func levelsOf(data []byte, brackets []uint64) (levels []byte, match bool) {
	var stack []byte
	for b, w := range brackets {
		for ; w != 0; w &= w - 1 {
			c := data[b*blockSize+bits.TrailingZeros64(w)]
			if c == '}' || c == ']' {
				if len(stack) == 0 || stack[len(stack)-1] != c {
					return nil, false
				}
				stack = stack[:len(stack)-1]
			}
			levels = append(levels, byte(len(stack)))
			if c == '{' || c == '[' {
				stack = append(stack, c+2)
			}
			if len(stack) > maxOpen {
				return nil, false
			}
		}
	}
	return levels, len(stack) == 0
}

// bothNestings compares the ends of all objects and arrays in a text, as far as it has an index, with those found by
// following each bracket and with those found byte by byte.
func bothNestings(t *testing.T, data []byte) {
	t.Helper()
	data = slices.Concat(bytes.Repeat([]byte(" "), minMatched*blockSize), data) // or else it would be too short
	var x Index
	x.Build(data)
	if x.Odd {
		return
	}
	levels, match := levelsOf(data, x.brackets)
	if x.matches() {
		if !match {
			t.Fatalf("%q: brackets match", data)
		}
		if diff := cmp.Diff(levels, x.matched.levels[:len(levels)]); diff != "" {
			t.Fatalf("%q: levels (-want +have):\n%s", data, diff)
		}
	} else if canMatch && match && len(levels) > 0 && len(x.brackets) <= maxMatched {
		t.Fatalf("%q: brackets do not match", data)
	}
	for i := range data {
		if x.brackets[i/blockSize]>>(i%blockSize)&1 == 0 || data[i]&4 != 0 {
			continue
		}
		for _, depth := range []int{0, 1, MaxDepth - maxOpen, MaxDepth - maxOpen + 1, MaxDepth - 1, MaxDepth} {
			end, err := SkipBrackets(data, i, depth)
			same := func(how string, haveEnd int, have error) {
				if haveEnd != end || (err == nil) != (have == nil) || err != nil && err.Error() != have.Error() {
					t.Fatalf("%q at %d, depth %d, %s: got %d, %v, want %d, %v", data, i, depth, how, haveEnd, have, end, err)
				}
			}
			haveEnd, have := following(&x, data, i, depth)
			same("followed", haveEnd, have)
			haveEnd, have = x.SkipBrackets(data, i, depth)
			same("matched", haveEnd, have)
		}
	}
	b := slices.IndexFunc(x.brackets, func(w uint64) bool { return w != 0 })
	if b < 0 {
		return
	}
	i := b*blockSize + bits.TrailingZeros64(x.brackets[b])
	if data[i]&4 != 0 { // it closes
		return
	}
	end, err := SkipBrackets(data, i, 0)
	x.Build(data) // nobody has asked now
	if have, errHave := x.SkipBrackets(data, i, 0); have != end || fmt.Sprint(errHave) != fmt.Sprint(err) {
		t.Fatalf("%q, first: got %d, %v, want %d, %v", data, have, errHave, end, err)
	}
}

// resources are texts with strings that look like what is outside of them, and some that are not JSON.
var resources = []string{
	`{"resourceType":"Patient","id":"a","name":[{"family":"B","given":["c"]},{"family":"\u00e9\"x"}],"birthDate":"2020"}`,
	`{"resourceType":"Patient","text":{"div":"<div>\"[{\\\"}</div>"},"_birthDate":{"extension":[{"url":"u"}]},"contact":[{"name":{}}]}`,
	`{"resourceType":"Patient","photo":[[{"a":[1,2,{"b":"]"}]}]],"name":[]} `,
	`{"resourceType":"Patient","photo":[{"a":1]},"id":"x"}`,
	`{"resourceType":"Patient","photo":{"a":\"x"},"id":"x"}`,
	`{"resourceType":"Patient","id":"x`,
	`{"resourceType":"Patient","photo":` + "\"\x01\xff\"" + `,"id":"` + "\xc3\xa9" + `"}`,
	`{"photo":` + strings.Repeat("[", 68) + strings.Repeat("]", 68) + `,"id":"x"}`,
}

// nestedSeeds are texts in which brackets match or nearly do.
func nestedSeeds() []string {
	seeds := []string{
		`{}`, `{`, `}`, `[}`, `}{`, `{}{}`, `{}]`, `[{}]{`, `"{"`, `1`,
		`{"a":[` + strings.Repeat(`{"b":"]"},`, 40) + `{}]}`,
		`{"a":[` + strings.Repeat(`{"b":"]"},`, 40) + `{}}}`,
		strings.Repeat(`}{`, 64),
		strings.Repeat(`[]`, 200),
		`{"a":"` + strings.Repeat("x", 700) + `","b":{"c":[1,2]}}`,
		`[` + strings.Repeat("[]\n"+strings.Repeat(" ", 200), 20) + `]`,
		`{` + strings.Repeat(" ", 2000) + `}`,
	}
	for _, depth := range []int{31, 62, 63, 64, 65, 126, 127, 128, 129, 300, 511, 512, 513, 1100} {
		opening := strings.Repeat("[{", depth)[:depth]
		closing := mirrored(opening)
		seeds = append(seeds, opening+closing, "[]"+opening+"{}"+closing+"[]", opening+closing[1:], opening+closing+"]",
			"["+strings.Repeat("{}", 50)+opening+closing+"]")
	}
	return seeds
}

// mirrored returns the brackets that close others.
func mirrored(opening string) string {
	closing := []byte(opening)
	slices.Reverse(closing)
	for i := range closing {
		closing[i] += 2
	}
	return string(closing)
}

func TestBothNestings(t *testing.T) {
	for _, seed := range slices.Concat(nestedSeeds(), resources) {
		bothNestings(t, []byte(seed))
		for _, n := range []int{1, 61, 62, 63, 64, 65, 127, 128, 200} {
			bothNestings(t, []byte(strings.Repeat("{}", n/2)+strings.Repeat("[", n&1)+seed+strings.Repeat("]", n&1)))
		}
	}
}

// TestRandomNestings makes texts that match, and changes some of them at one place.
func TestRandomNestings(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 3000 {
		var data, stack []byte
		for range n % 300 {
			switch k := rng.IntN(4 + n%5); {
			case k < 2 && len(stack) < 8+n%70:
				data = append(data, "{["[k])
				stack = append(stack, "}]"[k])
			case k < 4 && len(stack) > 0:
				data = append(data, stack[len(stack)-1])
				stack = stack[:len(stack)-1]
			default:
				data = append(data, "   1,"[:rng.IntN(6)]...)
			}
		}
		slices.Reverse(stack)
		if data = append(data, stack...); n%3 == 0 && len(data) > 0 {
			data[rng.IntN(len(data))] = "{}[] "[rng.IntN(5)]
		}
		bothNestings(t, data)
	}
}

func FuzzBothNestings(f *testing.F) {
	for _, seed := range slices.Concat(nestedSeeds(), resources) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = data[:min(len(data), 1024)]
		bothNestings(t, data)
		bothNestings(t, []byte(`{"a":[`+strings.Repeat(`{"b":{"c":[]}},`, 9)+string(data)+`{}]}`))
	})
}
