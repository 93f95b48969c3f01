package resource

import (
	"fmt"
	"strings"
	"testing"
)

// bothSkims compares what Skim says with what it says where it looks at every byte.
func bothSkims(t *testing.T, data []byte) {
	t.Helper()
	want := func() error {
		i, err := objectStart(data)
		if err != nil {
			return err
		}
		start := i
		if i, err = skipBrackets(data, i, 0); err != nil {
			return err
		}
		if err := atEnd(data, i); err != nil {
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

func FuzzBothSkims(f *testing.F) {
	for _, seed := range skimSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		bothSkims(t, data)
		bothSkims(t, []byte(`{"a":[`+strings.Repeat(`{"b":"\"[}\\","c":{}},`, 100)+string(data)+`{}]}`))
	})
}
