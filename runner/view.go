package runner

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/fhirview/fhirview/runner/internal/answers"
	"github.com/fhirview/fhirview/viewdef"
)

// view is what a Runner keeps of a plan: what its runs share, and what is needed for every hit.
type view struct {
	plan     *viewdef.Plan
	prepared *prepared
	topic    answers.Topic
	series   answers.Series
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
	v := &view{plan: p, prepared: prepared, series: r.meters.Of(p.View().Name),
		topic: answers.Topic{Digest: r.digest(p), Type: p.Resource()},
	}
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
