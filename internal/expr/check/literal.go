package check

import (
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// literal returns a constant. The parser has made sure that the text is in range.
func literal(n *ast.Literal) (plan.Node, Static) {
	v := literalValue(n)
	return &plan.Constant{Values: value.Collection{v}}, computed(v.Type())
}

// isWhole is true for Integers and Longs. With a minus they are one literal: that of the least of them is not one of its
// type without it.
func isWhole(n *ast.Literal) bool { return n.Kind == ast.Integer || n.Kind == ast.Long }

func literalValue(n *ast.Literal) value.Value {
	switch n.Kind {
	case ast.Boolean:
		return value.Bool(n.Text == "true")
	case ast.Integer:
		i, _ := strconv.ParseInt(n.Text, 10, 64)
		return value.Int(int32(i))
	case ast.Long:
		i, _ := strconv.ParseInt(n.Text, 10, 64)
		return value.Long(i)
	case ast.Decimal:
		return value.Dec(n.Text)
	case ast.Date:
		return value.At(value.KindDate, n.Text)
	case ast.DateTime:
		return value.At(value.KindDateTime, strings.TrimSuffix(n.Text, "T"))
	case ast.Time:
		return value.At(value.KindTime, n.Text)
	case ast.Quantity:
		return value.Qty(value.Quantity{Value: n.Text, Unit: n.Unit, Calendar: n.Calendar})
	}
	return value.Str(n.Text)
}
