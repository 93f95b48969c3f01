package host

import "time"

const (
	firstLimit = 8    // requests at once before anything is known of the host
	backOff    = 0.95 // of what the host just took: a little below, since another step was too much
	nearEnough = 0.9  // of the known ceiling: from here on the limit grows slowly
	calmRounds = 4    // rounds without refusal between two probes near the ceiling
	calmPast   = 2    // rounds beyond the old ceiling after which it is forgotten
	calmLeast  = 64   // answers between them at least, where the host keeps refusing at the same ceiling
)

// aimd finds how many requests at once a host takes. It doubles with every round trip until the first refusal, goes a
// little below what the host took then, and probes gently for more.
type aimd struct {
	limit   float64
	ceiling float64 // where the host refused last; 0 before
	epoch   int     // counts the times that the limit was lowered
	floor   float64 // the limit is not lowered further in this epoch
	served  int     // answers since the last change of the limit
	calm    int     // answers since the last probe near the ceiling
	patient float64 // answers to wait for at least between two probes

	latency latency
	watch   bool // latency is raised: no growth
	moody   moody
}

// observation is one answer as the limit's keeper sees it.
type observation struct {
	verdict Verdict
	op      string
	took    time.Duration
	busy    bool // the limit was reached: only then does a success show that the host would take more
	epoch   int  // when the request was admitted
	left    int  // requests still under way
	ceiling int
	now     time.Time
}

func newAIMD() aimd { return aimd{limit: firstLimit, latency: newLatency()} }

func (a *aimd) learn(o observation) {
	switch o.verdict {
	case Refused:
		if a.moody.blames(a.limit) {
			a.refuse(o)
		}
	case Fine:
		a.listen(o)
		if o.busy && !a.watch && a.moody.usual == 0 {
			a.grow(o)
		}
	case Unused, Neutral:
		return
	}
	a.follow(o)
}

// refuse lowers the limit to what the host has left under way: it took those. Refusals of requests that were admitted
// before the limit was lowered belong to the same overload, and do not lower it without end.
func (a *aimd) refuse(o observation) {
	took := float64(max(o.left, 1))
	if o.epoch == a.epoch {
		a.epoch++
		a.floor = max(a.limit/2, 1)
	}
	a.limit = max(min(a.limit, took*backOff), a.floor)
	ceiling := max(took, a.floor)
	if ceiling == a.ceiling {
		a.patient = min(2*max(a.patient, 1), calmLeast)
	} else {
		a.patient = 0
	}
	a.ceiling = ceiling
	a.lowered()
}

func (a *aimd) lowered() {
	a.served, a.calm = 0, 0
	a.latency.restart()
}

// listen lowers the limit when latency rises, and takes that back when it does not help. Answers to requests that were sent
// under a higher limit say nothing about the lower one.
func (a *aimd) listen(o observation) {
	if o.epoch != a.epoch {
		return
	}
	switch a.latency.add(o.op, o.took, a.limit) {
	case hold:
		a.watch = true
		a.epoch++
		a.floor = a.limit / 2
	case high:
		a.watch = true
		if a.limit > latencyFloor {
			a.epoch++
			a.ceiling = a.limit
			a.limit = max(a.limit*latencyCut, latencyFloor)
			a.floor = a.limit / 2
			a.lowered()
		}
	case notOurs:
		a.watch = false
		a.limit = max(a.limit, a.ceiling*nearEnough)
		a.lowered()
	case watchful:
		a.watch = true
	case calm:
		a.watch = false
	case tooFew:
	}
}

func (a *aimd) grow(o observation) {
	if a.ceiling == 0 {
		a.limit = min(a.limit+1, float64(o.ceiling))
		return
	}
	a.served++
	a.calm++
	switch {
	case a.limit < a.ceiling*nearEnough:
		if float64(a.served) >= a.limit {
			a.served = 0
			a.limit = min(a.limit+max(a.limit/4, 1), max(a.ceiling*backOff, a.limit+1))
		}
	case a.limit > a.ceiling+1 && float64(a.calm) >= calmPast*a.limit:
		a.ceiling = 0 // the host takes more than it did: look for its limit as at first
	case float64(a.calm) >= max(calmRounds*a.limit, a.patient):
		a.calm = 0
		a.limit++
	}
	a.limit = min(a.limit, float64(o.ceiling))
}
