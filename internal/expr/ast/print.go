package ast

import "strings"

// precedence is how tightly a node holds its operands together, from the specification's section "Operator
// precedence": an operand that holds less tightly than its operator needs parentheses.
type precedence uint8

const (
	lowest precedence = iota
	implication
	disjunction
	conjunction
	membership
	equality
	inequality
	union
	typeTest
	additive
	multiplicative
	signed
	path
)

func binaryPrecedence(op string) precedence {
	switch op {
	case "implies":
		return implication
	case "or", "xor":
		return disjunction
	case "and":
		return conjunction
	case "in", "contains":
		return membership
	case "=", "!=", "~", "!~":
		return equality
	case "<", "<=", ">", ">=":
		return inequality
	case "|":
		return union
	case "+", "-", "&":
		return additive
	}
	return multiplicative
}

func precedenceOf(n Node) precedence {
	switch n := n.(type) {
	case *SortKey:
		return lowest
	case *Binary:
		return binaryPrecedence(n.Op)
	case *TypeTest:
		return typeTest
	case *Unary:
		return signed
	}
	return path
}

// The nodes print themselves into one buffer, because a chain of n operators built from n strings would copy the first
// operand n times.
type printer struct{ strings.Builder }

type printable interface{ print(*printer) }

func text(n printable) string {
	var p printer
	n.print(&p)
	return p.String()
}

// node prints n, in parentheses where it holds its operands less tightly than min.
func (p *printer) node(n Node, min precedence) {
	if precedenceOf(n) < min {
		p.WriteByte('(')
		defer p.WriteByte(')')
	}
	if n, ok := n.(printable); ok {
		n.print(p)
	}
}

// receiver prints what a step is taken from, and says whether there is anything.
func (p *printer) receiver(x Node) bool {
	if x == nil {
		return false
	}
	p.node(x, path)
	p.WriteByte('.')
	return true
}

func (p *printer) list(nodes []Node) {
	for i, n := range nodes {
		if i > 0 {
			p.WriteString(", ")
		}
		p.node(n, lowest)
	}
}

func (n *Literal) String() string  { return text(n) }
func (n *Empty) String() string    { return text(n) }
func (n *Member) String() string   { return text(n) }
func (n *Call) String() string     { return text(n) }
func (n *Variable) String() string { return text(n) }
func (n *External) String() string { return text(n) }
func (n *Index) String() string    { return text(n) }
func (n *Unary) String() string    { return text(n) }
func (n *Binary) String() string   { return text(n) }
func (n *TypeTest) String() string { return text(n) }
func (n *SortKey) String() string  { return text(n) }
func (n *Instance) String() string { return text(n) }

// String prints the type as it is written in an expression, with backticks where they are needed.
func (t TypeName) String() string { return text(t) }

func (n *Literal) print(p *printer) {
	switch n.Kind {
	case String:
		p.WriteString(quote(n.Text, '\''))
	case Long:
		p.WriteString(n.Text + "L")
	case Date, DateTime:
		p.WriteString("@" + n.Text)
	case Time:
		p.WriteString("@T" + n.Text)
	case Quantity:
		p.WriteString(n.Text + " " + n.unit())
	default:
		p.WriteString(n.Text)
	}
}

func (n *Literal) unit() string {
	if n.Calendar {
		return n.Unit
	}
	return quote(n.Unit, '\'')
}

func (n *Empty) print(p *printer) { p.WriteString("{}") }

func (n *Member) print(p *printer) { p.step(n.X, n.Name) }

func (n *Call) print(p *printer) {
	p.step(n.X, n.Name)
	p.WriteByte('(')
	p.list(n.Args)
	p.WriteByte(')')
}

// step prints a name that is taken from x. Any word is a name behind a dot, but not at the start of an expression.
func (p *printer) step(x Node, name string) {
	if p.receiver(x) {
		p.WriteString(memberName(name))
	} else {
		p.WriteString(rootName(name))
	}
}

func (n *Variable) print(p *printer) {
	p.receiver(n.X)
	p.WriteString("$" + n.Name)
}

func (n *External) print(p *printer) { p.WriteString("%" + rootName(n.Name)) }

func (n *Index) print(p *printer) {
	p.node(n.X, path)
	p.WriteByte('[')
	p.node(n.I, lowest)
	p.WriteByte(']')
}

func (n *Unary) print(p *printer) {
	p.WriteString(n.Op)
	p.node(n.X, signed)
}

// The operators are left associative: an operand of the same precedence needs parentheses on the right only.
func (n *Binary) print(p *printer) {
	own := binaryPrecedence(n.Op)
	p.node(n.X, own)
	p.WriteString(" " + n.Op + " ")
	p.node(n.Y, own+1)
}

func (n *TypeTest) print(p *printer) {
	p.node(n.X, typeTest)
	p.WriteString(" " + n.Op + " ")
	n.Type.print(p)
}

func (t TypeName) print(p *printer) {
	if t.Namespace == "" {
		p.WriteString(rootName(t.Name))
		return
	}
	p.WriteString(rootName(t.Namespace) + "." + memberName(t.Name))
}

func (n *SortKey) print(p *printer) {
	p.node(n.X, lowest)
	if n.Desc {
		p.WriteString(" desc")
	}
}

func (n *Instance) print(p *printer) {
	n.Type.print(p)
	if len(n.Fields) == 0 {
		p.WriteString(" { : }")
		return
	}
	separator := " { "
	for _, f := range n.Fields {
		p.WriteString(separator + memberName(f.Name) + ": ")
		separator = ", "
		p.node(f.X, lowest)
	}
	p.WriteString(" }")
}
