package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// typeOf is the function type(): an object of namespace, name and baseType for every item whose type is known.
//
// Specification: FHIRPath, "Reflection".
func typeOf(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	mark := c.Mark()
	c.Spend(len(in))
	for _, v := range in {
		info, ok, err := c.TypeInfo(v.Type())
		if err != nil {
			return nil, err
		}
		if ok {
			c.Push(info)
		}
	}
	return c.Since(mark), nil
}
