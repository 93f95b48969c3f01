// Package ast holds the syntax tree of a FHIRPath expression, with the place of every node in its source.
//
// The tree says what was written, not what it means: `Patient.name` is a member of a member whatever Patient
// turns out to be. A tree is immutable once the parser has returned it.
package ast

// Span is a half-open range of byte offsets into the source of the expression.
type Span struct{ Start, End int }

// Range returns the span itself, so that every node that embeds one has a place.
func (s Span) Range() Span { return s }

// Node is any expression. String prints it so that parsing the text again gives the same tree: parentheses stand
// where precedence needs them and nowhere else.
type Node interface {
	Range() Span
	String() string
}

// LiteralKind says which literal was written.
type LiteralKind uint8

// The literals of the specification's section "Literals".
const (
	Boolean LiteralKind = iota
	String
	Integer
	Long
	Decimal
	Date
	DateTime
	Time
	Quantity
)

type (
	// Literal is a value written in the expression.
	Literal struct {
		Span
		Kind LiteralKind
		// Text is the value: a string with its escapes resolved, a date, dateTime or time without its @ (and a time
		// without its T, a dateTime with it), a Long without its L, a quantity's number. A dateTime keeps a trailing T.
		Text string
		// Unit is a quantity's unit, unescaped, without quotes.
		Unit string
		// Calendar is true where Unit is one of the words year, years, … milliseconds, false for a UCUM string.
		Calendar bool
	}

	// Empty is the empty collection, {}.
	Empty struct{ Span }

	// Member is a name: of an element of X, or, where X is nil, at the start of an expression.
	Member struct {
		Span
		X    Node
		Name string // unescaped, without backticks
		// NameSpan is where the name itself stands.
		NameSpan Span
	}

	// Call is a function invocation on X, or on the context where X is nil.
	Call struct {
		Span
		X        Node
		Name     string
		NameSpan Span
		Args     []Node
	}

	// Variable is one of $this, $index and $total; Name has no $. X is set for the legal but odd form `x.$this`.
	Variable struct {
		Span
		X    Node
		Name string
	}

	// External is %name, %`name` or %'name'.
	External struct {
		Span
		Name string
	}

	// Index is X[I].
	Index struct {
		Span
		X, I Node
	}

	// Unary is a sign before X: Op is "+" or "-".
	Unary struct {
		Span
		Op string
		X  Node
	}

	// Binary is an infix operator with its two operands. Op is written as in the specification: "*", "div", "and", …
	Binary struct {
		Span
		Op     string
		OpSpan Span
		X, Y   Node
	}

	// TypeTest is `X is Type` or `X as Type`, the operators; the functions of the same names are Calls.
	TypeTest struct {
		Span
		Op   string
		X    Node
		Type TypeName
	}

	// TypeName is a type specifier: an optional namespace and a name. It is part of an expression and none itself.
	TypeName struct {
		Span
		Namespace, Name string
	}

	// SortKey is an argument of sort, and never stands anywhere else: every argument of a call named sort is one.
	SortKey struct {
		Span
		X    Node
		Desc bool // the direction is desc; asc may have been written or not
	}

	// Instance is an instance selector, `Type { name: expression, … }`. Without fields it is printed as `Type { : }`.
	Instance struct {
		Span
		Type   TypeName
		Fields []InstanceField
	}

	// InstanceField is one element of an Instance. The same name can occur twice: that is left to a later check.
	InstanceField struct {
		Span
		Name     string // unescaped, without backticks
		NameSpan Span
		X        Node
	}
)
