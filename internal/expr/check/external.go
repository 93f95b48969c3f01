package check

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// wellKnown are the variables that FHIRPath and FHIR define as fixed strings.
var wellKnown = [...]struct{ name, url string }{
	{"ucum", "http://unitsofmeasure.org"},
	{"sct", "http://snomed.info/sct"},
	{"loinc", "http://loinc.org"},
}

// prefixed are the families of variables that name a value set or an extension of the FHIR specification.
var prefixed = [...]struct{ prefix, url string }{
	{"vs-", "http://hl7.org/fhir/ValueSet/"},
	{"ext-", "http://hl7.org/fhir/StructureDefinition/"},
}

// external compiles %name. The user's own variables come first, but for the ones that the specifications define.
func (k *checker) external(n *ast.External) (plan.Node, Static) {
	switch n.Name {
	case "context":
		return plan.Root, k.root
	case "resource":
		return plan.Resource, Focus(k.Builder.Root())
	case "rootResource":
		return plan.RootResource, Focus(k.Builder.Root())
	case "rowIndex":
		return plan.RowIndex, computed(model.SystemInteger)
	}
	if vs, ok := k.Variables[n.Name]; ok {
		return &plan.Constant{Values: vs}, staticOf(vs, n.Span)
	}
	if url, ok := fixedURL(n.Name); ok {
		return &plan.Constant{Values: value.Collection{value.Str(url)}}, computed(model.SystemString)
	}
	switch {
	case funcs.IsObject(n.Name):
		return k.fail(n.Span, "%%%s has no value: call one of its functions", n.Name)
	case n.Name == "server":
		return k.unsupported(n.Span, "%server")
	}
	if x, s, ok := k.defined(n); ok {
		return x, s
	}
	return k.fail(n.Span, "unknown variable %%%s%s", n.Name, k.suggestVariable(n.Name))
}

// fixedURL returns the value of a variable that the specifications define as a fixed string.
func fixedURL(name string) (url string, ok bool) {
	for _, w := range wellKnown {
		if w.name == name {
			return w.url, true
		}
	}
	for _, p := range prefixed {
		if rest, ok := strings.CutPrefix(name, p.prefix); ok {
			return p.url + rest, true
		}
	}
	return "", false
}

func staticOf(vs value.Collection, at ast.Span) Static {
	var s Static
	for _, v := range vs {
		s = Join(s, Static{System: systemOf(v)})
	}
	if s.Single = len(vs) <= 1; !s.Single {
		s.Several = Cause{at, "the variable has several"}
	}
	return s
}

// systemOf returns the System type of a variable's value; elements that come from outside are of any type.
func systemOf(v value.Value) model.TypeID {
	if v.Kind() == value.KindElement {
		return model.SystemAny
	}
	return v.Typed(model.Unknown).Type()
}
