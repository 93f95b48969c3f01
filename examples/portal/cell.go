package main

import (
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef/row"
)

func (t *table) cells(r runner.Row) []cell {
	cells := make([]cell, len(t.Columns))
	for i, c := range r.Cells() {
		cells[i] = cell{cellText(&c), t.Columns[i].Number}
	}
	return cells
}

// cellText is a value as people read it: what is not there is empty, and the items of a list are one after the other.
func cellText(c *row.Cell) string {
	switch c.Kind {
	case row.KindNull:
		return ""
	case row.KindBoolean:
		return strconv.FormatBool(c.Bool())
	case row.KindInteger:
		return strconv.FormatInt(c.Int, 10)
	case row.KindList:
		var items []string
		for _, item := range c.Items() {
			items = append(items, cellText(&item))
		}
		return strings.Join(items, "; ")
	default:
		return c.Text
	}
}
