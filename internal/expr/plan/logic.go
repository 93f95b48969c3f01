package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
)

// Logic is a Boolean operator. The right operand is evaluated only where the left one does not decide.
type Logic struct {
	X, Y Node
	Op   LogicOp
	// IsAnd is true for the operator and, whose operands can be filters of a pipeline each.
	IsAnd bool
	At    ast.Span
}

// LogicOp holds the truth tables of an operator.
type LogicOp struct {
	// Decided gives the result from the left operand alone; ok is false where both are needed.
	Decided func(x Truth) (result Truth, ok bool)
	// Join gives the result from both operands.
	Join func(x, y Truth) Truth
}

// Eval implements Node.
func (n *Logic) Eval(c *Context) (value.Collection, error) {
	t, err := n.Test(c)
	return t.Collection(), err
}

// Test implements Tester.
func (n *Logic) Test(c *Context) (Truth, error) {
	x, err := Condition(c, n.X)
	if err != nil {
		return Empty, at(n.At, err)
	}
	if t, ok := n.Op.Decided(x); ok {
		return t, nil
	}
	y, err := Condition(c, n.Y)
	if err != nil {
		return Empty, at(n.At, err)
	}
	return n.Op.Join(x, y), nil
}

// The Boolean operators.
//
// Specification: FHIRPath, "Boolean logic".
var (
	And = LogicOp{
		func(x Truth) (Truth, bool) { return False, x == False },
		and,
	}
	Or = LogicOp{
		func(x Truth) (Truth, bool) { return True, x == True },
		func(x, y Truth) Truth { return and(x.Not(), y.Not()).Not() },
	}
	Implies = LogicOp{
		func(x Truth) (Truth, bool) { return True, x == False },
		func(x, y Truth) Truth { return and(x, y.Not()).Not() },
	}
	Xor = LogicOp{
		func(x Truth) (Truth, bool) { return Empty, x == Empty },
		func(x, y Truth) Truth {
			if y == Empty {
				return Empty
			}
			return TruthOf(x != y)
		},
	}
)

func and(x, y Truth) Truth {
	switch {
	case x == False || y == False:
		return False
	case x == Empty || y == Empty:
		return Empty
	}
	return True
}
