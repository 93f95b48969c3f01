package parse

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/expr/ast"
)

func TestRoundTrip(t *testing.T) {
	for _, c := range cases {
		t.Run(c.src, func(t *testing.T) {
			root, errs := Parse(c.src)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			roundTrip(t, root)
		})
	}
}

// roundTrip checks that the text of a tree parses to that tree, and that printing is stable.
func roundTrip(t *testing.T, root ast.Node) {
	t.Helper()
	text := root.String()
	again, errs := Parse(text)
	if len(errs) > 0 {
		t.Fatalf("printed as %.200q, which does not parse: %v", text, errs)
	}
	if !ast.Equal(root, again) {
		t.Fatalf("printed as %.200q, which is another tree: %s", text, cmp.Diff(sexpr(root), sexpr(again)))
	}
	if got := again.String(); got != text {
		t.Fatalf("printed as %.200q first and then as %.200q", text, got)
	}
}

// FuzzParse looks for panics, for places outside of the source, and for trees whose text is another tree.
func FuzzParse(f *testing.F) {
	for _, c := range cases {
		f.Add(c.src)
	}
	for _, c := range badCases {
		f.Add(c.src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		root, errs := Parse(src)
		if (root == nil) != (len(errs) > 0) {
			t.Fatalf("tree %v and errors %v", root, errs)
		}
		last := -1
		for _, err := range errs {
			if err.Msg == "" || err.Span.Start <= last || err.Span.End < err.Span.Start || err.Span.End > len(src) {
				t.Fatalf("error %q at %v, after one at %d", err.Msg, err.Span, last)
			}
			last = err.Span.Start
		}
		if root == nil {
			return
		}
		ast.Walk(root, func(n ast.Node) bool {
			if place := n.Range(); place.Start >= place.End || place.End > len(src) {
				t.Fatalf("%v has the place %v", n, place)
			}
			return true
		})
		// Text can be longer than its source, by escapes and spaces, and then exceed the limit.
		if len(src) < maxSource/8 {
			roundTrip(t, root)
		}
	})
}

// TestConcurrent shares the generated parser's caches between goroutines, as compiling views side by side does.
func TestConcurrent(t *testing.T) {
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, c := range cases {
				if root, _ := Parse(c.src); sexpr(root) != c.tree {
					t.Errorf("%s: tree %s, want %s", c.src, sexpr(root), c.tree)
				}
			}
		})
	}
	group.Wait()
}

var columns = []struct{ name, src string }{
	{"member", `id`},
	{"path", `name.where(use = 'official').given.first()`},
	{"key", `getResourceKey()`},
	{"condition", `active = true and birthDate >= @1970-01-01 and (gender = 'female' or gender = 'other')`},
	{"extension", `extension('http://hl7.org/fhir/us/core/StructureDefinition/us-core-race')` +
		`.extension('ombCategory').value.ofType(Coding).code.join(', ')`},
}

func BenchmarkParse(b *testing.B) {
	for _, c := range columns {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, errs := Parse(c.src); len(errs) > 0 {
					b.Fatal(errs)
				}
			}
		})
	}
	b.Run("sum of 1000", func(b *testing.B) {
		src := strings.Repeat("1 + ", 999) + "1"
		for b.Loop() {
			Parse(src)
		}
	})
}
