package conformance

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// exclusion says why a case of an official suite is not expected to pass.
type exclusion struct {
	Key    string // of the case
	Kind   string // what the reasons have in common: "unsupported function", "suspected test", …
	Reason string
}

// parseExclusions reads a list of exclusions: one a line, its three parts with bars between them. Empty lines and lines
// that begin with # say nothing.
func parseExclusions(r io.Reader) (map[string]exclusion, error) {
	list := map[string]exclusion{}
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
		e := exclusion{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])}
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
