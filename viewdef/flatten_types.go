package viewdef

import (
	"errors"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// releases are those of FHIR that views are for.
type releases struct {
	models []*model.Model
	// unknown says of a resource that none of them has its type. It does not say which: it may be anything.
	unknown error
}

func releasesOf(groups []typeGroup) (out releases) {
	var names []string
	for i := range groups {
		if m := groups[i].model; !slices.Contains(out.models, m) {
			out.models = append(out.models, m)
			names = append(names, m.Release())
		}
	}
	out.unknown = errors.New("the resourceType is no type of resource in FHIR " + strings.Join(names, " or ") +
		": it is damaged, or the resource is of another release")
	return out
}

// check is an error where resources of a type are in none of the releases.
func (r *releases) check(typ []byte) error {
	for _, m := range r.models {
		if projection.IsResourceType(m, string(typ)) {
			return nil
		}
	}
	return r.unknown
}
