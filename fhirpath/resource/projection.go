package resource

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// Projection says which elements of a resource are decoded. It is immutable and safe for many goroutines. Compiled
// expressions and views have one.
type Projection = projection.Projection

// Place is what a projection reads of objects in one place of a resource, of one type. Places are equal where they are
// read alike, so that what was found out about one can be kept in a map. A Place is immutable.
type Place = projection.Place

// Member is an element that a projection reads, by its JSON key. It is immutable.
type Member = projection.Member

// Union returns a projection of all that any of the given ones reads, so that one decoded resource serves them all.
// There has to be at least one, and they have to be of the same model and the same type of resource.
func Union(ps ...*Projection) *Projection { return projection.Union(ps...) }

// Whole returns a projection that reads all of objects of a type.
func Whole(m *model.Model, typ model.TypeID) *Projection { return projection.Whole(m, typ) }
