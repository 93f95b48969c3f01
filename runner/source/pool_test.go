package source

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// TestLongRecordsUseTheSameBuffers reads long lines of many lengths, and a Bundle of them. Were each to leave its buffer
// behind as garbage, they would cost many times what is in memory at a time.
func TestLongRecordsUseTheSameBuffers(t *testing.T) {
	var items []string
	for i := range 200 {
		items = append(items, `{"id":"`+strings.Repeat("x", 20_000+i*100)+`"}`)
	}
	for name, c := range map[string]struct {
		text string
		open constructor
	}{
		"NDJSON": {strings.Join(items, "\n"), NDJSON},
		"array":  {"[" + strings.Join(items, ",") + "]", JSON},
		"mixed":  {strings.Join(items, "\n"+strings.Repeat(`{"id":"short"}`+"\n", 500)), NDJSON},
	} {
		read := func() (longest int) {
			for b, err := range c.open(io.MultiReader(strings.NewReader(c.text)), &Options{BlockSize: 1000}) {
				if err != nil {
					t.Fatal(err)
				}
				longest = max(longest, cap(b.buf))
				b.Release()
			}
			return longest
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		longest := read()
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 10*uint64(longest) {
			t.Errorf("%s: %d bytes were allocated for buffers of at most %d", name, used, longest)
		}
	}
}
