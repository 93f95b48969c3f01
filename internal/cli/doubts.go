package cli

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath"
)

// doubts tells what is doubtful about an expression.
func (e *env) doubts(expression string, doubtful []fhirpath.Mistake) {
	for _, m := range doubtful {
		one := &fhirpath.CompileError{Source: expression, Mistakes: []fhirpath.Mistake{m}}
		e.sayf("fhirview: warning: %s\n", one)
	}
}

// seenTypes are the types of the resources that were read, up to a number that is above mostTypes.
type seenTypes []string

// mostTypes is for how many types of resources an expression is looked at once more. Of data of more types it is not
// said what the expression is about.
const mostTypes = 20

func (s *seenTypes) add(typ string) {
	if len(*s) <= mostTypes && (len(*s) == 0 || (*s)[len(*s)-1] != typ) && !slices.Contains(*s, typ) {
		*s = append(*s, typ)
	}
}

// doubts returns what is doubtful about an expression on resources of each of the types, and has not been told. What
// makes sense for one of them is not doubtful.
func (s seenTypes) doubts(expression string, opts *fhirpath.Options, told []fhirpath.Mistake) []fhirpath.Mistake {
	if len(s) > mostTypes {
		return nil
	}
	var common []fhirpath.Mistake
	for i, typ := range s {
		typed := *opts
		typed.Resource = typ
		expr, err := fhirpath.Compile(expression, &typed)
		if err != nil { // no type of this release
			return nil
		}
		found := expr.Warnings()
		if i == 0 {
			common = slices.DeleteFunc(found, func(m fhirpath.Mistake) bool { return hasPlace(told, m) })
			continue
		}
		common = slices.DeleteFunc(common, func(m fhirpath.Mistake) bool { return !hasPlace(found, m) })
	}
	return common
}

// hasPlace is true where one of the mistakes is at the place of another.
func hasPlace(list []fhirpath.Mistake, m fhirpath.Mistake) bool {
	return slices.ContainsFunc(list, func(other fhirpath.Mistake) bool { return other.Start == m.Start && other.End == m.End })
}
