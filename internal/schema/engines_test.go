package schema_test

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"github.com/fhirview/fhirview/internal/schema"
)

// runSQL runs the statements on standard input in a new database, and prints the names of the columns of the only table.
var runSQL = map[string]string{
	"sqlite": `import sqlite3, sys
c = sqlite3.connect(":memory:")
c.executescript(sys.stdin.read())
for (t,) in c.execute("select name from sqlite_master").fetchall():
    for r in c.execute("select name from pragma_table_info(?)", (t,)): print(r[0])`,
	"duckdb": `import duckdb, sys
c = duckdb.connect()
c.execute(sys.stdin.read())
for r in c.execute("select column_name from duckdb_columns() where not internal order by column_index").fetchall(): print(r[0])`,
}

// TestEngines has databases create the tables. SQLite is in any Python; DuckDB is in that of $FHIRVIEW_JUDGES, which .ci/judges
// makes.
func TestEngines(t *testing.T) {
	view := readView(t, "every_type.view.json")
	for word, script := range runSQL {
		t.Run(word, func(t *testing.T) {
			python := os.Getenv("FHIRVIEW_JUDGES")
			if python == "" && word == "sqlite" {
				python, _ = exec.LookPath("python3")
			}
			if python == "" {
				t.Skip("there is no Python with this database")
			}
			for _, m := range modes {
				table := tableOf(t, view, m.Types)
				sql, err := table.Create(schema.Find(word))
				if err != nil {
					t.Fatal(err)
				}
				want := ""
				for _, c := range table.Columns {
					want += c.Name + "\n"
				}
				var complaint bytes.Buffer
				cmd := exec.CommandContext(t.Context(), python, "-c", script)
				cmd.Stdin, cmd.Stderr = bytes.NewBufferString(sql), &complaint
				have, err := cmd.Output()
				if err != nil || string(have) != want {
					t.Errorf("%s: %v, %s; columns\n%s, want\n%s", m.name, err, complaint.String(), have, want)
				}
			}
		})
	}
}
