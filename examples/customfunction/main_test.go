package main

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

func Example() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,mrn
	// a,*****178
	// b,44
	// c,
}

func TestMask(t *testing.T) {
	three := fhirpath.Collection{value.Int(3)}
	for _, c := range []struct {
		name     string
		in, keep fhirpath.Collection
		want     string // "" is nothing
		fails    bool
	}{
		{"characters, not bytes", fhirpath.Collection{value.Str("äöüß")}, three, "*öüß", false},
		{"no string", nil, three, "", false},
		{"no number", fhirpath.Collection{value.Str("abc")}, nil, "", false},
		{"two strings", fhirpath.Collection{value.Str("a"), value.Str("b")}, three, "", true},
		{"not a number", fhirpath.Collection{value.Str("abc")}, fhirpath.Collection{value.Str("3")}, "", true},
		{"less than nothing", fhirpath.Collection{value.Str("abc")}, fhirpath.Collection{value.Int(-1)}, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			have, err := mask(c.in, []fhirpath.Collection{c.keep})
			if (err != nil) != c.fails {
				t.Fatalf("error %v, want one: %v", err, c.fails)
			}
			text := ""
			if len(have) > 0 {
				text = have[0].Text()
			}
			if text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}
