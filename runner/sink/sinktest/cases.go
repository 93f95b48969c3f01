package sinktest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/viewdef/row"
)

// testCase is the rows of a view, cut into batches.
type testCase struct {
	name   string
	schema *row.Schema
	rows   [][]row.Cell
	batch  int // rows in a batch; 0 is all of them
}

func (c testCase) batches() []*row.Batch {
	size := c.batch
	if size == 0 {
		size = len(c.rows)
	}
	b := row.NewBatch(c.schema)
	batches := []*row.Batch{b} // the first may be empty, and so is the last
	for _, cells := range c.rows {
		if b.Rows() == size {
			b = row.NewBatch(c.schema)
			batches = append(batches, b)
		}
		b.Append(cells)
	}
	return append(batches, row.NewBatch(c.schema))
}

func (c testCase) want(want Want) Rows {
	var rows Rows
	for _, cells := range c.rows {
		values := make(map[string]any, len(cells))
		for i, column := range c.schema.Columns {
			values[column.Name] = want(column, cells[i])
		}
		rows = append(rows, values)
	}
	return rows
}

func cases() []testCase {
	return []testCase{
		{name: "no rows", schema: Schema()},
		{name: "no columns", schema: &row.Schema{}, rows: make([][]row.Cell, 3)},
		{name: "neither rows nor columns", schema: &row.Schema{}},
		{name: "every kind", schema: Schema(), rows: Cells()},
		{name: "texts", schema: textSchema(), rows: textRows(Texts())},
		{name: "one row a batch", schema: textSchema(), rows: textRows(Texts()), batch: 1},
		{name: "many batches", schema: manySchema(), rows: manyRows(2500), batch: 64},
		{name: "very long cells", schema: textSchema(), rows: textRows(longTexts()), batch: 2},
		{name: "a MiB", schema: textSchema(), rows: [][]row.Cell{{whole(1), text("é\"\n" + strings.Repeat("x", 1<<20)), {}}}},
		{name: "nulls and empty lists", schema: Schema(), rows: emptyRows(), batch: 5},
		{name: "numbers", schema: Schema(), rows: numberRows()},
		{name: "partial dates", schema: dateSchema(), rows: dateRows()},
	}
}

// Schema returns a schema with a column of each type, and one with a collection of each.
func Schema() *row.Schema {
	s := &row.Schema{View: "every_kind"}
	for _, c := range []row.Column{
		{Name: "text", Type: row.String, FHIRType: "string", SQLType: "CHARACTER VARYING"},
		{Name: "flag", Type: row.Boolean, FHIRType: "boolean", SQLType: "BOOLEAN"},
		{Name: "small", Type: row.Integer, FHIRType: "integer", SQLType: "INT"},
		{Name: "large", Type: row.Integer64, FHIRType: "integer64", SQLType: "BIGINT"},
		{Name: "exact", Type: row.Decimal, FHIRType: "decimal", SQLType: "CHARACTER VARYING"},
		{Name: "element", Type: row.JSON, FHIRType: "HumanName", SQLType: "CHARACTER VARYING"},
	} {
		list := c
		list.Name += "s"
		list.Collection = true
		s.Columns = append(s.Columns, c, list)
	}
	return s
}

// Cells returns rows of Schema: nulls beside empty lists, false and zero and "" beside both, extremes, and lists.
func Cells() [][]row.Cell {
	var null row.Cell
	no := list()
	element := cell(row.KindJSON, `{"family": "O'Hara, \"Jo\"",`+"\n\t"+`"given": [ "a b" ] }`)
	return [][]row.Cell{
		{null, no, null, no, null, no, null, no, null, no, null, no},
		{text(""), list(text("")), flag(false), list(flag(false)), whole(0), list(whole(0)), whole(0), list(whole(0)),
			decimal("0"), list(decimal("0.0")), cell(row.KindJSON, `{}`), list(cell(row.KindJSON, `[]`))},
		{text("null"), list(text("null"), text("")), flag(true), list(flag(true), flag(false)),
			whole(math.MaxInt32), list(whole(math.MinInt32), whole(7)), whole(math.MaxInt64),
			list(whole(math.MinInt64), whole(1<<53+1)), decimal("1.0"), list(decimal("-1.50"), decimal("100e-2")),
			element, list(element, element)},
		{text("a"), list(text("a"), text(`b,"c"`), text("d\ne")), null, list(flag(true)), whole(-1), list(), null, list(),
			decimal("12345678901234567890.12345678901234567890"), no, null, no},
	}
}

// emptyRows has null, the empty list, and lists of null and of the empty text beside each other, in columns of all types.
func emptyRows() [][]row.Cell {
	var null row.Cell
	var rows [][]row.Cell
	for _, one := range []row.Cell{null, list(), list(null), list(null, null)} {
		cells := make([]row.Cell, len(Schema().Columns))
		for i, c := range Schema().Columns {
			if c.Collection {
				cells[i] = one
			}
		}
		rows = append(rows, cells)
	}
	first := slices.Clone(rows[0])
	first[0], first[1] = text(""), list(text(""))
	return append(rows, first, rows[0], rows[1], rows[0], first, rows[2])
}

