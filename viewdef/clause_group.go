package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/viewdef/row"
)

// group is a select without its directive: columns, and clauses whose rows are joined each with each.
//
// Specification: SQL on FHIR, "Process(S, N)", steps 2 to 5.
type group struct {
	cols     []*column
	children []clause
	// many is how many of the children can have other than one row; they have collectors from join on where they are
	// two or more.
	many     int
	join     int
	from, to int
}

func (g *group) columns() (from, to int) { return g.from, g.to }

func (g *group) single() bool { return g.many == 0 }

func (g *group) rows(e *Evaluator, focus value.Value, next receiver) error {
	for _, c := range g.cols {
		if err := c.fill(e, focus); err != nil {
			return err
		}
	}
	var iterating clause
	for _, c := range g.children {
		if !c.single() {
			iterating = c
			continue
		}
		if err := c.rows(e, focus, ignore{}); err != nil {
			return err
		}
	}
	switch g.many {
	case 0:
		return next.row(e)
	case 1:
		return iterating.rows(e, focus, next)
	}
	return g.product(e, focus, next)
}

// product joins the rows of several iterating children. Every child is evaluated once, so that what goes wrong in one
// does not depend on whether another has rows.
func (g *group) product(e *Evaluator, focus value.Value, next receiver) error {
	parts := e.collectors[g.join : g.join+g.many]
	i := 0
	for _, c := range g.children {
		if c.single() {
			continue
		}
		parts[i].reset(c.columns())
		if err := c.rows(e, focus, parts[i]); err != nil {
			return err
		}
		i++
	}
	return cross(e, parts, next)
}

// cross puts every combination of rows into the frame, the last part's changing fastest.
func cross(e *Evaluator, parts []*collector, next receiver) error {
	if len(parts) == 0 {
		return next.row(e)
	}
	for i := range parts[0].count {
		parts[0].restore(e, i)
		if err := cross(e, parts[1:], next); err != nil {
			return err
		}
	}
	return nil
}

func (g *group) null(e *Evaluator) {
	for _, c := range g.cols {
		c.null(e)
	}
	for _, c := range g.children {
		c.null(e)
	}
}

func (g *group) explain(b *strings.Builder, depth int) {
	for _, c := range g.cols {
		c.explain(b, depth)
	}
	if g.many > 1 {
		line(b, depth, "each row with each of")
		depth++
	}
	for _, c := range g.children {
		c.explain(b, depth)
	}
}

// collector keeps the rows of one clause until they are joined with those of another.
type collector struct {
	from, to int
	cells    []row.Cell
	count    int
}

func (c *collector) reset(from, to int) {
	c.from, c.to, c.cells, c.count = from, to, c.cells[:0], 0
}

func (c *collector) row(e *Evaluator) error {
	if err := e.spend(c.to - c.from); err != nil {
		return err
	}
	c.cells = append(c.cells, e.frame[c.from:c.to]...)
	c.count++
	return nil
}

// restore puts row i back into the frame.
func (c *collector) restore(e *Evaluator, i int) {
	width := c.to - c.from
	copy(e.frame[c.from:c.to], c.cells[i*width:])
}
