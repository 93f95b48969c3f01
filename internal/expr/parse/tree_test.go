package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/expr/ast"
)

// cases are expressions and their trees. Round trips, the fuzz target and the benchmark start from the same table.
var cases = []struct{ src, tree string }{
	// literals
	{`true`, `Boolean:true`},
	{`false`, `Boolean:false`},
	{`{}`, `{}`},
	{`{ }`, `{}`},
	{`0`, `Integer:0`},
	{`2147483647`, `Integer:2147483647`},
	{`-2147483648`, `(- Integer:2147483648)`},
	{`- /* still */ -2147483648`, `(- (- Integer:2147483648))`},
	{`45L`, `Long:45`},
	{`-9223372036854775808L`, `(- Long:9223372036854775808)`},
	{`0.0`, `Decimal:0.0`},
	{`1.10`, `Decimal:1.10`},
	{`''`, `String:`},
	{`'it\'s'`, `String:it's`},
	{`'\\\/\f\r\n\t\"\` + "`" + `\'\u002a'`, "String:\\/\f\r\n\t\"`'*"},
	{`'\p \\p \3 \u005'`, `String:p \p 3 u005`},
	{`'\'`, `String:`},
	{`'\' // an empty string`, `String:`},
	{`'a\\'`, `String:a\`},
	{`'\uD83D\uDD25 🔥'`, `String:🔥 🔥`},
	{"'two\nlines'", "String:two\nlines"},
	{`4.5 'mg'`, `Quantity:4.5'mg'`},
	{`100 '[degF]'`, `Quantity:100'[degF]'`},
	{`2 years`, `Quantity:2 years`},
	{`1 millisecond`, `Quantity:1 millisecond`},
	{`1 'year'`, `Quantity:1'year'`},
	{`3000000000 'mg'`, `Quantity:3000000000'mg'`},
	{`1 year + 2 days`, `(+ Quantity:1 year Quantity:2 days)`},
	{`4 days.convertsToQuantity()`, `(call convertsToQuantity Quantity:4 days)`},
	{`@2014`, `Date:2014`},
	{`@2014-01`, `Date:2014-01`},
	{`@2014-01-25`, `Date:2014-01-25`},
	{`@2016-02-29`, `Date:2016-02-29`},
	{`@2014T`, `DateTime:2014T`},
	{`@2014-01T`, `DateTime:2014-01T`},
	{`@2014-01-25T`, `DateTime:2014-01-25T`},
	{`@2014-01-25T14`, `DateTime:2014-01-25T14`},
	{`@2014-01-25T14Z`, `DateTime:2014-01-25T14Z`},
	{`@2014-01-25T14:30`, `DateTime:2014-01-25T14:30`},
	{`@2014-01-25T14:30:14.559+10:00`, `DateTime:2014-01-25T14:30:14.559+10:00`},
	{`@2014-01-25T14:30:14-14:00`, `DateTime:2014-01-25T14:30:14-14:00`},
	{`@T14`, `Time:14`},
	{`@T14:30`, `Time:14:30`},
	{`@T14:30:14.559`, `Time:14:30:14.559`},
	{`@2015-02-04.is(Date)`, `(call is Date:2015-02-04 Date)`},
	{`@2015T.is(DateTime)`, `(call is DateTime:2015T DateTime)`},
	{`@T14:34:28.123.is(Time)`, `(call is Time:14:34:28.123 Time)`},
	{`@2014-01-25 - 1 day`, `(- Date:2014-01-25 Quantity:1 day)`},
	{`@2014-01-1`, `(- Date:2014-01 Integer:1)`},
	{`1.convertsToInteger()`, `(call convertsToInteger Integer:1)`},
	{`1.5.abs()`, `(call abs Decimal:1.5)`},

	// paths
	{`name`, `name`},
	{`_id9`, `_id9`},
	{`Patient.name.given`, `(. (. Patient name) given)`},
	{`a . b /* c */ . d // e`, `(. (. a b) d)`},
	{"Message.`PID-1`", `(. Message PID-1)`},
	{"`as` as string", `(as as string)`},
	{"`a\\`b\\u0041`.`\\p`", "(. a`bA p)"},
	{"`äß`", `äß`},
	{`name[0]`, `([] name Integer:0)`},
	{`a.b[c + 1].d[0][1]`, `([] ([] (. ([] (. a b) (+ c Integer:1)) d) Integer:0) Integer:1)`},
	{`$this`, `$this`},
	{`$index mod 2 = $total`, `(= (mod $index Integer:2) $total)`},
	{`a.$this.b`, `(. (. a $this) b)`},
	{`%context`, `%context`},
	{`%resource.id`, `(. %resource id)`},
	{"%`us-zip`", `%us-zip`},
	{`%'us-zip'`, `%us-zip`},
	{`% a.b`, `(. %a b)`},
	{`%day`, `%day`},
	{`%div`, `%div`},
	{`(a.b).c`, `(. (. a b) c)`},
	{`(a | b).c`, `(. (| a b) c)`},

	// calls
	{`now()`, `(call now _)`},
	{`f(1, 'a', g())`, `(call f _ Integer:1 String:a (call g _))`},
	{`a.where(use = 'x').first()`, `(call first (call where a (= use String:x)))`},
	{`iif(a, b, {})`, `(call iif _ a b {})`},
	{"`f`(1)", `(call f _ Integer:1)`},
	{`(3 | 1).sort()`, `(call sort (| Integer:3 Integer:1))`},
	{`a.sort($this desc)`, `(call sort a (desc $this))`},
	{`sort(a desc, b asc, c, -d)`, `(call sort _ (desc a) (asc b) (asc c) (asc (- d)))`},
	{`sort(desc, asc desc, desc.asc)`, `(call sort _ (asc desc) (desc asc) (asc (. desc asc)))`},

	// words as names
	{`text.div`, `(. text div)`},
	{`x.contains`, `(. x contains)`},
	{`x.and.or.xor.implies.mod.true.false.in`, `(. (. (. (. (. (. (. (. x and) or) xor) implies) mod) true) false) in)`},
	{`value.is(System.String)`, `(call is value (. System String))`},
	{`x.as(Quantity)`, `(call as x Quantity)`},
	{`x.contains('a')`, `(call contains x String:a)`},
	{`x.div(2).mod(3)`, `(call mod (call div x Integer:2) Integer:3)`},
	{`as as as`, `(as as as)`},
	{`is is is`, `(is is is)`},
	{`contains contains contains`, `(contains contains contains)`},
	{`in in in`, `(in in in)`},
	{`contains('x')`, `(call contains _ String:x)`},
	{`day`, `day`},
	{`timing.day`, `(. timing day)`},
	{`years.second(1).minutes`, `(. (call second years Integer:1) minutes)`},
	{`2 day.day`, `(. Quantity:2 day day)`},
	{"`true`", `true`},
	{"`day`.`div`", `(. day div)`},
	{`sort`, `sort`},
	{`a.sort.desc`, `(. (. a sort) desc)`},

	// types
	{`x is Quantity`, `(is x Quantity)`},
	{`x is System.String`, `(is x System.String)`},
	{"x as FHIR.`Patient`", `(as x FHIR.Patient)`},
	{"x is `US-Core`.`b c`", `(is x US-Core.b c)`},
	{`(Observation.value as Quantity).unit`, `(. (as (. Observation value) Quantity) unit)`},
	{`a is B is Boolean`, `(is (is a B) Boolean)`},
	{`-a is Integer`, `(is (- a) Integer)`},
	{`a + b is Integer`, `(is (+ a b) Integer)`},
	{`1 > 2 is Boolean`, `(> Integer:1 (is Integer:2 Boolean))`},
	{`1 | 1 is Integer`, `(| Integer:1 (is Integer:1 Integer))`},

	// precedence, loosest first
	{`a implies b or c`, `(implies a (or b c))`},
	{`a or b implies c`, `(implies (or a b) c)`},
	{`a implies b implies c`, `(implies (implies a b) c)`},
	{`a implies (b implies c)`, `(implies a (implies b c))`},
	{`a or b xor c or d`, `(or (xor (or a b) c) d)`},
	{`a or b and c`, `(or a (and b c))`},
	{`(a or b) and c`, `(and (or a b) c)`},
	{`a and b in c`, `(and a (in b c))`},
	{`a in b contains c`, `(contains (in a b) c)`},
	{`a in b = c`, `(in a (= b c))`},
	{`a = b != c ~ d !~ e`, `(!~ (~ (!= (= a b) c) d) e)`},
	{`a = b < c`, `(= a (< b c))`},
	{`a < b <= c > d >= e`, `(>= (> (<= (< a b) c) d) e)`},
	{`a < b | c`, `(< a (| b c))`},
	{`a | b | c`, `(| (| a b) c)`},
	{`a | (b | c)`, `(| a (| b c))`},
	{`a | b as C`, `(| a (as b C))`},
	{`a & b as C`, `(as (& a b) C)`},
	{`1 - 2 - 3`, `(- (- Integer:1 Integer:2) Integer:3)`},
	{`1 - (2 - 3)`, `(- Integer:1 (- Integer:2 Integer:3))`},
	{`1+2*3+4 = 11`, `(= (+ (+ Integer:1 (* Integer:2 Integer:3)) Integer:4) Integer:11)`},
	{`a * b / c div d mod e`, `(mod (div (/ (* a b) c) d) e)`},
	{`-a * +b`, `(* (- a) (+ b))`},
	{`a - -b`, `(- a (- b))`},
	{`+-a`, `(+ (- a))`},
	{`-7.combine(3)`, `(- (call combine Integer:7 Integer:3))`},
	{`(-7).combine(3)`, `(call combine (- Integer:7) Integer:3)`},
	{`-(a + b)`, `(- (+ a b))`},
	{`-a.b[0]`, `(- ([] (. a b) Integer:0))`},
	{`(-a)[0]`, `([] (- a) Integer:0)`},
	{`((((a))))`, `a`},

	// instance selectors
	{`Coding { system : 'x', code : a.b }`, `(new Coding system=String:x code=(. a b))`},
	{`FHIR.Identifier { value: 1 }.value`, `(. (new FHIR.Identifier value=Integer:1) value)`},
	{`Period {:}`, `(new Period)`},
	{`code { value: 'final' }`, `(new code value=String:final)`},
	{"`a b`.c { `d e`: {}, div: f or g }", `(new a b.c d e={} div=(or f g))`},
	{`A { b: B { c: B { : } } | B { : } }`, `(new A b=(| (new B c=(new B)) (new B)))`},
	{`x.select(Coding { code: $this })`, `(call select x (new Coding code=$this))`},

	// comments and whitespace
	{"// before\n2 + 2 // after", `(+ Integer:2 Integer:2)`},
	{"/* a\n * b */2/**/+/***/2", `(+ Integer:2 Integer:2)`},
	{"2 // comment\n/ 2", `(/ Integer:2 Integer:2)`},
	{"\t\r\n a\t", `a`},
	{`'// no comment' & '/* neither */'`, `(& String:// no comment String:/* neither */)`},
}

func TestTree(t *testing.T) {
	for _, c := range cases {
		t.Run(c.src, func(t *testing.T) {
			root, errs := Parse(c.src)
			if len(errs) > 0 {
				t.Fatalf("errors: %v", errs)
			}
			if diff := cmp.Diff(c.tree, sexpr(root)); diff != "" {
				t.Errorf("tree (-want +got):\n%s", diff)
			}
		})
	}
}

// sexpr writes a tree with every operator in front of its operands and all parentheses. _ is a call's missing receiver.
func sexpr(n ast.Node) string {
	switch n := n.(type) {
	case nil:
		return "_"
	case *ast.Literal:
		return literalKinds[n.Kind] + ":" + n.Text + unit(n)
	case *ast.Empty:
		return "{}"
	case *ast.Member:
		if n.X == nil {
			return n.Name
		}
		return list(".", sexpr(n.X), n.Name)
	case *ast.Call:
		return list("call", append([]string{n.Name, sexpr(n.X)}, each(n.Args)...)...)
	case *ast.Variable:
		if n.X == nil {
			return "$" + n.Name
		}
		return list(".", sexpr(n.X), "$"+n.Name)
	case *ast.External:
		return "%" + n.Name
	case *ast.Index:
		return list("[]", sexpr(n.X), sexpr(n.I))
	case *ast.Unary:
		return list(n.Op, sexpr(n.X))
	case *ast.Binary:
		return list(n.Op, sexpr(n.X), sexpr(n.Y))
	case *ast.TypeTest:
		return list(n.Op, sexpr(n.X), typeName(n.Type))
	case *ast.SortKey:
		return list(map[bool]string{false: "asc", true: "desc"}[n.Desc], sexpr(n.X))
	case *ast.Instance:
		items := []string{typeName(n.Type)}
		for _, f := range n.Fields {
			items = append(items, f.Name+"="+sexpr(f.X))
		}
		return list("new", items...)
	}
	return fmt.Sprintf("%T?", n)
}

var literalKinds = map[ast.LiteralKind]string{
	ast.Boolean: "Boolean", ast.String: "String", ast.Integer: "Integer", ast.Long: "Long", ast.Decimal: "Decimal",
	ast.Date: "Date", ast.DateTime: "DateTime", ast.Time: "Time", ast.Quantity: "Quantity",
}

func unit(n *ast.Literal) string {
	switch {
	case n.Kind != ast.Quantity:
		return ""
	case n.Calendar:
		return " " + n.Unit
	}
	return "'" + n.Unit + "'"
}

func typeName(t ast.TypeName) string { return strings.TrimPrefix(t.Namespace+"."+t.Name, ".") }

func list(head string, items ...string) string {
	return "(" + head + " " + strings.Join(items, " ") + ")"
}

func each(nodes []ast.Node) []string {
	var items []string
	for _, n := range nodes {
		items = append(items, sexpr(n))
	}
	return items
}

// TestSpans puts every node's place into words: the source that it covers.
func TestSpans(t *testing.T) {
	src := "(é.where( ü.a ) + -1 'mg' ) as Ω.`ß`"
	src = strings.NewReplacer("é", "`é`", "ü", "`ü`", "Ω", "`Ω`").Replace(src)
	root, errs := Parse(src)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	in := func(s ast.Span) string { return src[s.Start:s.End] }
	var got []string
	ast.Walk(root, func(n ast.Node) bool {
		place := in(n.Range())
		switch n := n.(type) {
		case *ast.Member:
			place += " name " + in(n.NameSpan)
		case *ast.Call:
			place += " name " + in(n.NameSpan)
		case *ast.Binary:
			place += " operator " + in(n.OpSpan)
		case *ast.TypeTest:
			place += " type " + in(n.Type.Span)
		}
		got = append(got, place)
		return true
	})
	want := []string{
		src + " type `Ω`.`ß`",
		"`é`.where( `ü`.a ) + -1 'mg' operator +",
		"`é`.where( `ü`.a ) name where",
		"`é` name `é`",
		"`ü`.a name a",
		"`ü` name `ü`",
		"-1 'mg'",
		"1 'mg'",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}
