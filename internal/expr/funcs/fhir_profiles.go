package funcs

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

const coreDefinitions = "http://hl7.org/fhir/StructureDefinition/"

// CoreType returns the type that a canonical URL of FHIR's own definitions stands for, and false for all other URLs:
// those of profiles and of another release.
func CoreType(m *model.Model, structure string) (model.TypeID, bool) {
	url, version, versioned := strings.Cut(structure, "|")
	name, ok := strings.CutPrefix(url, coreDefinitions)
	if !ok || strings.Contains(name, ".") {
		return model.Unknown, false
	}
	if versioned && version != m.Version() && !strings.HasPrefix(m.Version(), version+".") {
		return model.Unknown, false
	}
	return m.Lookup(name)
}

// conformsTo tells from the type what FHIR's own definitions ask for, and leaves profiles to the caller. What nobody
// knows is an error, as R4 has it; that is never taken for conforming.
//
// Specification: FHIR, "FHIRPath", "conformsTo".
func conformsTo(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	structure, ok, err := stringArg(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	v, ok, err := plan.Single(in)
	if !ok || err != nil {
		return nil, err
	}
	if t, ok := CoreType(c.Model, structure); ok {
		return plan.Boolean(c.Model.Is(v.Type(), t)), nil
	}
	o := &c.Outside
	if o.Services == nil || o.Profiles == nil {
		return nil, plan.Failf("conformsTo() knows the types of FHIR %s only: set Options.Profiles for profiles", c.Model.Release())
	}
	conforms, known, err := o.Conforms(v, structure)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return nil, plan.Failf("conformsTo() wants the URL of a structure definition that is known")
	}
	return plan.Boolean(conforms), nil
}

// slice keeps the items that are in a slice of a profile.
//
// Specification: FHIR, "FHIRPath", "slice".
func slice(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	structure, known, err := stringArg(c, args[0])
	if err != nil {
		return nil, err
	}
	name, named, err := stringArg(c, args[1])
	if err != nil || !known || !named {
		return nil, err
	}
	mark := c.Mark()
	for _, v := range in {
		ok, err := c.Outside.InSlice(v, structure, name)
		if err != nil {
			return nil, err
		}
		if ok {
			c.Push(v)
		}
	}
	return c.Since(mark), nil
}

// elementDefinition yields the definition of each element, where there is one.
//
// Specification: FHIR, "FHIRPath", "elementDefinition".
func elementDefinition(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	mark := c.Mark()
	for _, v := range in {
		if v.Kind() != value.KindElement {
			continue
		}
		path := plan.ElementPath(v.Element())
		if path == "" {
			continue
		}
		data, err := c.Outside.ElementDefinition(path)
		if err != nil {
			return nil, err
		}
		if data == nil {
			continue
		}
		d, err := c.ReceivedAs("ElementDefinition", data)
		if err != nil {
			return nil, err
		}
		c.Push(d)
	}
	return c.Since(mark), nil
}
