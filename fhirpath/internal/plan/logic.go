package plan

import (
	"github.com/fhirview/fhirview/fhirpath/internal/ast"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Logic is a Boolean operator. Decide gives the result from the left operand alone where that is enough; Join from
// both.
type Logic struct {
	X, Y Node
	Op   LogicOp
	// IsAnd is true for the operator and.
	IsAnd bool
	At    ast.Span
}

// LogicOp holds the truth tables of an operator.
type LogicOp struct {
	// Decided is true where the left operand decides; the result then is Result.
	Decided func(x Truth) (result Truth, ok bool)
	Join    func(x, y Truth) Truth
}

// Eval implements Node.
func (n *Logic) Eval(c *Context) (value.Collection, error) {
	t, err := n.Test(c)
	return t.Collection(), err
}

// Test implements Tester.
func (n *Logic) Test(c *Context) (Truth, error) {
	x, err := test(c, n.X)
	if err != nil {
		return Empty, at(n.At, err)
	}
	if t, ok := n.Op.Decided(x); ok {
		return t, nil
	}
	y, err := test(c, n.Y)
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
