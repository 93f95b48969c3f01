//go:build !race

package source

import (
	"bytes"
	"strings"
	"testing"
)

// Blocks and records are reused: reading ten times as much must not allocate more. Not under the race detector, where
// encoding/json forgets its pooled scanners.
func TestNoAllocationPerRecord(t *testing.T) {
	line := `{"resourceType":"A","id":"1"}`
	for name, c := range map[string]struct {
		open             constructor
		first, rest, end string
		stored           func([]byte) []byte
	}{
		"NDJSON": {NDJSON, "", line + "\n", "", func(b []byte) []byte { return b }},
		"gzip":   {NDJSON, "", line + "\n", "", gzipped},
		"JSON":   {JSON, bundle + `"entry":[{}`, `,{"fullUrl":"x","resource":` + line + `}`, "]}", func(b []byte) []byte { return b }},
	} {
		allocs := func(records int) float64 {
			data := c.stored([]byte(c.first + strings.Repeat(c.rest, records) + c.end))
			return testing.AllocsPerRun(3, func() {
				src := c.open(bytes.NewReader(data), &Options{BlockSize: 64 << 10})
				for b, err := range src {
					if err != nil {
						t.Fatal(err)
					}
					b.Release()
				}
			})
		}
		if few, many := allocs(10_000), allocs(100_000); many > few+100 {
			t.Errorf("%s: %v allocations for 10,000 records, %v for 100,000", name, few, many)
		}
	}
}
