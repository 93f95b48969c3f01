package ast

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func name(s string) *Member                    { return &Member{Name: s} }
func binary(x Node, op string, y Node) *Binary { return &Binary{Op: op, X: x, Y: y} }
func number(s string) *Literal                 { return &Literal{Kind: Integer, Text: s} }

var trees = []struct {
	node Node
	text string
}{
	{&Literal{Kind: Boolean, Text: "true"}, `true`},
	{&Literal{Kind: String, Text: "it's a \\ \r\n\t\f\x01\u0085é🔥`\""}, `'it\'s a \\ \r\n\t\f\u0001\u0085é🔥` + "`\"'"},
	{&Literal{Kind: Long, Text: "5"}, `5L`},
	{&Literal{Kind: Decimal, Text: "1.10"}, `1.10`},
	{&Literal{Kind: Date, Text: "2014-01"}, `@2014-01`},
	{&Literal{Kind: DateTime, Text: "2014T"}, `@2014T`},
	{&Literal{Kind: Time, Text: "14:30"}, `@T14:30`},
	{&Literal{Kind: Quantity, Text: "1.0", Unit: "'"}, `1.0 '\''`},
	{&Literal{Kind: Quantity, Text: "2", Unit: "years", Calendar: true}, `2 years`},
	{&Empty{}, `{}`},

	{name("as"), `as`},
	{name("div"), "`div`"},
	{name("day"), "`day`"},
	{name("true"), "`true`"},
	{name("desc"), `desc`},
	{name("9a"), "`9a`"},
	{name("a9_"), `a9_`},
	{name("a-b`c'"), "`a-b\\`c'`"},
	{name("é"), "`é`"},
	{&Member{X: name("text"), Name: "div"}, `text.div`},
	{&Member{X: name("a"), Name: "PID-1"}, "a.`PID-1`"},
	{&Member{X: number("1"), Name: "a"}, `1.a`},
	{&Member{X: binary(name("a"), "|", name("b")), Name: "c"}, `(a | b).c`},
	{&Member{X: &Unary{Op: "-", X: number("1")}, Name: "c"}, `(-1).c`},
	{&Member{X: &TypeTest{Op: "as", X: name("a"), Type: TypeName{Name: "B"}}, Name: "c"}, `(a as B).c`},
	{&Call{Name: "div"}, "`div`()"},
	{&Call{X: name("a"), Name: "div", Args: []Node{number("1"), binary(name("b"), "or", name("c"))}}, `a.div(1, b or c)`},
	{&Variable{Name: "this"}, `$this`},
	{&Variable{X: name("a"), Name: "this"}, `a.$this`},
	{&External{Name: "context"}, `%context`},
	{&External{Name: "us-zip"}, "%`us-zip`"},
	{&Index{X: &Index{X: name("a"), I: number("0")}, I: binary(number("1"), "+", number("2"))}, `a[0][1 + 2]`},
	{&Index{X: &Unary{Op: "-", X: name("a")}, I: number("0")}, `(-a)[0]`},

	{&Unary{Op: "-", X: &Unary{Op: "+", X: number("1")}}, `-+1`},
	{&Unary{Op: "-", X: binary(name("a"), "*", name("b"))}, `-(a * b)`},
	{binary(&Unary{Op: "-", X: name("a")}, "*", &Unary{Op: "-", X: name("b")}), `-a * -b`},
	{binary(binary(name("a"), "-", name("b")), "-", name("c")), `a - b - c`},
	{binary(name("a"), "-", binary(name("b"), "-", name("c"))), `a - (b - c)`},
	{binary(name("a"), "+", binary(name("b"), "*", name("c"))), `a + b * c`},
	{binary(binary(name("a"), "+", name("b")), "*", name("c")), `(a + b) * c`},
	{binary(name("a"), "xor", binary(name("b"), "or", name("c"))), `a xor (b or c)`},
	{&TypeTest{Op: "is", X: binary(name("a"), "+", name("b")), Type: TypeName{Namespace: "System", Name: "Any"}},
		`a + b is System.Any`},
	{&TypeTest{Op: "is", X: binary(name("a"), "|", name("b")), Type: TypeName{Namespace: "div", Name: "div"}},
		"(a | b) is `div`.div"},

	{&Call{Name: "sort", Args: []Node{&SortKey{X: binary(name("a"), "or", name("b")), Desc: true}, &SortKey{X: name("c")}}},
		`sort(a or b desc, c)`},
	{&Instance{Type: TypeName{Name: "Period"}}, `Period { : }`},
	{&Instance{Type: TypeName{Name: "a-b"}, Fields: []InstanceField{
		{Name: "div", X: binary(name("a"), "or", name("b"))},
		{Name: "c d", X: &Empty{}},
	}}, "`a-b` { div: a or b, `c d`: {} }"},
	{&Member{X: &Instance{Type: TypeName{Namespace: "F", Name: "P"}}, Name: "a"}, `F.P { : }.a`},
}

