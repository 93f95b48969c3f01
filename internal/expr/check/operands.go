package check

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// checkBinary warns of operands for whose types an operator is not defined, or has the same result whatever the data.
func (k *checker) checkBinary(n *ast.Binary, x, y Static) {
	_, isLogic := logic[n.Op]
	_, isOrder := orderings[n.Op]
	switch n.Op {
	case "|":
		return
	case "=", "!=", "~", "!~":
		if k.checkPairs(n, x, y, k.canEqual, "%s and %s are never equal") {
			k.checkEqual(n, x, y)
		}
		return
	case "in":
		k.wantOne(n.X.Range(), "the left side of in", x)
		k.checkPairs(n, x, y, k.canEqual, "%s is never in a collection of %s")
		return
	case "contains":
		k.wantOne(n.Y.Range(), "the right side of contains", y)
		k.checkPairs(n, x, y, k.canEqual, "a collection of %s never contains %s")
		return
	}
	k.wantOne(n.X.Range(), n.Op, x)
	k.wantOne(n.Y.Range(), n.Op, y)
	switch {
	case isLogic:
		k.want(n.X.Range(), n.Op+" is", x, boolean)
		k.want(n.Y.Range(), n.Op+" is", y, boolean)
	case isOrder:
		k.checkPairs(n, x, y, k.canCompare, "%s and %s have no order")
	case n.Op == "&":
		k.want(n.X.Range(), "& is", x, text)
		k.want(n.Y.Range(), "& is", y, text)
	default:
		ok := func(x, y model.TypeID) bool { return computes(n.Op, k.systemOf(x), k.systemOf(y)) }
		k.checkPairs(n, x, y, ok, n.Op+" is not defined for %s and %s")
	}
}

// checkPairs warns where no pair of the types that the operands can have will do; it is false then.
func (k *checker) checkPairs(n *ast.Binary, x, y Static, ok func(x, y model.TypeID) bool, format string) bool {
	xs, knownX := k.possible(x)
	ys, knownY := k.possible(y)
	if !knownX || !knownY {
		return true
	}
	for _, x := range xs {
		if slices.ContainsFunc(ys, func(y model.TypeID) bool { return ok(x, y) }) {
			return true
		}
	}
	k.warnf(n.Span, format, k.typeNames(xs), k.typeNames(ys))
	return false
}

// canEqual is true where items of two types can be equal. Complex elements are equal by what is in them.
func (k *checker) canEqual(x, y model.TypeID) bool {
	a, b := k.systemOf(x), k.systemOf(y)
	return a == b || converts(a, b) || converts(b, a)
}

// canCompare is true where items of two types have an order.
//
// Specification: FHIRPath, "Comparison".
func (k *checker) canCompare(x, y model.TypeID) bool {
	a := k.systemOf(x)
	return a != model.Unknown && a != model.SystemBoolean && k.canEqual(x, y)
}

// computes is true where an arithmetic operator is defined for two System types.
//
// Specification: FHIRPath, "Math" and "Date/Time Arithmetic".
func computes(op string, x, y model.TypeID) bool {
	number := func(t model.TypeID) bool { return isNumber(t) || t == model.SystemQuantity }
	switch {
	case op == "div" || op == "mod":
		return isNumber(x) && isNumber(y)
	case number(x) && number(y):
		return true
	case op == "+" && x == model.SystemString:
		return y == model.SystemString
	}
	return (op == "+" || op == "-") && isTemporal(x) && y == model.SystemQuantity
}

// differ is true for two constants that have a value each, and not the same.
func differ(x, y plan.Node) bool {
	a, okA := x.(*plan.Constant)
	b, okB := y.(*plan.Constant)
	if !okA || !okB || len(a.Values) != 1 || len(b.Values) != 1 || a.Values[0].Kind() != b.Values[0].Kind() {
		return false
	}
	switch a.Values[0].Kind() {
	case value.KindBoolean, value.KindInteger, value.KindString:
		textA, _ := a.Values[0].ToString()
		textB, _ := b.Values[0].ToString()
		return textA != textB
	}
	return false
}
