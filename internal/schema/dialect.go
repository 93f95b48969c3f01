package schema

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/fhirview/fhirview/internal/typed"
)

// Dialect is how a database wants to be told of tables.
type Dialect struct {
	// Name is what people call it, and Word what they write for it.
	Name, Word string

	quote    byte   // around names, doubled within
	escapes  bool   // a backslash in a text means something
	longest  int    // bytes of a name, or 0
	cases    bool   // a and A are two columns
	after    string // behind the columns
	comments commentPlace
	types    map[typed.Kind]string
	small    string // the type of an integer of 16 bits
	decimal  string // a format for precision and scale, or the type of a text that holds all digits
	list     string // a format for the type of the items, or the type of a text that is JSON
	tags     bool   // what ansi/type says is taken where no type of ours is meant by it
}

// commentPlace is where a dialect has comments.
type commentPlace uint8

const (
	inStatements commentPlace = iota
	inColumns
	inLines
)

// Dialects are those that there are.
var Dialects = []*Dialect{
	{
		Name: "PostgreSQL", Word: "postgres", quote: '"', longest: 63, cases: true, small: "smallint", decimal: "numeric(%d,%d)", list: "%s[]", tags: true,
		types: map[typed.Kind]string{
			typed.Text: "text", typed.JSON: "jsonb", typed.Boolean: "boolean", typed.Int32: "integer", typed.Int64: "bigint", typed.Date: "date",
			typed.Timestamp: "timestamp with time zone", typed.Time: "time", typed.Binary: "bytea",
		},
	},
	{
		Name: "SQLite", Word: "sqlite", quote: '"', after: " STRICT", comments: inLines, small: "INTEGER", decimal: "TEXT", list: "TEXT",
		types: map[typed.Kind]string{
			typed.Text: "TEXT", typed.JSON: "TEXT", typed.Boolean: "INTEGER", typed.Int32: "INTEGER", typed.Int64: "INTEGER", typed.Date: "TEXT",
			typed.Timestamp: "TEXT", typed.Time: "TEXT", typed.Binary: "BLOB",
		},
	},
	{
		Name: "DuckDB", Word: "duckdb", quote: '"', small: "SMALLINT", decimal: "DECIMAL(%d,%d)", list: "%s[]", tags: true,
		types: map[typed.Kind]string{
			typed.Text: "VARCHAR", typed.JSON: "JSON", typed.Boolean: "BOOLEAN", typed.Int32: "INTEGER", typed.Int64: "BIGINT", typed.Date: "DATE",
			typed.Timestamp: "TIMESTAMP WITH TIME ZONE", typed.Time: "TIME", typed.Binary: "BLOB",
		},
	},
	{
		Name: "Spark", Word: "spark", quote: '`', escapes: true, after: " USING PARQUET", comments: inColumns, small: "SMALLINT", decimal: "DECIMAL(%d,%d)", list: "ARRAY<%s>",
		types: map[typed.Kind]string{
			typed.Text: "STRING", typed.JSON: "STRING", typed.Boolean: "BOOLEAN", typed.Int32: "INT", typed.Int64: "BIGINT", typed.Date: "DATE",
			typed.Timestamp: "TIMESTAMP", typed.Time: "STRING", typed.Binary: "BINARY",
		},
	},
}

// Find returns the dialect that a word stands for, or nil.
func Find(word string) *Dialect {
	for _, d := range Dialects {
		if d.Word == word {
			return d
		}
	}
	return nil
}

// name returns a name in quotes, so that it can be any word.
func (d *Dialect) name(s string) string {
	q := string(d.quote)
	return q + strings.ReplaceAll(s, q, q+q) + q
}

// text returns a text on one line as a literal.
func (d *Dialect) text(s string) string {
	if d.escapes {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// typeOf returns the type of a column.
func (d *Dialect) typeOf(c *Column) string {
	item := d.itemType(c)
	if !c.Collection {
		return item
	}
	if !strings.Contains(d.list, "%s") {
		return d.list
	}
	return fmt.Sprintf(d.list, item)
}

// foreign matches the types of ansi/type that are passed on: words, and numbers in brackets.
var foreign = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*( [A-Za-z][A-Za-z0-9_]*)*( ?\([0-9]+(, ?[0-9]+)?\))?( [A-Za-z]+)*$`)

func (d *Dialect) itemType(c *Column) string {
	switch t := c.stored; {
	case t.Kind == typed.Decimal && strings.Contains(d.decimal, "%d"):
		return fmt.Sprintf(d.decimal, t.Precision, t.Scale)
	case t.Kind == typed.Decimal:
		return d.decimal
	case t.Kind == typed.Int32 && t.Bits < 32:
		return d.small
	case t.Kind == typed.Text && d.tags && !strings.EqualFold(c.SQLType, "CHARACTER VARYING") && foreign.MatchString(c.SQLType):
		return c.SQLType
	default:
		return d.types[t.Kind]
	}
}
