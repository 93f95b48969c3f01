package bench

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// measuredInput is the variable that makes the test binary the measured program. Its value is the form of the input.
const measuredInput = "FHIRVIEW_BENCH_MEASURED"

// maxPeak is what a run may use in all, in MiB, whatever the size of its input.
const maxPeak = 150

var (
	megabytes = flag.String("megabytes", "50,300", "the `sizes` of input that peak memory is compared over")
	padding   = flag.Int("pad", 0, "`bytes` of narrative in each resource, in place of what the feeds have")
	workers   = flag.Int("workers", 0, "how many blocks the measured program works on at a time; 0 is its default")
)

// feed is a kind of input, written to the program whose memory is measured.
type feed struct {
	name string
	form string // ndjson or bundle
	pad  int
}

func feeds() []feed {
	return []feed{
		{name: "NDJSON", form: "ndjson"},
		{name: "Bundle", form: "bundle"},
		{name: "NDJSON of 1 MiB a resource", form: "ndjson", pad: 1 << 20},
	}
}

func TestPeakMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("peak memory is read from /proc")
	}
	if testing.Short() {
		t.Skip("generates hundreds of megabytes")
	}
	for _, f := range feeds() {
		t.Run(f.name, func(t *testing.T) {
			first := 0.0
			for text := range strings.SplitSeq(*megabytes, ",") {
				size, err := strconv.Atoi(text)
				if err != nil {
					t.Fatal(err)
				}
				peak := f.peak(t, size<<20)
				t.Logf("%d MiB of input: peak of %.1f MiB", size, peak)
				if first == 0 {
					first = peak
				}
				// The garbage collector's timing makes for a few MiB from run to run.
				if peak > maxPeak || peak > first+25 {
					t.Errorf("peak of %.1f MiB over %d MiB of input; want at most %d, and no growth over the %.1f of the first size",
						peak, size, maxPeak, first)
				}
			}
		})
	}
}

// peak runs the measured program over so many bytes of Observations, and returns its peak memory in MiB.
func (f feed) peak(t *testing.T, size int) float64 {
	t.Helper()
	cmd := measuredCommand(t, f.form)
	var out bytes.Buffer
	cmd.Stdout = &out
	in, err := cmd.StdinPipe()
	check(t, err)
	check(t, cmd.Start())
	resources, err := f.write(in, size)
	check(t, err)
	check(t, in.Close())
	check(t, cmd.Wait())
	var read, kib int
	if _, err := fmt.Sscan(out.String(), &read, &kib); err != nil || read != resources {
		t.Fatalf("the measured program said %q of %d resources (%v)", out.String(), resources, err)
	}
	return float64(kib) / 1024
}

// measuredCommand calls this test binary as the measured program.
func measuredCommand(tb testing.TB, form string) *exec.Cmd {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), os.Args[0], strconv.Itoa(*workers))
	cmd.Env = append(os.Environ(), measuredInput+"="+form)
	cmd.Stderr = os.Stderr
	return cmd
}

// write generates at least size bytes and says how many resources they are.
func (f feed) write(w io.Writer, size int) (resources int, err error) {
	g := synth.New(synth.Config{Seed: 1, Pad: max(f.pad, *padding)})
	var buf []byte
	before, between, after := "", "\n", "\n"
	if f.form == "bundle" {
		before, between, after = `{"resourceType":"Bundle","type":"collection","entry":[{"resource":`, "},\n{\"resource\":", "}]}"
	}
	buf = append(buf, before...)
	for written := 0; ; resources++ {
		if resources > 0 {
			buf = append(buf, between...)
		}
		if buf, err = g.Append(buf, "Observation", resources); err != nil {
			return 0, err
		}
		last := written+len(buf) >= size
		if last {
			buf = append(buf, after...)
		}
		if len(buf) < 64<<10 && !last {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return 0, err
		}
		if last {
			return resources + 1, nil
		}
		written += len(buf)
		buf = buf[:0]
	}
}

// measuredProgram is the program. It runs a view over standard input, and prints how many resources it has read and its peak
// memory in KiB; or it compiles the view twice, and prints how many nanoseconds each time took.
func measuredProgram(form string) error {
	view, err := os.ReadFile(filepath.Join("views", "observation_flat.view.json"))
	if err != nil {
		return err
	}
	start := time.Now()
	plan, err := viewdef.Compile(view, nil)
	if err != nil {
		return err
	}
	if form == "compile" {
		first := time.Since(start)
		_, err := viewdef.Compile(view, nil)
		_, _ = fmt.Fprintln(os.Stdout, first.Nanoseconds(), (time.Since(start) - first).Nanoseconds())
		return err
	}
	parallel, err := strconv.Atoi(os.Args[1])
	if err != nil {
		return err
	}
	read, err := piped(plan, form, parallel)
	if err != nil {
		return err
	}
	peak, err := highWater()
	_, _ = fmt.Fprintln(os.Stdout, read, peak)
	return err
}

func piped(plan *viewdef.Plan, form string, parallel int) (resources int64, err error) {
	open := source.NDJSON
	if form == "bundle" {
		open = source.JSON
	}
	stats, err := runner.Run(context.Background(), open(os.Stdin, nil),
		[]runner.Job{{Plan: plan, Sink: sink.CSV(io.Discard, nil)}}, &runner.Options{Parallel: parallel, OnError: runner.Fail})
	return stats.Resources, err
}

// highWater is the most memory that this process ever had resident, in KiB.
func highWater() (int, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib, _, found := strings.Cut(rest, " kB")
	if !found {
		return 0, errors.New("no VmHWM in /proc/self/status")
	}
	return strconv.Atoi(strings.TrimSpace(kib))
}
