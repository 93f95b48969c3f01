package row

import "unsafe"

const cellSize = int(unsafe.Sizeof(Cell{}))

// List returns a cell with a list of items. It shares their memory: who changes an item changes the list.
//
// The items are kept in Cell.Text, as the bytes that they are: few columns hold lists, and a slice beside the text would
// make every cell of every column half as large again. This is sound because a string's pointer is a pointer to the
// garbage collector, which keeps the array behind it, and finds the pointers in that by how it was allocated, not by the
// type of who refers to it; and because Items makes the same slice of it that List was given, so that its alignment and
// its length are right. Nobody else makes cells of KindList, except an empty one.
func List(items []Cell) Cell {
	if len(items) == 0 {
		return Cell{Kind: KindList}
	}
	bytes := (*byte)(unsafe.Pointer(&items[0]))                                  //nolint:gosec // see above
	return Cell{Kind: KindList, Text: unsafe.String(bytes, len(items)*cellSize)} //nolint:gosec // see above
}

// Items returns the items of a list, never nil, and nil for a cell of another kind.
func (c Cell) Items() []Cell {
	switch {
	case c.Kind != KindList:
		return nil
	case c.Text == "":
		return []Cell{}
	}
	first := (*Cell)(unsafe.Pointer(unsafe.StringData(c.Text))) //nolint:gosec // see List
	return unsafe.Slice(first, len(c.Text)/cellSize)            //nolint:gosec // see List
}
