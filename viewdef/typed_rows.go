package viewdef

import "github.com/fhirview/fhirview/viewdef/row"

// typedRows takes rows of a view whose columns have types: it makes sure that the types hold the cells, and adds the spans.
type typedRows struct {
	*typing
	last []row.Cell // by column, the cell of the row before, which held
	wide []row.Cell // the row with its spans
}

func newTypedRows(p *Plan) *typedRows {
	t := &typedRows{typing: p.typing, last: make([]row.Cell, len(p.typing.columns))}
	if t.places != nil {
		t.wide = make([]row.Cell, len(t.places))
	}
	return t
}

// begin forgets the rows of another resource, whose memory has other texts now.
func (t *typedRows) begin() {
	clear(t.last)
	clear(t.wide)
}

func (t *typedRows) row(e *evaluator) error {
	if err := e.spend(max(len(e.frame), len(t.wide))); err != nil {
		return err
	}
	for i := range t.columns {
		c, cell := &t.columns[i], &e.frame[t.columns[i].place]
		if *cell == t.last[i] {
			continue // as in all rows of a forEach that the column stands outside of
		}
		if err := t.take(e, c, cell); err != nil {
			return e.fail(c.path, c.name, err)
		}
		t.last[i] = *cell
	}
	if t.wide == nil {
		e.batch.Append(e.frame)
		return nil
	}
	for i, place := range t.places {
		if place >= 0 {
			t.wide[i] = e.frame[place]
		}
	}
	e.batch.Append(t.wide)
	return nil
}

// take checks a cell, or makes its span.
func (t *typedRows) take(e *evaluator, c *typedColumn, cell *row.Cell) error {
	switch {
	case c.span == 0 && c.list:
		return c.checkItems(cell.Items())
	case c.span == 0:
		return c.check(cell)
	case c.list && cell.Kind == row.KindList:
		return t.takeItems(e, c, cell.Items())
	}
	return c.split(e, cell, &t.wide[c.span], &t.wide[c.span+1])
}

func (c *typedColumn) check(cell *row.Cell) error {
	if cell.Kind == row.KindNull {
		return nil
	}
	return c.Check(cell)
}

func (c *typedColumn) checkItems(items []row.Cell) error {
	for i := range items {
		if err := c.check(&items[i]); err != nil {
			return err
		}
	}
	return nil
}

// takeItems makes two lists of the spans of a list's items.
func (t *typedRows) takeItems(e *evaluator, c *typedColumn, items []row.Cell) error {
	n := len(items)
	if err := e.spend(2 * n); err != nil {
		return err
	}
	first, last := e.list(n)[:n], e.list(n)[:n]
	for i := range items {
		if err := c.split(e, &items[i], &first[i], &last[i]); err != nil {
			return err
		}
	}
	t.wide[c.span], t.wide[c.span+1] = row.List(first), row.List(last)
	return nil
}

// split makes the span of a cell.
func (c *typedColumn) split(e *evaluator, cell, first, last *row.Cell) error {
	*first, *last = row.Cell{}, row.Cell{}
	if cell.Kind == row.KindNull {
		return nil
	}
	if cell.Kind != row.KindString {
		return c.Check(cell)
	}
	from, to, err := c.Span(cell.Text)
	if err != nil {
		return err
	}
	*first = c.endOf(e, from)
	if *last = *first; to != from {
		*last = c.endOf(e, to)
	}
	return nil
}

// endOf makes a cell of the first or the last value of a span.
func (c *typedColumn) endOf(e *evaluator, v int64) row.Cell {
	return row.Cell{Kind: row.KindString, Text: e.arena.Keep(c.AppendValue(e.arena.Grow(longestValue), v))}
}

// longestValue is the length of a moment with all digits.
const longestValue = len("2024-02-29T23:59:59.999999Z")
