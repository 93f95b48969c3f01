package runner_test

import (
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner"
)

const (
	overheadPatients = 10_000
	overheadPage     = 500
)

// overheadDelays are how long the server takes for a page; each has a base of its own.
var overheadDelays = []time.Duration{0, 10 * time.Millisecond}

const overheadVariable = "FHIRVIEW_TEST_OVERHEAD_SERVER"

// TestOverheadServer is no test: it is the server of BenchmarkOverhead, in a process of its own. It writes its address
// and ends when its input does, so that it never outlives the benchmark.
func TestOverheadServer(t *testing.T) {
	if os.Getenv(overheadVariable) == "" {
		t.Skip("it is started by BenchmarkOverhead")
	}
	resources := synthPatients(t, overheadPatients)
	mux := http.NewServeMux()
	root := serve(t, nil)
	root.Config.Handler = mux
	for _, delay := range overheadDelays {
		base := "/" + delay.String()
		s := &server{Server: root.Server, base: root.URL + base, resources: resources, delay: delay}
		s.prepare(overheadPage)
		mux.Handle(base+"/", s)
	}
	fmt.Println(root.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// overheadServer starts the server and returns its address.
func overheadServer(b *testing.B) string {
	b.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestOverheadServer$")
	child.Env = append(os.Environ(), overheadVariable+"=1")
	child.Stderr = os.Stderr
	stdin, err := child.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = stdin.Close()
		_ = child.Wait()
	})
	var address string
	if _, err := fmt.Fscanln(stdout, &address); err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, stdout) }()
	return address
}

// way is a way of getting ten thousand patients in pages of 500, and how long it took each time.
type way struct {
	name    string
	get     func(b *testing.B)
	seconds []float64
}

func (w *way) run(b *testing.B) {
	start := time.Now()
	w.get(b)
	w.seconds = append(w.seconds, time.Since(start).Seconds())
}

// BenchmarkOverhead compares a table of ten thousand patients with merely downloading them, from a server in another
// process: with the same client, which uses the memory of pages again ("client") or not ("kept"), and with net/http alone
// ("plain"). All take turns. It reports how many times as long as "client" each takes, by the medians and by the least
// times, which other work on the machine spoils least.
func BenchmarkOverhead(b *testing.B) {
	address := overheadServer(b)
	b.Cleanup(http.DefaultClient.CloseIdleConnections)
	for _, delay := range overheadDelays {
		b.Run("server="+delay.String(), func(b *testing.B) {
			ways := overheadWays(b, address+"/"+delay.String())
			for _, w := range ways { // connections, pools
				w.get(b)
			}
			for b.Loop() {
				for _, w := range ways {
					w.run(b)
				}
			}
			report(b, ways)
		})
	}
}

// overheadWays are the ways that are compared, the client's download first.
func overheadWays(b *testing.B, base string) []*way {
	c, err := fhirclient.New(base, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(c.CloseIdleConnections)
	ways := []*way{
		{name: "client", get: func(b *testing.B) { download(b, c) }},
		{name: "kept", get: func(b *testing.B) { downloadKept(b, c) }},
		{name: "plain", get: func(b *testing.B) { downloadPlain(b, base) }},
	}
	plan := stored(b, "patient_demographics")
	for _, mode := range []struct {
		name string
		cfg  runner.Config
	}{{"sequential", runner.Config{Sequential: true}}, {"batch=10", runner.Config{}}, {"auto", runner.Config{BatchSize: -1}}} {
		r := service(b, c, &mode.cfg)
		ways = append(ways, &way{name: mode.name, get: func(b *testing.B) {
			if got, err := r.Execute(b.Context(), plan, runner.Query{NoCache: true}); err != nil || got.Len() != overheadPatients {
				b.Fatal(err)
			}
		}})
	}
	return ways
}

// report compares the ways with the first.
func report(b *testing.B, ways []*way) {
	for _, w := range ways {
		slices.Sort(w.seconds)
	}
	base := ways[0].seconds
	b.ReportMetric(1000*base[0], "ms-client")
	b.ReportMetric(0, "ns/op")
	for _, w := range ways[1:] {
		b.ReportMetric(w.seconds[0]/base[0], w.name+"-least")
		b.ReportMetric(w.seconds[len(base)/2]/base[len(base)/2], w.name+"-median")
	}
}

var overheadQuery = url.Values{"_count": {strconv.Itoa(overheadPage)}}

// download fetches all pages and does nothing with them but give their memory back, as a Runner does.
func download(b *testing.B, c *fhirclient.Client) {
	pages, release := c.LendPages(b.Context(), "Patient", overheadQuery)
	count(b, pages, release)
}

// downloadKept has the pages in memory of their own.
func downloadKept(b *testing.B, c *fhirclient.Client) {
	count(b, c.SearchPages(b.Context(), "Patient", overheadQuery), func([][]byte) {})
}

func count(b *testing.B, pages iter.Seq2[[][]byte, error], release func([][]byte)) {
	n := 0
	for page, err := range pages {
		if err != nil {
			b.Fatal(err)
		}
		n += len(page)
		release(page)
	}
	if n != overheadPatients {
		b.Fatalf("%d resources", n)
	}
}

// downloadPlain fetches the pages' bytes, one page after the other.
func downloadPlain(b *testing.B, base string) {
	for from := 0; from < overheadPatients; from += overheadPage {
		address := fmt.Sprintf("%s/Patient?_count=%d&from=%d", base, overheadPage, from)
		resp, err := http.Get(strings.TrimSuffix(address, "&from=0"))
		if err != nil {
			b.Fatal(err)
		}
		body := make([]byte, resp.ContentLength)
		_, err = io.ReadFull(resp.Body, body)
		if closed := resp.Body.Close(); err != nil || closed != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(err, closed, resp.Status)
		}
	}
}
