package host

import (
	"math"
	"time"
)

const (
	latencyLeast  = 16    // answers that one judgement is made from, at least
	latencyEnough = 32    // and at most: more would come too late while the limit doubles
	latencyHigh   = 0.69  // of the logarithm: twice what it was
	latencyWatch  = 0.5   // from here on there is no growth
	latencyCut    = 0.7   // the limit is lowered to this share, to see what it does
	latencyHelped = 0.1   // a fall by this much says that the load was ours
	latencyFloor  = 4     // rising latency alone does not lower the limit below
	latencyFall   = 0.2   // how fast the base follows down
	latencyRise   = 0.002 // and up: a creeping rise would otherwise never be seen
	learnOp       = 16    // answers that an operation's usual latency is the mean of
)

// latency notices when answers take longer than they used to, and whether fewer requests at once make them faster: if not,
// the reason is not our load, and the new latency becomes the usual one. Logarithms, since latencies are spread over
// decades: one slow answer in a round is no rise.
type latency struct {
	usual map[string]*opLatency
	base  float64 // mean deviation from the usual while all is well
	sum   float64
	n     int
	known bool    // base was set
	stage stage   // of finding out whether the load is ours
	worst float64 // mean deviation before the limit was lowered
}

// opLatency is the usual latency of an operation: a page of a search takes longer than a read.
type opLatency struct {
	log float64
	n   float64
}

// stage is how far the finding out has come.
type stage int

const (
	listening stage = iota
	holding         // the limit does not change, so that what is measured is the latency under this load
	lowered         // the limit was lowered
)

// judgement is what a round of answers says about latency.
type judgement int

const (
	tooFew judgement = iota
	calm
	watchful // not to grow
	hold     // not to grow, and to count only what is sent from now on
	high     // to lower the limit
	notOurs  // lowering it did not help
)

func newLatency() latency { return latency{usual: map[string]*opLatency{}} }

// add takes an answer into account, and judges when there are enough of them.
func (l *latency) add(op string, took time.Duration, limit float64) judgement {
	x := math.Log(max(took, time.Microsecond).Seconds())
	u := l.usual[op]
	if u == nil {
		u = new(opLatency)
		l.usual[op] = u
	}
	if u.n < learnOp {
		u.n++
		u.log += (x - u.log) / u.n
	}
	l.sum += x - u.log
	l.n++
	if float64(l.n) < min(max(limit, latencyLeast), latencyEnough) {
		return tooFew
	}
	mean := l.sum / float64(l.n)
	l.restart()
	return l.judge(mean)
}

// restart forgets the current round, whose answers belong to different limits.
func (l *latency) restart() { l.sum, l.n = 0, 0 }

func (l *latency) judge(mean float64) judgement {
	if !l.known {
		l.known, l.base = true, mean
		return calm
	}
	rise := mean - l.base
	was := l.stage
	l.stage = listening
	switch {
	case was == lowered && l.worst-mean < latencyHelped:
		l.base = mean
		return notOurs
	case rise > latencyHigh && was == listening:
		l.stage = holding
		return hold
	case rise > latencyHigh:
		l.stage, l.worst = lowered, mean
		return high
	case rise > 0:
		l.base += rise * latencyRise
	default:
		l.base += rise * latencyFall
	}
	if rise > latencyWatch {
		return watchful
	}
	return calm
}
