// Package synth makes FHIR R4 resources for tests, benchmarks and examples.
//
// A resource is a function of the seed, its type and its index alone, so any slice of any size is the same bytes on
// every machine, and a reference from one resource to another can be written without having made the other. The
// index also says which patient a resource belongs to: a patient has a fixed number of resources of each type, so the
// first n patients and their share of every other type make a set in which all references resolve.
//
// The people, addresses and results are invented; codes are real ones of LOINC, SNOMED CT and HL7, because views
// filter on them.
package synth

import (
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"strings"
	"time"
)

// Config says which data a Generator makes. The zero value is usable.
type Config struct {
	// Seed selects the data: equal seeds give equal bytes. Default 0.
	Seed uint64
	// Pad is about how many bytes of narrative (Resource.text) to add to each resource. Default 0, no narrative.
	Pad int
	// UUIDs has ids be UUIDs. Default false, shorter ones.
	UUIDs bool
	// NoIDs leaves out the ids of the resources of transactions, whose entries have a UUID all the same. Default false.
	NoIDs bool
}

// Generator makes resources. It is not safe for concurrent use; two generators of one Config make the same data.
type Generator struct {
	writer
	cfg   Config
	pcg   *rand.PCG
	rng   *rand.Rand
	kinds map[string]*kind
	zones []*time.Location
	// transaction is true while the resources of one are written.
	transaction bool
}

// kind is one resource type: how many of it a patient has, and what writes one.
type kind struct {
	name       string
	idPrefix   string
	perPatient int
	write      func(g *Generator, i int)
}

// The numbers of resources a patient has. Observations belong to encounters evenly, two or more to each.
const (
	encountersPerPatient   = 2
	conditionsPerPatient   = 2
	observationsPerPatient = 6
)

// allKinds lists the types in the order in which a set is written: what is referred to comes first.
func allKinds() []kind {
	return []kind{
		{"Patient", "pat-", 1, (*Generator).patient},
		{"Encounter", "enc-", encountersPerPatient, (*Generator).encounter},
		{"Condition", "con-", conditionsPerPatient, (*Generator).condition},
		{"Observation", "obs-", observationsPerPatient, (*Generator).observation},
		{"ExplanationOfBenefit", "eob-", 1, (*Generator).explanationOfBenefit},
		{"QuestionnaireResponse", "qre-", 1, (*Generator).questionnaireResponse},
	}
}

// Types returns the resource types that a Generator can make.
func Types() []string {
	var names []string
	for _, k := range allKinds() {
		names = append(names, k.name)
	}
	return names
}

// New returns a generator of the data that cfg describes.
func New(cfg Config) *Generator {
	pcg := rand.NewPCG(0, 0)
	g := &Generator{cfg: cfg, pcg: pcg, rng: rand.New(pcg), kinds: map[string]*kind{}}
	for _, hours := range []int{-5, -4, 0, 2} {
		g.zones = append(g.zones, time.FixedZone("", hours*3600))
	}
	for _, k := range allKinds() {
		g.kinds[k.name] = &k
	}
	return g
}

// Append appends the JSON text of resource i (from 0) of a type to dst, without a line end, and returns the extended
// slice. A type that is not among Types is an error, and dst comes back as it was.
func (g *Generator) Append(dst []byte, typ string, i int) ([]byte, error) {
	k, ok := g.kinds[typ]
	if !ok {
		return dst, fmt.Errorf("resource type %q cannot be generated, only %s", typ, strings.Join(Types(), ", "))
	}
	return g.append(dst, k, i), nil
}

func (g *Generator) append(dst []byte, k *kind, i int) []byte {
	g.reseed(k, i)
	g.buf, g.start = dst, len(dst)
	g.open()
	g.str("resourceType", k.name)
	if !g.transaction || !g.cfg.NoIDs {
		g.key("id")
		g.buf = append(g.buf, '"')
		g.buf = append(g.appendID(g.buf, k, i), '"')
	}
	if g.cfg.Pad > 0 {
		g.narrative(g.cfg.Pad)
	}
	k.write(g, i)
	g.close()
	out := g.buf
	g.buf = nil
	return out
}

// WriteNDJSON writes the first count resources of a type to w, one a line. It writes in pieces of about 64 KiB, so
// any count runs in the same memory.
func (g *Generator) WriteNDJSON(w io.Writer, typ string, count int) error {
	k, ok := g.kinds[typ]
	if !ok {
		_, err := g.Append(nil, typ, 0)
		return err
	}
	const flushAt = 64 << 10
	buf := make([]byte, 0, flushAt+flushAt/4)
	for i := range count {
		buf = append(g.append(buf, k, i), '\n')
		if len(buf) < flushAt && i < count-1 {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return fmt.Errorf("write %s: %w", typ, err)
		}
		buf = buf[:0]
	}
	return nil
}

// reseed makes the random numbers depend on the seed, the type and the index only.
func (g *Generator) reseed(k *kind, i int) {
	h := fnv.New64a()
	_, _ = io.WriteString(h, k.name) // a hash never fails to take bytes
	g.pcg.Seed(mix(g.cfg.Seed^h.Sum64()), mix(uint64(i)))
}

// appendID appends the id of resource i of a kind. Ids look random and are unique within a type: 40 bits of the index
// go through steps that can all be undone.
func (g *Generator) appendID(dst []byte, k *kind, i int) []byte {
	const (
		bits     = 40
		mask     = 1<<bits - 1
		alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
	)
	if g.cfg.UUIDs {
		return g.appendUUID(dst, k, i)
	}
	x := (uint64(i) + mix(g.cfg.Seed)) & mask
	x = (x * 0x9E3779B97F4A7C15) & mask
	x ^= x >> 21
	x = (x * 0xBF58476D1CE4E5B9) & mask
	dst = append(dst, k.idPrefix...)
	for shift := bits - 5; shift >= 0; shift -= 5 {
		dst = append(dst, alphabet[x>>shift&31])
	}
	return dst
}

// mix spreads the bits of x over all of the result (the finalizer of SplitMix64): neighbouring indexes must not give
// similar resources.
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// chance is true about percent times in a hundred.
func (g *Generator) chance(percent int) bool { return g.rng.IntN(100) < percent }

// pick returns one of the items.
func pick[T any](g *Generator, items []T) T { return items[g.rng.IntN(len(items))] }
