package runner

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"net/url"
	"slices"

	"github.com/fhirview/fhirview/viewdef"
)

// view is what a Runner keeps of a plan: what its runs share, and what is needed for every hit.
type view struct {
	plan     *viewdef.Plan
	prepared *prepared
	// digest is equal for plans that make the same rows of the same resources.
	digest [sha256.Size]byte
	meter  outcomes
}

// mostViews is how many plans a Runner keeps something of; those that were not used for the longest time are forgotten.
const mostViews = 1024

// name is what messages call the view.
func (v *view) name() string {
	if name := v.plan.View().Name; name != "" {
		return name
	}
	return "of " + v.plan.Resource()
}

// view returns what is kept of a plan.
func (r *Runner) view(p *viewdef.Plan) (*view, error) {
	if v, ok := r.views.Get(p); ok {
		return v, nil
	}
	r.making.Lock() // or many callers would each prepare the same plan
	defer r.making.Unlock()
	if v, ok := r.views.Get(p); ok {
		return v, nil
	}
	prepared, err := prepare([]Job{{Plan: p, Sink: &collector{}}}, false)
	if err != nil {
		return nil, err
	}
	v := &view{plan: p, prepared: prepared, digest: r.digest(p), meter: r.meters.outcomes(p)}
	r.views.Add(p, v)
	return v, nil
}

// digest identifies a plan. One that cannot be compared gets a number that no other has: it is equal to itself as long as
// the Runner remembers it.
func (r *Runner) digest(p *viewdef.Plan) [sha256.Size]byte {
	sum, ok := p.Digest()
	if !ok {
		sum = [sha256.Size]byte{}
		binary.BigEndian.PutUint64(sum[:], r.unique.Add(1))
	}
	return sum
}

// key identifies a table: a hash of the view's content, the query and the searcher.
type key [sha256.Size]byte

// key hashes what decides about a table. Every part has its length before it, so that different parts never make the same
// text.
func (r *Runner) key(v *view, q *Query) key {
	var room [512]byte
	text := append(room[:0], v.digest[:]...)
	text = binary.AppendVarint(text, q.Limit)
	text = appendText(text, r.searcher.CacheIdentity())
	text = appendParams(text, q.Params)
	return sha256.Sum256(text)
}

// appendParams appends the parameters by name. The values of one name stay in their order.
func appendParams(text []byte, params url.Values) []byte {
	if len(params) == 0 {
		return text
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		text = appendText(text, name)
		text = binary.AppendUvarint(text, uint64(len(params[name])))
		for _, value := range params[name] {
			text = appendText(text, value)
		}
	}
	return text
}

func appendText(dst []byte, text string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(text)))
	return append(dst, text...)
}
