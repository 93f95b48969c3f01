package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
)

// notices are what an operator is told of a server while a command waits for it, and about what it said.
type notices struct {
	e        *env
	verbose  bool
	terminal bool
	quiet    bool
	first    sync.Once                          // time that there is no connection, which is told anywhere
	status   func(line string, d time.Duration) // shows a line for a time; nil where lines are written
}

// notices has standard error written to by one goroutine at a time from now on: those of requests write there, too.
func (e *env) notices(o *serverOptions, quiet bool) *notices {
	if e.lock == nil {
		e.lock = &lockedWriter{w: e.stderr}
		e.stderr = e.lock
	}
	return &notices{e: e, verbose: o.verbose, terminal: e.stderrTerminal && !quiet, quiet: quiet}
}

// lockedWriter takes whole writes, one after the other.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// shortWait is how long nobody needs to be told.
const shortWait = time.Second

// waiting tells of a wait of the client. On a terminal, somebody may wonder why nothing goes on, and so may whoever reads
// what was written where there is no connection, of which the first is told; all else is for those who want to know.
func (n *notices) waiting(w fhirclient.Wait) {
	switch {
	case n.verbose && w.Err != nil:
		n.e.sayf("fhirview: %v; attempt %d; waiting %s\n", w.Err, w.Attempts, seconds(w.For))
		n.said(w.Err)
	case n.verbose && w.Op == "upload":
		n.e.sayf("fhirview: waiting %s before the next round\n", seconds(w.For))
	case !n.terminal:
		n.unanswered(w)
	case w.For < shortWait:
	case n.status != nil:
		n.status(waitLine(w), w.For)
	case w.Err != nil:
		n.e.sayf("\r%s\n", waitLine(w))
	}
}

// unanswered tells of the first request for which there was no connection. The error has nothing of patients.
func (n *notices) unanswered(w fhirclient.Wait) {
	failed, ok := errors.AsType[interface {
		error
		Unreachable() bool
	}](w.Err)
	if ok && failed.Unreachable() && !n.quiet {
		n.first.Do(func() { n.e.sayf("fhirview: %v; trying again in %s\n", w.Err, seconds(w.For)) })
	}
}

// waitLine says why the client waits, in a few words.
func waitLine(w fhirclient.Wait) string {
	status, answered := errors.AsType[*fhirclient.StatusError](w.Err)
	network, failed := errors.AsType[*fhirclient.NetworkError](w.Err)
	why := "the server asked for it"
	switch {
	case answered:
		why = fmt.Sprintf("the server answered %d", status.Status)
	case failed && len(network.Attempts) > 0:
		if last := network.Attempts[len(network.Attempts)-1]; last.Err != nil {
			why = last.Err.Error()
		} else {
			why = fmt.Sprintf("the server answered %d", last.Status)
		}
	case w.Op == "upload":
		why = "then the next round begins"
	}
	return "waiting " + seconds(w.For) + ": " + why
}

// seconds is a length of time for people.
func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return thousands(int64(d.Round(time.Second)/time.Second)) + " s"
}

// mostSaid is how many issues of an outcome are shown, and mostText how much of each.
const (
	mostSaid = 20
	mostText = 2000
)

// said shows what the server said about an error, to those who want to know. It may hold what resources hold.
func (n *notices) said(err error) {
	if refused, ok := errors.AsType[*fhirclient.StatusError](err); ok && n.verbose {
		n.outcome(refused.Outcome)
	}
}

func (n *notices) outcome(o *fhirclient.OperationOutcome) {
	if o == nil || !n.verbose {
		return
	}
	for i := range o.Issues {
		if i == mostSaid {
			n.e.sayf("  the server says %d more\n", len(o.Issues)-i)
			return
		}
		issue := &o.Issues[i]
		parts := []string{"  the server says", clipped(issue.Severity) + " " + clipped(issue.Code)}
		for _, text := range append([]string{issue.Details, issue.Diagnostics}, issue.Expression...) {
			if text != "" {
				parts = append(parts, clipped(text))
			}
		}
		n.e.sayf("%s\n", strings.Join(parts, ": "))
	}
}

// clipped is text that is safe to show, and not too long.
func clipped(text string) string {
	if len(text) > mostText {
		text = text[:mostText] + "…"
	}
	return printable(text)
}