func TestString(t *testing.T) {
	for _, c := range trees {
		if got := c.node.String(); got != c.text {
			t.Errorf("got %s, want %s", got, c.text)
		}
	}
}

// TestEqual relies on no two of the trees being the same.
func TestEqual(t *testing.T) {
	for i, a := range trees {
		for j, b := range trees {
			if got := Equal(a.node, b.node); got != (i == j) {
				t.Errorf("Equal(%s, %s) is %t", a.text, b.text, got)
			}
		}
		if Equal(a.node, nil) || Equal(nil, a.node) {
			t.Errorf("%s equals nil", a.text)
		}
	}
	if !Equal(nil, nil) {
		t.Error("nil is not equal to nil")
	}
}

func TestEqualComparesEverything(t *testing.T) {
	a, b := name("a"), name("b")
	pairs := []struct{ x, y Node }{
		{&Literal{Kind: String, Text: "1"}, &Literal{Kind: Integer, Text: "1"}},
		{&Literal{Kind: Quantity, Text: "1", Unit: "year"}, &Literal{Kind: Quantity, Text: "1", Unit: "year", Calendar: true}},
		{&Literal{Kind: Quantity, Text: "1", Unit: "a"}, &Literal{Kind: Quantity, Text: "1", Unit: "b"}},
		{&Member{X: a, Name: "c"}, &Member{X: b, Name: "c"}},
		{&Call{X: a, Name: "c"}, &Call{Name: "c"}},
		{&Call{Name: "c", Args: []Node{a}}, &Call{Name: "c", Args: []Node{b}}},
		{&Variable{X: a, Name: "this"}, &Variable{X: b, Name: "this"}},
		{&Index{X: a, I: b}, &Index{X: b, I: b}},
		{&Index{X: a, I: a}, &Index{X: a, I: b}},
		{&Unary{Op: "-", X: a}, &Unary{Op: "-", X: b}},
		{binary(a, "or", b), binary(b, "or", b)},
		{binary(a, "or", b), binary(a, "or", a)},
		{&TypeTest{Op: "is", X: a}, &TypeTest{Op: "as", X: a}},
		{&TypeTest{Op: "is", X: a}, &TypeTest{Op: "is", X: b}},
		{&TypeTest{X: a, Type: TypeName{Namespace: "c"}}, &TypeTest{X: a, Type: TypeName{Namespace: "d"}}},
		{&SortKey{X: a}, &SortKey{X: a, Desc: true}},
		{&SortKey{X: a}, &SortKey{X: b}},
		{&Instance{Fields: []InstanceField{{Name: "c", X: a}}}, &Instance{Fields: []InstanceField{{Name: "c", X: b}}}},
		{&Instance{Fields: []InstanceField{{Name: "c", X: a}}}, &Instance{Fields: []InstanceField{{Name: "d", X: a}}}},
	}
	for _, p := range pairs {
		if Equal(p.x, p.y) {
			t.Errorf("%#v equals %#v", p.x, p.y)
		}
	}
	if !Equal(&Member{Span: Span{1, 2}, Name: "a"}, &Member{Span: Span{3, 4}, Name: "a", NameSpan: Span{3, 4}}) {
		t.Error("places make a difference")
	}
}

func TestWalk(t *testing.T) {
	tree := binary(
		&Call{X: &Member{X: name("a"), Name: "b"}, Name: "sort", Args: []Node{&SortKey{X: name("c")}, &SortKey{X: name("d")}}},
		"=",
		&TypeTest{Op: "is", Type: TypeName{Name: "T"}, X: &Instance{Type: TypeName{Name: "I"}, Fields: []InstanceField{
			{Name: "f", X: &Index{X: &Variable{X: name("e"), Name: "this"}, I: &Unary{Op: "-", X: number("1")}}},
			{Name: "g", X: &External{Name: "h"}},
		}}},
	)
	cases := []struct {
		name  string
		below func(Node) bool
		want  []string
	}{
		{"all", func(Node) bool { return true }, []string{
			tree.String(), "a.b.sort(c, d)", "a.b", "a", "c", "c", "d", "d",
			"I { f: e.$this[-1], g: %h } is T", "I { f: e.$this[-1], g: %h }",
			"e.$this[-1]", "e.$this", "e", "-1", "1", "%h",
		}},
		{"not into calls and instances", func(n Node) bool {
			switch n.(type) {
			case *Call, *Instance:
				return false
			}
			return true
		}, []string{
			tree.String(), "a.b.sort(c, d)", "I { f: e.$this[-1], g: %h } is T", "I { f: e.$this[-1], g: %h }",
		}},
	}
	for _, c := range cases {
		var got []string
		Walk(tree, func(n Node) bool {
			got = append(got, n.String())
			return c.below(n)
		})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: nodes (-want +got):\n%s", c.name, diff)
		}
	}
}
