package check

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/tables"
)

// resolveType finds the type that a specifier names: the model's first, then System's.
//
// Specification: FHIRPath, "Models".
func (k *checker) resolveType(n ast.TypeName) (model.TypeID, bool) {
	fhir, isFHIR := k.Model.Lookup(n.Name)
	system, isSystem := tables.SystemType(n.Name)
	switch {
	case n.Namespace == "" && isFHIR, n.Namespace == "FHIR" && isFHIR:
		return fhir, true
	case n.Namespace == "" && isSystem, n.Namespace == "System" && isSystem:
		return model.TypeID(system), true
	case n.Namespace == "System" && isFHIR, n.Namespace == "FHIR" && isSystem:
		k.warnf(n.Span, "there is no type %s: %s is of the other model, and nothing is of both", quote(n), n.Name)
		return model.Unknown, true // a type that nothing has
	}
	return model.Unknown, false
}

// typeArg reads an argument as a type specifier.
func typeArg(n ast.Node) (ast.TypeName, bool) {
	m, ok := n.(*ast.Member)
	if !ok {
		return ast.TypeName{}, false
	}
	t := ast.TypeName{Span: m.Span, Name: m.Name}
	if m.X == nil {
		return t, true
	}
	namespace, ok := m.X.(*ast.Member)
	if !ok || namespace.X != nil {
		return ast.TypeName{}, false
	}
	t.Namespace = namespace.Name
	return t, true
}

func quote(n ast.TypeName) string {
	if n.Namespace != "" {
		return n.Namespace + "." + n.Name
	}
	return n.Name
}
