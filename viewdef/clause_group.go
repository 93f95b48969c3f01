package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/viewdef/row"
)

// group is a select without its directive: columns, and clauses whose rows are joined each with each.
//
// Specification: SQL on FHIR, "Process(S, N)", steps 2 to 5.
type group struct {
	cols     []*column
	cells    cells // of cols
	children []clause
	// many is how many of the children can have other than one row; they have collectors from join on where they are
	// two or more.
	many     int
	parts    int
	from, to int
	// each is the iterating children where all are a forEach that has joined a tree and has nothing but columns.
	each []columnsOf
}

// columnsOf are the columns for each element of a forEach.
type columnsOf struct {
	*forEach
	cells *cells
}

func (g *group) columns() (from, to int) { return g.from, g.to }

func (g *group) single() bool { return g.many == 0 }

func (g *group) join(t *expr.Tree, branch int) {
	g.cells.join(t, branch, g.cols)
	for _, c := range g.children {
		c.join(t, branch)
		if f, ok := c.(*forEach); ok && f.joined {
			if body, ok := f.body.(*group); ok && len(body.children) == 0 {
				g.each = append(g.each, columnsOf{f, &body.cells})
			}
		}
	}
	if len(g.each) < g.many {
		g.each = nil
	}
}

func (g *group) keep(k *keeper, on keptFocus) {
	cols := g.cells.others
	if on.nodes {
		cols = g.cols
	}
	for _, c := range cols {
		k.expr(c.path+" (column "+c.def.Name+")", c.expr, on)
	}
	for _, c := range g.children {
		c.keep(k, on)
	}
}

func (g *group) rows(e *evaluator, f focus, next receiver) error {
	if err := g.cells.fill(e, f); err != nil {
		return err
	}
	var iterating clause
	for _, c := range g.children {
		if !c.single() {
			iterating = c
			continue
		}
		if err := c.rows(e, f, ignore{}); err != nil {
			return err
		}
	}
	switch g.many {
	case 0:
		return next.row(e)
	case 1:
		return iterating.rows(e, f, next)
	}
	return g.product(e, f, next)
}

// product joins the rows of several iterating children. Every child is evaluated once, so that what goes wrong in one
// does not depend on whether another has rows.
func (g *group) product(e *evaluator, f focus, next receiver) error {
	if g.each != nil && f.found != 0 && g.atMostOne(e, f) {
		return g.only(e, f, next)
	}
	parts := e.collectors[g.parts : g.parts+g.many]
	i := 0
	for _, c := range g.children {
		if c.single() {
			continue
		}
		parts[i].reset(c)
		if err := c.rows(e, f, parts[i]); err != nil {
			return err
		}
		i++
	}
	return cross(e, parts, next)
}

// atMostOne is true where none of the iterating children has more than one element.
func (g *group) atMostOne(e *evaluator, f focus) bool {
	for i := range g.each {
		c := &g.each[i]
		if first := e.env.First(f.found, c.branch); first != 0 && e.env.Next(first) != 0 {
			return false
		}
	}
	return true
}

// only is product where this is so: there is one row, or none.
func (g *group) only(e *evaluator, f focus, next receiver) error {
	outer := e.env.RowIndex
	defer func() { e.env.RowIndex = outer }()
	none := false
	for i := range g.each {
		c := &g.each[i]
		e.env.RowIndex = 0
		switch element := e.env.First(f.found, c.branch); {
		case element != 0:
			if err := c.cells.fill(e, focus{found: element}); err != nil {
				return err
			}
		case c.orNull:
			c.body.null(e)
		default:
			none = true
		}
	}
	if none {
		return nil
	}
	e.env.RowIndex = outer
	return next.row(e)
}

// cross puts every combination of rows into the frame, the last part's changing fastest.
func cross(e *evaluator, parts []*collector, next receiver) error {
	for _, p := range parts {
		if p.count == 0 {
			return nil
		}
	}
	for _, p := range parts {
		p.first(e)
	}
	for {
		if err := next.row(e); err != nil {
			return err
		}
		i := len(parts) - 1
		for i >= 0 && !parts[i].advance(e) {
			i--
		}
		if i < 0 {
			return nil
		}
	}
}

func (g *group) null(e *evaluator) {
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
	at       int // the row in the frame while they are joined
}

func (c *collector) reset(of clause) {
	c.from, c.to = of.columns()
	c.cells, c.count = c.cells[:0], 0
}

func (c *collector) row(e *evaluator) error {
	if err := e.spend(c.to - c.from); err != nil {
		return err
	}
	c.count++
	c.cells = append(c.cells, e.frame[c.from:c.to]...)
	return nil
}

// first puts the first row into the frame.
func (c *collector) first(e *evaluator) {
	c.at = 0
	c.restore(e)
}

// advance puts the next row into the frame; it is false after the last, when it starts again with the first.
func (c *collector) advance(e *evaluator) bool {
	if c.count == 1 {
		return false
	}
	c.at++
	more := c.at < c.count
	if !more {
		c.at = 0
	}
	c.restore(e)
	return more
}

// restore puts the row at into the frame.
func (c *collector) restore(e *evaluator) {
	width := c.to - c.from
	copy(e.frame[c.from:c.to], c.cells[c.at*width:])
}
