package settings

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the table of docs/configuration.md")

// TestDocumented holds the table of the documentation equal to the code's.
func TestDocumented(t *testing.T) {
	const path, begin, end = "../docs/configuration.md", "<!-- settings: begin -->\n", "<!-- settings: end -->"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), begin)
	documented, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no lines %q and %q", path, begin, end)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+markdown()+end+after), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(markdown(), documented); diff != "" {
		t.Errorf("run `go test ./settings -update`; documentation (-) and code (+) differ:\n%s", strings.ReplaceAll(diff, "-update", ""))
	}
}

func markdown() string {
	var b strings.Builder
	b.WriteString("| variable | key | value | default | what for |\n| --- | --- | --- | --- | --- |\n")
	all := table()
	for i := range all {
		s := &all[i]
		key := "`" + s.key + "`"
		if s.secret {
			key = "only the variable"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", variable(s.key), key, s.form, s.standard, s.about)
	}
	return b.String()
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	all := table()
	for i := range all {
		s := &all[i]
		if seen[variable(s.key)] {
			t.Errorf("two settings have the variable %s", variable(s.key))
		}
		seen[variable(s.key)] = true
		if s.form == "" || s.standard == "" || s.about == "" || s.credential != (s.set == nil) {
			t.Errorf("%s is not complete", s.key)
		}
	}
}
