package decode

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// bothSkims compares what Skim says with what it says where it looks at every byte.
func bothSkims(t *testing.T, data []byte) {
	t.Helper()
	want := func() error {
		i, err := jsonscan.ObjectStart(data)
		if err != nil {
			return err
		}
		start := i
		if i, err = jsonscan.SkipBrackets(data, i, 0); err != nil {
			return err
		}
		if err := jsonscan.AtEnd(data, i); err != nil {
			return err
		}
		return new(Skimmer).oneType(data, start, false)
	}()
	if have := new(Skimmer).SkimOneType(data); fmt.Sprint(have) != fmt.Sprint(want) {
		t.Fatalf("%q: got %v, want %v", data, have, want)
	}
}

var skimSeeds = append([]string{
	`{"a":[` + strings.Repeat(`{"b":"\"[}\\","c":{}},`, 300) + `{}]}`,
	`{"a":[` + strings.Repeat(`{"b":"]"},`, 300) + `{}}`,
	`{"a":` + strings.Repeat(`[{"b":`, 40) + `1` + strings.Repeat(`}]`, 40) + `}`,
	`{"a":"` + strings.Repeat(`x`, 4095) + `\"}","b":[]}   }`,
	`{"a":\"` + strings.Repeat(`x`, 200) + `"}}`,
	`{"a":"` + strings.Repeat(`x`, 200) + `"}\"`,
	strings.Repeat(" ", 100) + `{"a":[1,2,3]}` + strings.Repeat(" ", 100),
}, bothWaysSeeds...)

func TestBothSkims(t *testing.T) {
	for _, seed := range skimSeeds {
		for cut := range len(seed) + 1 {
			bothSkims(t, []byte(seed[:cut]))
		}
	}
}

// TestBothSkimsNested has long texts, of which the brackets are matched all at once, around some that match or nearly do.
func TestBothSkimsNested(t *testing.T) {
	seeds := append([]string{`{}`, `{`, `}`, `[}`, `}{`, `{}{}`, `{}]`, `[{}]{`, `"{"`, `1`, strings.Repeat(`}{`, 64), strings.Repeat(`[]`, 200)},
		bothWaysSeeds...)
	for _, depth := range []int{31, 32, 63, 64, 65, 150, 256, 257, 550} {
		opening, closing := strings.Repeat("[{", depth), strings.Repeat("}]", depth)
		seeds = append(seeds, opening+closing, "[]"+opening+"{}"+closing+"[]", opening+closing[1:], opening+closing+"]",
			opening+"["+closing, opening+"["+closing+"]", "["+strings.Repeat("{}", 50)+opening+closing+"]")
	}
	long := "{" + strings.Repeat(" ", 20*64)
	for _, seed := range seeds {
		for _, skimmed := range []string{long + seed + "}", long + seed + long + seed + "}}", long + seed + "}[]"} {
			bothSkims(t, []byte(skimmed))
		}
	}
}

func FuzzBothSkims(f *testing.F) {
	for _, seed := range skimSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		bothSkims(t, data)
		bothSkims(t, []byte(`{"a":[`+strings.Repeat(`{"b":"\"[}\\","c":{}},`, 100)+string(data)+`{}]}`))
	})
}
