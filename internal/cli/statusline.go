package cli

import (
	"strings"
	"sync"
)

// statusLine is a line on a terminal that says how far a command has come, and is written over and over.
type statusLine struct {
	e *env

	mu    sync.Mutex // for whoever shows it
	shown int        // how many characters stand there
}

// show replaces the line.
func (l *statusLine) show(text string) {
	blank := max(0, l.shown-len(text))
	l.e.sayf("\r%s%s", text, strings.Repeat(" ", blank))
	l.shown = len(text)
}

// clear removes the line, so that messages stand in its place.
func (l *statusLine) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown > 0 {
		l.show("")
		l.e.sayf("\r")
	}
}
