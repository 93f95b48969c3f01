package parse

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// convert makes our tree of ANTLR's, which holds no mistake but numbers that are too large and sort directions in the
// wrong place. It goes deeper only where brackets do: chains are rules with many children.
func (p *parser) convert(t antlr.Tree) ast.Node {
	switch t := t.(type) {
	case *grammar.TypeTestContext:
		return p.typeTest(t)
	case *grammar.SignedContext:
		return p.signed(t)
	case *grammar.PathContext:
		return p.path(t)
	case *grammar.GroupContext:
		return p.convert(t.Expression())
	case *grammar.LiteralContext:
		return p.literal(t)
	case *grammar.EmptyContext:
		return &ast.Empty{Span: p.place(t)}
	case *grammar.ExternalContext:
		return p.external(t)
	case *grammar.VariableContext:
		return &ast.Variable{Span: p.place(t), Name: p.variableName(t)}
	case *grammar.InstanceContext:
		return p.instance(t)
	case *grammar.PrimaryContext:
		return p.primary(t)
	}
	return p.operators(t.(antlr.ParserRuleContext))
}

// place is the span of all tokens of a rule.
func (p *parser) place(t antlr.ParserRuleContext) ast.Span {
	return p.between(t.GetStart(), t.GetStop())
}

// operators converts the rules of binary operators, whose children are operands and operators in turn, and those that
// only pass on their first child.
func (p *parser) operators(t antlr.ParserRuleContext) ast.Node {
	children := t.GetChildren()
	x := p.convert(children[0])
	for i := 1; i+1 < len(children); i += 2 {
		operator := children[i].(antlr.TerminalNode).GetSymbol()
		operand := children[i+1].(antlr.ParserRuleContext)
		x = &ast.Binary{
			Span:   p.between(t.GetStart(), operand.GetStop()),
			Op:     p.text(operator),
			OpSpan: p.span(operator),
			X:      x,
			Y:      p.convert(operand),
		}
	}
	return x
}

func (p *parser) typeTest(t *grammar.TypeTestContext) ast.Node {
	children := t.GetChildren()
	x := p.convert(children[0])
	for i := 1; i+1 < len(children); i += 2 {
		name := children[i+1].(*grammar.TypeNameContext)
		x = &ast.TypeTest{
			Span: p.between(t.GetStart(), name.GetStop()),
			Op:   p.text(children[i].(antlr.TerminalNode).GetSymbol()),
			X:    x,
			Type: p.typeName(name),
		}
	}
	return x
}

// The sign nearest to the operand binds first.
func (p *parser) signed(t *grammar.SignedContext) ast.Node {
	children := t.GetChildren()
	last := len(children) - 1
	x := p.convert(children[last])
	for i := last - 1; i >= 0; i-- {
		sign := children[i].(antlr.TerminalNode).GetSymbol()
		x = &ast.Unary{Span: p.between(sign, t.GetStop()), Op: p.text(sign), X: x}
	}
	return x
}

func (p *parser) path(t *grammar.PathContext) ast.Node {
	x := p.convert(t.Primary())
	for _, child := range t.GetChildren()[1:] {
		switch child := child.(type) {
		case *grammar.StepContext:
			x = p.step(t.GetStart(), x, child)
		case *grammar.IndexContext:
			x = &ast.Index{Span: p.between(t.GetStart(), child.GetStop()), X: x, I: p.convert(child.Expression())}
		}
	}
	return x
}

// step converts what follows a dot; first is where the path begins.
func (p *parser) step(first antlr.Token, x ast.Node, t *grammar.StepContext) ast.Node {
	span := p.between(first, t.GetStop())
	if variable := t.Variable(); variable != nil {
		return &ast.Variable{Span: span, X: x, Name: p.variableName(variable)}
	}
	return p.invocation(span, x, t.MemberName().GetStart(), t.ArgumentList())
}

func (p *parser) primary(t *grammar.PrimaryContext) ast.Node {
	if name := t.Name(); name != nil {
		return p.invocation(p.place(t), nil, name.GetStart(), t.ArgumentList())
	}
	return p.convert(t.GetChild(0))
}

// invocation is a function call if there is a list of arguments, be it empty, and an element's name otherwise.
func (p *parser) invocation(span ast.Span, x ast.Node, name antlr.Token, args grammar.IArgumentListContext) ast.Node {
	if args == nil {
		return &ast.Member{Span: span, X: x, Name: p.name(name), NameSpan: p.span(name)}
	}
	call := &ast.Call{Span: span, X: x, Name: p.name(name), NameSpan: p.span(name)}
	if list := args.Arguments(); list != nil {
		for _, arg := range list.AllArgument() {
			call.Args = append(call.Args, p.argument(call.Name, arg))
		}
	}
	return call
}

func (p *parser) argument(function string, t grammar.IArgumentContext) ast.Node {
	x := p.convert(t.Expression())
	if function == "sort" {
		return &ast.SortKey{Span: p.place(t), X: x, Desc: t.DESC() != nil}
	}
	if t.GetChildCount() > 1 {
		p.addf(p.span(t.GetStop()), "%s can only stand behind a key of sort", quoted(p.text(t.GetStop())))
	}
	return x
}

func (p *parser) variableName(t grammar.IVariableContext) string {
	return p.text(t.GetStart())[len("$"):]
}

func (p *parser) external(t *grammar.ExternalContext) ast.Node {
	n := &ast.External{Span: p.place(t), Name: p.name(t.GetStop())}
	if n.Name == "" {
		p.addf(n.Span, "name of the variable is empty")
	}
	return n
}

func (p *parser) instance(t *grammar.InstanceContext) ast.Node {
	instance := &ast.Instance{Span: p.place(t), Type: p.typeName(t.TypeName())}
	if list := t.Fields(); list != nil {
		for _, field := range list.AllField() {
			name := field.MemberName().GetStart()
			instance.Fields = append(instance.Fields, ast.InstanceField{
				Span:     p.place(field),
				Name:     p.name(name),
				NameSpan: p.span(name),
				X:        p.convert(field.Expression()),
			})
		}
	}
	return instance
}

func (p *parser) typeName(t grammar.ITypeNameContext) ast.TypeName {
	name := ast.TypeName{Span: p.place(t), Name: p.name(t.GetStop())}
	if t.MemberName() != nil {
		name.Namespace = p.name(t.GetStart())
	}
	return name
}

// name is the name that a token stands for: a word, or the text between its backticks or, behind a %, quotes.
func (p *parser) name(t antlr.Token) string {
	switch t.GetTokenType() {
	case grammar.FHIRPathLexerDELIMITED, grammar.FHIRPathLexerSTRING:
		return p.unquote(p.span(t))
	}
	return p.text(t)
}
