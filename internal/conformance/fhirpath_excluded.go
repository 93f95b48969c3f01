package conformance

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Exclusion says why a case of an official suite is not expected to pass.
type Exclusion struct {
	Key    string // of the case
	Kind   string // what the reasons have in common: "unsupported function", "suspected test", …
	Reason string
}

// ReadExclusions reads a list of exclusions: one a line, its three parts with bars between them. Empty lines and lines
// that begin with # say nothing.
func ReadExclusions(r io.Reader) (map[string]Exclusion, error) {
	list := map[string]Exclusion{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.SplitN(line, "|", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("line %d: want key | kind | reason", n)
		}
		e := Exclusion{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])}
		if e.Key == "" || e.Kind == "" || e.Reason == "" {
			return nil, fmt.Errorf("line %d: want key | kind | reason", n)
		}
		if _, twice := list[e.Key]; twice {
			return nil, fmt.Errorf("line %d: %s is listed twice", n, e.Key)
		}
		list[e.Key] = e
	}
	return list, lines.Err()
}
