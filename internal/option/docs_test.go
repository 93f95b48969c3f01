package option

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the tables of the documentation")

// TestDocumented holds the tables of the documentation equal to the code's.
func TestDocumented(t *testing.T) {
	for path, table := range map[string]string{
		"../../docs/configuration.md":      serviceTable(),
		"../../docs/fhirclient-command.md": commandTable(),
	} {
		documented(t, path, table)
	}
}

func documented(t *testing.T, path, table string) {
	t.Helper()
	const begin, end = "<!-- options: begin -->\n", "<!-- options: end -->"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), begin)
	have, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no lines %q and %q", path, begin, end)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+table+end+after), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(table, have); diff != "" {
		t.Errorf("run `go test ./internal/option -update`; %s (-) and code (+) differ:\n%s", path, diff)
	}
}

// serviceTable has what a service can be told.
func serviceTable() string {
	var b strings.Builder
	b.WriteString("| variable | key | flag of the command | value | default | what for |\n| --- | --- | --- | --- | --- | --- |\n")
	for i := range Table {
		if o := &Table[i]; !o.Command {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", o.Variable(), o.inFile(), o.onCommandLine(), o.Form, o.Default, o.About)
		}
	}
	return b.String()
}

// commandTable has what the command can be told of servers.
func commandTable() string {
	var b strings.Builder
	b.WriteString("| flag | of | variable | key | value | default | what for |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for i := range Table {
		o := &Table[i]
		if !o.Command && Group(o.Key) != "auth" && Group(o.Key) != "smart" && Group(o.Key) != "client" {
			continue
		}
		of := o.Of
		if of == "" {
			of = "both"
		}
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s | %s | %s | %s |\n", o.onCommandLine(), of, o.Variable(), o.inFile(), o.Form, o.Default, o.About)
	}
	return b.String()
}

func (o *Option) inFile() string {
	switch {
	case o.Secret:
		return "only the variable"
	case o.Command:
		return "none"
	}
	return "`" + o.Key + "`"
}

func (o *Option) onCommandLine() string {
	if o.Flag == "" {
		return "none"
	}
	return "`--" + o.Flag + "`"
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for i := range Table {
		o := &Table[i]
		if seen[o.Variable()] {
			t.Errorf("two options have the variable %s", o.Variable())
		}
		seen[o.Variable()] = true
		if o.Form == "" || o.Default == "" || o.About == "" || o.Command && o.Flag == "" || Find(o.Key) != o {
			t.Errorf("%s is not complete", o.Key)
		}
	}
	if Find("client") != nil || Group("client.rate") != "client" || Group("server") != "server" {
		t.Error("keys and groups are mixed up")
	}
}
