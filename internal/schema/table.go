// Package schema says what the tables of views look like: for people, as JSON, as CREATE TABLE of a database, and beside
// a table that is there already.
package schema

import (
	"strings"

	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Table is the table of a view.
type Table struct {
	// Name is what the table is called.
	Name string `json:"name"`
	// Resource is the type of the resources that its rows come from.
	Resource string `json:"resource"`
	// URL, Version and Description are those of the view, or "".
	URL         string   `json:"url,omitempty"`
	Version     string   `json:"version,omitempty"`
	Description string   `json:"description,omitempty"`
	Columns     []Column `json:"columns"`
}

// Column is a column of a table.
type Column struct {
	Name string `json:"name"`
	// SQLType is the type of ISO/IEC 9075, of the items where Collection is true.
	SQLType     string `json:"sqlType"`
	FHIRType    string `json:"fhirType,omitempty"`
	Collection  bool   `json:"collection,omitempty"`
	Description string `json:"description,omitempty"`

	stored typed.Type
}

// Columns returns the columns of a view's rows.
func Columns(s *row.Schema) []Column {
	out := make([]Column, len(s.Columns))
	for i := range s.Columns {
		c := &s.Columns[i]
		out[i] = Column{
			Name: c.Name, SQLType: c.SQLType, FHIRType: c.FHIRType, Collection: c.Collection, Description: c.Description,
			stored: typed.Of(c),
		}
	}
	return out
}

// Type names what the column is stored as: the type in SQL, and that it is a list.
func (c *Column) Type() string {
	name := c.stored.String()
	if c.stored.Kind == typed.JSON {
		name = "JSON"
	}
	if c.Collection {
		name += " ARRAY"
	}
	return name
}

// comment says on one line what a column or a table is, or "".
func comment(description, about string) string {
	description, about = oneLine(description), oneLine(about)
	if description != "" && about != "" {
		return description + " (" + about + ")"
	}
	return description + about
}

// oneLine returns a text without line breaks and other characters that control something.
func oneLine(s string) string {
	blank := func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}
	return strings.Join(strings.Fields(strings.Map(blank, strings.ToValidUTF8(s, "\ufffd"))), " ")
}

// comment is the column's comment in a database.
func (c *Column) comment() string {
	about := ""
	if c.FHIRType != "" {
		about = "FHIR type " + c.FHIRType
	}
	return comment(c.Description, about)
}

// comment is the table's comment in a database.
func (t *Table) comment() string {
	about := t.URL
	if about != "" && t.Version != "" {
		about += "|" + t.Version
	}
	return comment(t.Description, about)
}
