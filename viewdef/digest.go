package viewdef

import (
	"crypto/sha256"
	"encoding/json"
)

// Digest returns a hash of all of the view that decides about its rows, and of the FHIR release and the types that it is compiled for:
// plans with equal digests make the same rows of the same resources at the same time. What the view is called, its URL,
// version, status and description are not in it.
//
// ok is false where the plan may use functions of the caller's, a resolver, profiles, a terminology service or trace: they
// cannot be compared, so that such a plan is only ever equal to itself.
func (p *Plan) Digest() (sum [sha256.Size]byte, ok bool) {
	v := p.view
	m := p.proj.Model()
	text, err := json.Marshal(struct { //nolint:musttag // hashed, and never read back
		Release, Version, Resource string
		Constants                  []Constant
		Where                      []Where
		Select                     []Select
		Types                      *Types `json:",omitempty"`
	}{m.Release(), m.Version(), v.Resource, v.Constants, v.Where, v.Select, p.types})
	if err != nil { // a constant that is no JSON, in a view that was not parsed
		return sum, false
	}
	return sha256.Sum256(text), !p.outside
}
