package resource

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// Projection says which elements of a resource are decoded. It is immutable and safe for many goroutines. Compiled
// expressions and views have one.
type Projection projection.Projection

// String lists the paths that are read, one a line and sorted: `name.family`, `contained.**` where everything below
// is read, `item.^` where what is read is the same as of an element above.
func (p *Projection) String() string { return (*projection.Projection)(p).String() }

// Place is what a projection reads of the elements under one key in one place of a resource, or of the resource itself.
// Places are equal where elements of the same key are read alike, so that what was found out about one can be kept in a
// map. A Place is immutable.
type Place projection.Place

// Member returns the place of the elements below that have a JSON key such as birthDate or valueQuantity; ok is false where
// the projection does not read them, or where it is a companion's key or resourceType. Below a primitive are its id and
// extensions.
func (p Place) Member(key string) (m Place, ok bool) {
	below, ok := (*projection.Place)(&p).Member(key)
	return Place(below), ok
}

// As returns the place for elements of another type: that of an inlined resource, of which the model says no more than that
// it is a resource.
func (p Place) As(typ model.TypeID) Place { return Place(projection.Place(p).As(typ)) }