// numberRows has the least and the greatest integers, and decimals with many digits, zeros at their ends, and exponents.
func numberRows() [][]row.Cell {
	var rows [][]row.Cell
	decimals := []string{
		"0", "-0", "0.0", "0.000000000000000000000000000001", "1e-30", "1E+30", "-1.0e0", "99999999999999999999999999999999999999.9",
		strings.Repeat("9", 1000), "0." + strings.Repeat("0", 999) + "1", "100", "1.10", "0.1", "9007199254740993", "1.7976931348623157e308",
	}
	for i, s := range decimals {
		small, large := int64(math.MaxInt32-i), int64(math.MinInt64+i)
		if i%2 == 1 {
			small, large = int64(math.MinInt32+i), int64(math.MaxInt64-i)
		}
		cells := make([]row.Cell, len(Schema().Columns))
		for c, column := range Schema().Columns {
			var cell row.Cell
			switch column.Type {
			case row.Integer:
				cell = whole(small)
			case row.Integer64:
				cell = whole(large)
			case row.Decimal:
				cell = decimal(s)
			}
			if column.Collection {
				cell = list(cell, cell)
			}
			cells[c] = cell
		}
		rows = append(rows, cells)
	}
	return rows
}

// dateSchema has columns of dates and times in a view without types, which keeps them as the texts that they are.
func dateSchema() *row.Schema {
	return &row.Schema{Columns: []row.Column{
		{Name: "born", FHIRType: "date", SQLType: "CHARACTER VARYING"}, {Name: "seen", FHIRType: "instant", SQLType: "TIMESTAMP WITH TIME ZONE"},
		{Name: "at", FHIRType: "dateTime", SQLType: "CHARACTER VARYING", Collection: true},
	}}
}

func dateRows() [][]row.Cell {
	var rows [][]row.Cell
	for _, s := range []string{
		"2024", "2024-02", "2024-02-29", "0001", "9999-12", "2016-12-31T23:59:60Z", "2024-02-29T24:00:00+14:00", "2024-02-29T10:00:00.000000000001Z",
		"2024-02-29T10:00:00.100-00:00", "2024-02-29T10:00",
	} {
		rows = append(rows, []row.Cell{text(s), text(s), list(text(s), row.Cell{}, text("2024"))})
	}
	return rows
}

func textSchema() *row.Schema {
	return &row.Schema{Columns: []row.Column{
		{Name: "n", Type: row.Integer}, {Name: "text", Type: row.String}, {Name: "list", Type: row.String, Collection: true},
	}}
}

func textRows(texts []string) [][]row.Cell {
	var rows [][]row.Cell
	for i, s := range texts {
		rows = append(rows, []row.Cell{whole(int64(i)), text(s), list(text(s), text("x"))})
	}
	return rows
}

// Texts returns texts that formats have trouble with, for tables and the seeds of fuzz tests.
func Texts() []string {
	texts := []string{
		"", " ", "a", " a", "a ", "a b", ",", `"`, `""`, `a"b`, "\n", "\r", "\r\n", "a\nb", "a\rb", "a\r\nb", "a,b", "'", "`",
		`\`, `\n`, `\"`, `\.`, "\\\n", "\t", "a\tb", "null", "NULL", "false", "[]", "{}", "0", "-1", "1e5", "=1+1", "@x", "#",
		"\x00", "a\x00b", "\x1b[31mred\x1b[0m", "\a\b\v\f\x1f\x7f", "\u0080\u009b31m\u0085", "\u2028\u2029", "<a>&amp;</a>",
		"é", "e\u0301", "Jürgen Müller, Köln", "日本語", "한국어", "😀", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "العربية", "\u202eabc\u202c", "\ufeff", "\ufffd", "\uffff",
		"\xff", "a\xc3", "\xe6\x97", "\xed\xa0\x80", "ab\x9bcd", "\u0600\x9b", "1234567", "12345678", "1234567\"", "12345678\n",
	}
	for n := range 20 {
		texts = append(texts, strings.Repeat("p", n)+`"`+strings.Repeat("s", n), strings.Repeat("ü", n)+"\n\xc0")
	}
	return texts
}

func longTexts() []string {
	var texts []string
	for _, s := range []string{"x", "ab,", `"`, "\n", "é", "日", "\\", "\x01", "a\xff"} {
		texts = append(texts, strings.Repeat(s, 70_000/len(s)))
	}
	return texts
}

func manySchema() *row.Schema {
	return &row.Schema{Columns: []row.Column{
		{Name: "id", Type: row.String}, {Name: "n", Type: row.Integer}, {Name: "maybe", Type: row.String},
	}}
}

func manyRows(n int) [][]row.Cell {
	rows := make([][]row.Cell, n)
	for i := range rows {
		rows[i] = []row.Cell{text(fmt.Sprintf("id-%05d", i)), whole(int64(10_000 + i)), {}}
		if i%3 == 0 {
			rows[i][2] = text(strings.Repeat("wide", i%50))
		}
	}
	return rows
}

func cell(k row.Kind, s string) row.Cell { return row.Cell{Kind: k, Text: s} }
func text(s string) row.Cell             { return cell(row.KindString, s) }
func decimal(s string) row.Cell          { return cell(row.KindDecimal, s) }
func whole(n int64) row.Cell             { return row.Cell{Kind: row.KindInteger, Int: n} }
func list(items ...row.Cell) row.Cell    { return row.List(items) }

func flag(b bool) row.Cell {
	if b {
		return row.Cell{Kind: row.KindBoolean, Int: 1}
	}
	return row.Cell{Kind: row.KindBoolean}
}
