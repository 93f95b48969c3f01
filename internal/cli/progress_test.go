package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/runner"
)

// TestTerminal looks at what appears on a terminal only.
func TestTerminal(t *testing.T) {
	big := filepath.Join(t.TempDir(), "big.ndjson")
	line := `{"resourceType":"Patient","id":"p"}` + "\n"
	if err := os.WriteFile(big, []byte(strings.Repeat(line, 100_000)), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.csv")
	const summary = "100,000 resources, 100,000 rows\n"
	for _, c := range []struct {
		name     string
		args     []string
		env      env
		bar      bool
		messages string // the end of standard error
	}{
		{"bar", []string{"--in", big, "--out", out}, env{stderrTerminal: true}, true, summary},
		{"rows elsewhere", []string{"--in", big}, env{stderrTerminal: true}, true, summary},
		{"rows on the terminal", []string{"--in", big}, env{stderrTerminal: true, stdoutTerminal: true}, false, summary},
		{"quiet", []string{"--in", big, "--out", out, "--quiet"}, env{stderrTerminal: true}, false, ""},
		{"no terminal", []string{"--in", big, "--out", out}, env{}, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			e := c.env
			e.stdout, e.stderr = &guard{w: &stdout}, &stderr
			if status := e.main(t.Context(), append([]string{"run", "testdata/patients.view.json"}, c.args...)); status != 0 {
				t.Fatalf("status %d, want 0: %s", status, &stderr)
			}
			shown := stderr.String()
			if bar := strings.Contains(shown, "%"); bar != c.bar {
				t.Errorf("bar shown: %v, want %v: %q", bar, c.bar, shown)
			}
			// The bar ends with a return to the start of its line, which is blank by then.
			if last := shown[strings.LastIndex(shown, "\r")+1:]; last != c.messages {
				t.Errorf("the messages are %q, want %q", last, c.messages)
			}
			if table := strings.HasPrefix(stdout.String(), "id  family\n"); table != c.env.stdoutTerminal {
				t.Errorf("a table: %v, want %v", table, c.env.stdoutTerminal)
			}
		})
	}
}

// TestProgressUnknownSize shows the bytes where it is not known how many there are.
func TestProgressUnknownSize(t *testing.T) {
	var stderr bytes.Buffer
	e := &env{stderr: &stderr, stderrTerminal: true}
	p := e.progress(&input{}, &output{path: "out.csv"}, false)
	p.update(runner.Stats{InputBytes: 2_000_000})
	p.update(runner.Stats{InputBytes: 3_000_000}) // too soon
	p.clear()
	if !strings.Contains(stderr.String(), "2.0 MB") {
		t.Errorf("got %q, want the bytes that were read", stderr.String())
	}
	if shown := stderr.String(); strings.Contains(shown, "3.0 MB") || !strings.HasSuffix(shown, " \r") {
		t.Errorf("got %q, want one line that is cleared", shown)
	}
}

// TestProgressText says what is known.
func TestProgressText(t *testing.T) {
	for _, c := range []struct {
		size, read int64
		took       time.Duration
		want       string
	}{
		{0, 0, 0, "0 B, 0 B/s"},
		{4_000_000, 0, 0, "0 %, 0 B of 4.0 MB, 0 B/s"},
		{4_000_000, 1_000_000, time.Second, "25 %, 1.0 MB of 4.0 MB, 1.0 MB/s, 3s left"},
		{4_000_000, 3_999_999, time.Second, "99 %, 4.0 MB of 4.0 MB, 4.0 MB/s"},
		{400, 500, time.Second, "100 %, 500 B of 400 B, 500 B/s"},
		{0, 12_345_678_901, 10 * time.Second, "12 GB, 1.2 GB/s"},
	} {
		if have := (&progress{size: c.size}).text(c.read, c.took); have != c.want {
			t.Errorf("got %s, want %s", have, c.want)
		}
	}
}

// TestStdinHint tells who waits at a terminal what is waited for.
func TestStdinHint(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		var stderr bytes.Buffer
		e := &env{stderr: &stderr, stdinTerminal: true}
		if _, err := e.openInput(context.Background(), nil, quiet, defaultRecordLimit); err != nil {
			t.Fatal(err)
		}
		if told := stderr.Len() > 0; told == quiet {
			t.Errorf("quiet %v: %q", quiet, &stderr)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 12_345_678: "12,345,678"} {
		if have := thousands(n); have != want {
			t.Errorf("thousands(%d) = %s, want %s", n, have, want)
		}
	}
}
