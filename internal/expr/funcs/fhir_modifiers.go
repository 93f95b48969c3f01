package funcs

import (
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// checkModifiers returns its input where no item has a modifierExtension of another URL than those that the arguments
// list, with commas between them; everything else is an error.
//
// Specification: FHIR, "FHIRPath", "checkModifiers".
func checkModifiers(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	var allowed []string
	for _, arg := range args {
		list, _, err := stringArg(c, arg)
		if err != nil {
			return nil, err
		}
		for url := range strings.SplitSeq(list, ",") {
			if url = strings.TrimSpace(url); url != "" {
				allowed = append(allowed, url)
			}
		}
	}
	if len(allowed) == 0 {
		return nil, plan.Failf("checkModifiers() wants the URLs of modifier extensions, have none")
	}
	for _, v := range in {
		c.Spend(1)
		if v.Kind() != value.KindElement {
			continue
		}
		r, n := v.Element()
		for e := r.Child(n); e != 0; e = r.Next(e) {
			if string(r.Key(e)) == "modifierExtension" && !slices.Contains(allowed, urlOf(r, e)) {
				return nil, plan.Failf("a %s has a modifierExtension that checkModifiers() does not list", v.TypeName())
			}
		}
	}
	return in, nil
}

// urlOf returns the URL of an extension.
func urlOf(r *resource.Resource, extension resource.NodeID) string {
	for n := r.Child(extension); n != 0; n = r.Next(n) {
		if string(r.Key(n)) == "url" {
			return r.Text(n)
		}
	}
	return ""
}
