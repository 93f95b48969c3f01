package viewdef

// backoff remembers how often resources of a group were refused by the fast way. Where many are, it is less work to take
// all the plain way for a while.
type backoff struct {
	tried, refused int
	pause          int // how many resources are not tried
}

// Half of what was tried counts when so many have been; after more refusals than a quarter of these, so many resources
// are not tried.
const (
	backoffWindow = 64
	backoffPause  = 512
)

// tries is true where the next resource is to be tried.
func (b *backoff) tries() bool {
	if b.pause > 0 {
		b.pause--
		return false
	}
	return true
}

// note takes note of an attempt.
func (b *backoff) note(ok bool) {
	b.tried++
	if !ok {
		b.refused++
	}
	if b.tried < backoffWindow {
		return
	}
	if b.refused > b.tried/4 {
		b.pause = backoffPause
	}
	b.tried, b.refused = b.tried/2, b.refused/2
}
