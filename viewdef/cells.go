package viewdef

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/viewdef/row"
)

// cells fill the cells of a group's columns. Columns that are paths have been walked with the group's tree; what is unusual
// in the data, and the other columns, are left to each column.
type cells struct {
	all       []*column
	constants []constantCell
	indexes   []int        // the places of cells that hold %rowIndex
	texts     []leafColumn // whose cells hold the texts of elements of one type
	keys      []leafColumn
	lists     []leafColumn // those that are collections
	walked    []leafColumn // the others that are walked
	others    []*column
}

// leafColumn is a column that is a leaf of a tree.
type leafColumn struct {
	expr.Leaf
	*column
	at     int          // the cell's place in the row
	typ    model.TypeID // column.plainType, or for keys that of the element that has the key's text
	isPath bool         // the leaf's IsPath
	refers bool         // its IsReference
}

// constantCell is a cell that is the same in every row.
type constantCell struct {
	place int
	cell  row.Cell
}

// join sorts the columns of a group, when their types are settled, and adds those that are paths to a tree.
func (cs *cells) join(tree *expr.Tree, branch int, cols []*column) {
	cs.all = cols
	for _, c := range cols {
		if cell, ok := c.constant(); ok {
			cs.constants = append(cs.constants, constantCell{c.place, cell})
			continue
		}
		if c.rowIndex && !c.def.Collection && c.holdsAny(row.KindInteger) {
			cs.indexes = append(cs.indexes, c.place)
			continue
		}
		add := tree.Add
		if c.def.Collection {
			add = tree.AddAll
		}
		if leaf, ok := add(branch, c.expr); ok {
			cs.leaf(tree, leafColumn{Leaf: leaf, column: c, at: c.place, typ: c.plainType, isPath: leaf.IsPath()})
			continue
		}
		cs.others = append(cs.others, c)
	}
}

// leaf adds a column that is a leaf.
func (cs *cells) leaf(tree *expr.Tree, c leafColumn) {
	switch {
	case c.def.Collection:
		cs.lists = append(cs.lists, c)
	case c.plainKind == row.KindString && c.isPath:
		cs.texts = append(cs.texts, c)
	case c.IsKey() && c.holdsAny(row.KindString):
		c.typ, c.refers = tree.KeyType(&c.Leaf), c.IsReference()
		cs.keys = append(cs.keys, c)
	default:
		cs.walked = append(cs.walked, c)
	}
}

// fill fills the columns' cells of the frame.
func (cs *cells) fill(e *evaluator, f focus) error {
	for i := range cs.constants {
		e.frame[cs.constants[i].place] = cs.constants[i].cell
	}
	for _, place := range cs.indexes {
		e.frame[place] = row.Cell{Kind: row.KindInteger, Int: int64(e.env.RowIndex)}
	}
	rest := cs.others
	if len(cs.texts)+len(cs.keys)+len(cs.lists)+len(cs.walked) > 0 && (f.found == 0 || !cs.walk(e, f.found)) {
		rest = cs.all // so that of several errors the first column's is the one that is told
	}
	if len(rest) == 0 {
		return nil
	}
	if e.direct && len(rest) > len(cs.others) {
		return errUnusual // what columns that are walked read is not there as nodes
	}
	v := f.item(e)
	for _, c := range rest {
		if err := c.fill(e, v); err != nil {
			return err
		}
	}
	return nil
}

// walk fills the columns that are leaves; it is false where one of them has to be evaluated by itself.
func (cs *cells) walk(e *evaluator, found expr.Frame) bool {
	r, items, texts, frame := e.env.FrameResource(), e.env.Items(found), cs.texts, e.frame
	for i := range texts {
		c := &texts[i]
		cell, n := &frame[c.at], c.Node(items)
		if n == 0 {
			setNull(cell)
			continue
		}
		if n > 0 {
			if text, ok := (*nodes.Resource)(r).Table().StringOf(n, c.typ); ok {
				*cell = row.Cell{Kind: row.KindString, Text: text}
				continue
			}
		}
		if !c.single(e, cell, r, n) {
			return false
		}
	}
	return (len(cs.keys) == 0 || cs.walkKeys(e, r, items)) && (len(cs.lists) == 0 || cs.walkLists(e, r, items)) &&
		(len(cs.walked) == 0 || cs.walkOthers(e, found, r, items))
}

