package viewdef

import (
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/internal/expr"
)

// union has the rows of its branches, one branch after the other. All branches fill the same columns.
//
// Specification: SQL on FHIR, "Unions".
type union struct {
	branches []clause
}

func (u *union) columns() (from, to int) { return u.branches[0].columns() }

func (u *union) single() bool { return false }

func (u *union) join(t *expr.Tree, branch int) {
	for _, b := range u.branches {
		b.join(t, branch)
	}
}

func (u *union) keep(k *keeper, on keptFocus) {
	for _, b := range u.branches {
		b.keep(k, on)
	}
}

func (u *union) rows(e *evaluator, f focus, next receiver) error {
	for _, b := range u.branches {
		if err := b.rows(e, f, next); err != nil {
			return err
		}
	}
	return nil
}

// null fills the columns by the first branch: that of the names and types.
func (u *union) null(e *evaluator) { u.branches[0].null(e) }

func (u *union) explain(b *strings.Builder, depth int) {
	line(b, depth, "unionAll")
	for i, branch := range u.branches {
		line(b, depth+1, "branch", strconv.Itoa(i+1))
		branch.explain(b, depth+2)
	}
}
