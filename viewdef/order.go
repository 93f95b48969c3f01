package viewdef

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// inOrder returns problems in the order in which somebody reads a view, whatever step found them: the view as a whole,
// its metadata, constants, where, and the selects from the outside in.
func inOrder(ps []Problem) []Problem {
	out := slices.Clone(ps)
	slices.SortStableFunc(out, func(a, b Problem) int { return comparePaths(a.Path, b.Path) })
	return out
}

// clauseOrder are the elements that come after all others of the same object, in this order.
var clauseOrder = [...]string{"forEach", "forEachOrNull", "repeat", "constant", "where", "column", "select", "unionAll"}

func comparePaths(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		nameX, indexX := cutIndex(x)
		nameY, indexY := cutIndex(y)
		rank := cmp.Compare(slices.Index(clauseOrder[:], nameX), slices.Index(clauseOrder[:], nameY))
		if c := cmp.Or(rank, cmp.Compare(nameX, nameY), cmp.Compare(indexX, indexY)); c != 0 {
			return c
		}
	}
	return cmp.Compare(a, b)
}

// cutIndex takes column[2] apart. An element without an index comes before its items.
func cutIndex(segment string) (name string, index int) {
	name, number, ok := strings.Cut(segment, "[")
	if !ok {
		return name, -1
	}
	index, _ = strconv.Atoi(strings.TrimSuffix(number, "]"))
	return name, index
}
