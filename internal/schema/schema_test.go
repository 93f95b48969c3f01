package schema_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/schema"
	"github.com/fhirview/fhirview/viewdef"
)

var update = flag.Bool("update", false, "write testdata/*.golden anew")

// tableOf returns the table of a view.
func tableOf(t *testing.T, view string, types viewdef.Types) *schema.Table {
	t.Helper()
	plan, err := viewdef.Compile([]byte(view), &viewdef.Options{Types: &types})
	if err != nil {
		t.Fatal(err)
	}
	v := plan.View()
	return &schema.Table{
		Name: v.Name, Resource: v.Resource, URL: v.URL, Version: v.Version, Description: v.Description,
		Columns: schema.Columns(plan.Schema()),
	}
}

func readView(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// modes are the types that the golden files are for.
var modes = []struct {
	name string
	viewdef.Types
}{
	{"spec", viewdef.Types{}},
	{"native", viewdef.Types{Native: true, Precision: 18, Scale: 4}},
	{"span", viewdef.Types{Native: true, Spans: true}},
}

// TestGolden has a view with columns of all types, reserved words, and descriptions that could do harm.
func TestGolden(t *testing.T) {
	view := readView(t, "every_type.view.json")
	for _, m := range modes {
		table := tableOf(t, view, m.Types)
		golden(t, m.name+".txt", table.Text())
		for _, d := range schema.Dialects {
			sql, err := table.Create(d)
			if err != nil {
				t.Errorf("%s: %v", d.Name, err)
			}
			golden(t, m.name+"."+d.Word+".sql", sql)
		}
	}
}

func golden(t *testing.T, name, have string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(have), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), have); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestRefused has tables that a database cannot have.
func TestRefused(t *testing.T) {
	long := strings.Repeat("x", 64)
	table := func(name string, columns ...string) *schema.Table {
		out := &schema.Table{Name: name}
		for _, c := range columns {
			out.Columns = append(out.Columns, schema.Column{Name: c})
		}
		return out
	}
	for _, c := range []struct {
		table *schema.Table
		fails map[string]string // by dialect
	}{
		{table("t", "a", "A"), map[string]string{
			"sqlite": `t: SQLite takes the columns "a" and "A" for one`, "duckdb": `t: DuckDB takes the columns "a" and "A" for one`,
			"spark": `t: Spark takes the columns "a" and "A" for one`,
		}},
		{table("t", long), map[string]string{"postgres": `t: "` + long + `" has 64 bytes, and a name in PostgreSQL has 63 at most`}},
		{table("t", long[1:]), nil},
		{table("t"), everyDialect("t: a view without columns has no table")},
		{table("t", "a\nb"), everyDialect(`t: "a\nb" is no name for a table or a column`)},
		{table("", "a"), everyDialect(`: "" is no name for a table or a column`)},
	} {
		for _, d := range schema.Dialects {
			have := ""
			if _, err := c.table.Create(d); err != nil {
				have = err.Error()
			}
			if have != c.fails[d.Word] {
				t.Errorf("%s: %q, want %q", d.Name, have, c.fails[d.Word])
			}
		}
	}
}

func everyDialect(message string) map[string]string {
	out := map[string]string{}
	for _, d := range schema.Dialects {
		out[d.Word] = message
	}
	return out
}

func TestCompare(t *testing.T) {
	fields := func(text string) (out []schema.Field) {
		for f := range strings.SplitSeq(text, ",") {
			if name, typ, ok := strings.Cut(f, " "); ok {
				out = append(out, schema.Field{Name: name, Type: typ})
			}
		}
		return out
	}
	for _, c := range []struct {
		there, now     string
		fold           bool
		same, additive bool
		added          string
		err            string
	}{
		{"a INT,b DATE", "a INT,b DATE", false, true, true, "", ""},
		{"a INT,b DATE", "b DATE,a INT", false, true, true, "", ""},
		{"", "", false, true, true, "", ""},
		{"a INT", "a INT,b DATE,c TIME", false, false, true, "b DATE,c TIME", ""},
		{"a INT", "b DATE,a INT", false, false, true, "b DATE", ""},
		{"a INT,b DATE", "a INT", false, false, false, "", "t is there with other columns\nthere: a INT, b DATE\nnow:   a INT"},
		{"a INT", "a BIGINT,b DATE", false, false, false, "b DATE", "t is there with other columns\nthere: a INT\nnow:   a BIGINT, b DATE"},
		{"a INT", "a INT ARRAY", false, false, false, "", "t is there with other columns\nthere: a INT\nnow:   a INT ARRAY"},
		{"A INT", "a INT", false, false, false, "a INT", "t is there with other columns\nthere: A INT\nnow:   a INT"},
		{"A INT", "a INT", true, true, true, "", ""},
	} {
		d := schema.Compare(fields(c.there), fields(c.now), c.fold)
		message := ""
		if err := d.Err("t"); err != nil {
			message = err.Error()
		}
		if d.Same() != c.same || d.Additive() != c.additive || message != c.err || cmp.Diff(fields(c.added), d.Added) != "" {
			t.Errorf("%s and %s: same %v, additive %v, added %v, %q", c.there, c.now, d.Same(), d.Additive(), d.Added, message)
		}
	}
}

// TestFields has the types by which tables are compared.
func TestFields(t *testing.T) {
	table := tableOf(t, `{"name": "v", "resource": "Patient", "select": [{"column": [
		{"name": "born", "path": "birthDate"}, {"name": "given", "path": "name.given", "collection": true}, {"name": "name", "path": "name.first()", "type": "HumanName"}]}]}`,
		viewdef.Types{Native: true})
	want := []schema.Field{{Name: "born", Type: "DATE"}, {Name: "given", Type: "CHARACTER VARYING ARRAY"}, {Name: "name", Type: "JSON"}}
	if diff := cmp.Diff(want, schema.Fields(table.Columns)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
