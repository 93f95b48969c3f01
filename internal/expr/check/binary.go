package check

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

var (
	equalities = map[string]plan.Comparison{
		"=": plan.Equals, "!=": plan.NotEquals, "~": plan.Equivalent, "!~": plan.NotEquivalent,
		"in": plan.In, "contains": plan.Contains,
	}
	orderings = map[string]plan.Comparison{
		"<":  plan.Ordering(func(cmp int) bool { return cmp < 0 }),
		"<=": plan.Ordering(func(cmp int) bool { return cmp <= 0 }),
		">":  plan.Ordering(func(cmp int) bool { return cmp > 0 }),
		">=": plan.Ordering(func(cmp int) bool { return cmp >= 0 }),
	}
	logic = map[string]plan.LogicOp{"and": plan.And, "or": plan.Or, "xor": plan.Xor, "implies": plan.Implies}

	arithmetic = map[string]func(*plan.Context, value.Value, value.Value) (value.Value, bool, error){
		"+": plan.Add, "-": plan.Subtract, "*": plan.Multiply, "/": plan.Divide,
		"div": plan.DivideWhole, "mod": plan.Remainder,
	}
)

func (k *checker) binary(n *ast.Binary) (plan.Node, Static) {
	x, sx := k.expr(n.X)
	y, sy := k.expr(n.Y)
	k.checkBinary(n, sx, sy)
	boolean := computed(model.SystemBoolean)
	if op, ok := equalities[n.Op]; ok {
		k.readCompared(sx, sy)
		ofTexts := n.Op == "=" && k.systemType(sx) == model.SystemString
		return &plan.Relation{X: x, Y: y, Op: op, At: n.Span, OfTexts: ofTexts}, boolean
	}
	if op, ok := logic[n.Op]; ok {
		return &plan.Logic{X: x, Y: y, Op: op, IsAnd: n.Op == "and", At: n.Span}, boolean
	}
	if n.Op == "|" {
		k.readCompared(Join(sx, sy), Join(sx, sy))
		all := k.joined(n.OpSpan, n.X, n.Y, sx, sy)
		all.Many = sx.Many || sy.Many || differ(x, y)
		return &plan.Union{X: x, Y: y}, all
	}
	k.readValues(sx)
	k.readValues(sy)
	if op, ok := orderings[n.Op]; ok {
		return &plan.Relation{X: x, Y: y, Op: op, At: n.Span}, boolean
	}
	if n.Op == "&" {
		return &plan.Concat{X: x, Y: y, At: n.Span}, computed(model.SystemString)
	}
	result := computed(arithmeticType(n.Op, k.systemType(sx), k.systemType(sy)))
	return &plan.Arithmetic{X: x, Y: y, Op: arithmetic[n.Op], At: n.Span}, result
}

// arithmeticType returns the type of the result of an arithmetic operator on operands of two types.
func arithmeticType(op string, x, y model.TypeID) model.TypeID {
	switch {
	case x == model.SystemAny || y == model.SystemAny:
		return model.SystemAny
	case x == model.SystemQuantity || isTemporal(x):
		return x
	case y == model.SystemQuantity:
		return y
	case op == "/" || x == model.SystemDecimal || y == model.SystemDecimal:
		return model.SystemDecimal
	case x == model.SystemLong || y == model.SystemLong:
		return model.SystemLong
	}
	return x
}

func isTemporal(t model.TypeID) bool {
	return t == model.SystemDate || t == model.SystemDateTime || t == model.SystemTime
}