// walkLists fills the columns that are collections, as column.list does.
func (cs *cells) walkLists(e *evaluator, r *resource.Resource, items []nodes.ID) bool {
	for i := range cs.lists {
		c := &cs.lists[i]
		n, links := c.Node(items), c.Links(items)
		count := min(int(n), 1)
		for l := links; l != 0; count++ {
			_, l = e.env.Link(l)
		}
		list := e.list(count)
		for n != 0 {
			var cell row.Cell
			if !c.single(e, &cell, r, n) {
				return false
			}
			if cell.Kind != row.KindNull {
				list = append(list, cell)
			}
			if n = 0; links != 0 {
				n, links = e.env.Link(links)
			}
		}
		e.frame[c.at] = row.List(list)
	}
	return true
}

func (cs *cells) walkKeys(e *evaluator, r *resource.Resource, items []nodes.ID) bool {
	keys, frame := cs.keys, e.frame
	for i := range keys {
		c := &keys[i]
		cell, n := &frame[c.at], c.Node(items)
		if n < 0 {
			return false
		}
		text, ok := (*nodes.Resource)(r).Table().StringOf(n, c.typ)
		switch {
		case !ok:
			if text, ok = e.env.Key(&c.Leaf, r, n); !ok {
				return false
			}
		case c.refers:
			text = e.env.KeyIn(&c.Leaf, text)
		}
		if text == "" {
			setNull(cell)
			continue
		}
		*cell = row.Cell{Kind: row.KindString, Text: text}
	}
	return true
}

func (cs *cells) walkOthers(e *evaluator, found expr.Frame, r *resource.Resource, items []nodes.ID) bool {
	walked, frame := cs.walked, e.frame
	for i := range walked {
		c := &walked[i]
		cell := &frame[c.at]
		if c.isPath {
			if n := c.Node(items); n == 0 {
				setNull(cell)
			} else if !c.single(e, cell, r, n) {
				return false
			}
			continue
		}
		f, ok := e.env.Found(found, &c.Leaf)
		if !ok || !c.take(e, cell, f) {
			return false
		}
	}
	return true
}

// setNull makes a cell null. Most that are have been in the row before.
func setNull(cell *row.Cell) {
	if cell.Kind != row.KindNull {
		*cell = row.Cell{}
	}
}

// single fills a cell with the one element that a path has come to, if that can be done without an error.
func (c *leafColumn) single(e *evaluator, cell *row.Cell, r *resource.Resource, n resource.NodeID) bool {
	return n > 0 && (c.plain(cell, r, n) || c.cell(e, cell, value.Elem(r, n)) == nil)
}

// take fills a cell with what a path with an ending has come to; it is false where the column has to be evaluated by
// itself.
func (c *column) take(e *evaluator, cell *row.Cell, f expr.Found) bool {
	switch f.Kind {
	case expr.FoundNothing:
		*cell = row.Cell{}
		return true
	case expr.FoundValue:
		v := e.env.FoundValue()
		if r, n := v.Element(); r != nil && c.plain(cell, r, n) {
			return true
		}
		return c.cell(e, cell, v) == nil
	case expr.FoundText:
		*cell = row.Cell{Kind: row.KindString, Text: f.Text}
	case expr.FoundTrue:
		*cell = row.Cell{Kind: row.KindBoolean, Int: 1}
	case expr.FoundFalse:
		*cell = row.Cell{Kind: row.KindBoolean}
	}
	return !c.typed || c.form == anyForm && fits(cell, c.def.Type)
}

// holdsAny is true where every computed value of a kind can stand in the column.
func (c *column) holdsAny(k row.Kind) bool {
	return !c.typed || c.form == anyForm && fits(&row.Cell{Kind: k}, c.def.Type)
}

// constant returns the cell of a column whose expression is a literal or nothing.
func (c *column) constant() (cell row.Cell, ok bool) {
	vs, ok := c.expr.Constant()
	if !ok || c.def.Collection || len(vs) > 1 {
		return cell, false
	}
	if len(vs) == 1 {
		if _, element := vs[0].Element(); element != 0 || c.cell(nil, &cell, vs[0]) != nil {
			return row.Cell{}, false
		}
	}
	return cell, true
}
