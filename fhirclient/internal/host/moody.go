package host

import "math"

// A server may refuse a share of its requests whatever their number: its limit is one of requests in a minute, or the load
// is somebody else's. To lower the number of requests does not help then, and would in the end leave one at a time. So
// where a small part of them is still refused, the limit goes back to where it was, and follows the share of refusals from
// there on: more than usual is too much.

const (
	smallPart     = 8    // of the limit at which refusals began
	firstSample   = 256  // answers among which some innocent refusals say that it is the server's mood
	innocentOnes  = 4    // so many; a server with a limit has none
	shortSample   = 12   // answers at least, to know a share by
	leastSample   = 32   // answers that say whether these are more
	rounds        = 3    // times the limit, which is as many answers if that is more
	fewRefusals   = 0.02 // a smaller share is that of a server which is found out as always
	mostRefusals  = 0.6  // a larger one is that of a server which does not work
	moreRefusals  = 0.1  // on top of the usual share is too much, if it is not by chance
	overloadCut   = 0.75 // of the limit that was too much
	cautiousTurns = 8    // samples below a limit that was too much, before it is tried again
)

// moody follows the share of refusals.
type moody struct {
	from  float64 // the limit at which refusals began; 0 before
	usual float64 // the share of refusals that has nothing to do with the limit; 0 where there is none
	epoch int     // answers to requests of earlier epochs do not count
	most  float64 // the limit that was too much; 0 where none is known
	turns int     // samples since then

	seen, bad, busy int
	innocent        int // refusals while hardly anything was under way
}

// begin starts a sample, of requests that are admitted from an epoch on.
func (m *moody) begin(epoch int) { m.epoch, m.seen, m.bad, m.busy, m.innocent = epoch, 0, 0, 0, 0 }

// part is how many requests under way are hardly any.
func (m *moody) part() float64 { return max(m.from/smallPart, 1) }

// blames says whether a refusal is one of too many requests under way, so far as is known.
func (m *moody) blames(limit float64) bool {
	if m.usual > 0 {
		return false
	}
	m.from = max(m.from, limit)
	return true
}

// follow takes in an answer, and begins samples and ends them.
func (a *aimd) follow(o observation) {
	m := &a.moody
	if m.usual == 0 && (m.from == 0 || m.seen == 0 && a.limit > m.part()) {
		m.begin(a.epoch) // there is nothing to compare yet
		return
	}
	if o.epoch < m.epoch {
		return
	}
	m.count(o)
	share := float64(m.bad) / float64(m.seen)
	switch {
	case m.usual > 0 && m.seen >= max(leastSample, int(rounds*a.limit)):
		a.adjust(share, o.ceiling)
	case m.usual == 0 && (m.innocent >= innocentOnes && m.seen >= shortSample || m.seen >= firstSample):
		a.compare(share)
	default:
		return
	}
	m.begin(a.epoch)
}

func (m *moody) count(o observation) {
	m.seen++
	if o.busy {
		m.busy++
	}
	if o.verdict != Refused {
		return
	}
	m.bad++
	if float64(o.left+1) <= m.part() {
		m.innocent++
	}
}

// compare ends the sample that was taken while hardly anything was under way.
func (a *aimd) compare(share float64) {
	from := a.moody.from
	a.moody.from = 0
	if a.moody.innocent >= innocentOnes && share <= mostRefusals {
		a.moody.usual, a.moody.most = share, 0
		a.limit, a.ceiling = max(a.limit, from), 0
		a.lowered()
	}
}

// adjust moves the limit by the share of refusals under it.
func (a *aimd) adjust(share float64, ceiling int) {
	m := &a.moody
	chance := 3 * math.Sqrt(m.usual*(1-m.usual)/float64(m.seen))
	switch {
	case share <= fewRefusals, share > mostRefusals && a.limit <= 1:
		m.usual, m.from = 0, 0 // it is a server like others again, or one that does not work
	case share > m.usual+max(moreRefusals, chance):
		m.most, m.turns = a.limit, 0
		a.limit = max(a.limit*overloadCut, 1)
		a.epoch++
	default:
		m.usual += (share - m.usual) / 4
		if m.turns++; m.turns > cautiousTurns {
			m.most = 0
		}
		more, most := a.limit/2, float64(ceiling)
		if m.most > 0 {
			more, most = a.limit/8, min(most, m.most*nearEnough)
		}
		if 2*m.busy > m.seen && !a.watch {
			a.limit = max(a.limit, min(a.limit+max(more, 1), most))
		}
	}
}
