package funcs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/nodes"
)

// pathname yields the paths of the elements of the input that are part of %rootResource.
//
// Specification: FHIRPath, "pathname".
func pathname(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	short := false
	if len(args) > 0 {
		t, err := plan.Condition(c, args[0])
		if err != nil {
			return nil, err
		}
		short = t == plan.True
	}
	if len(in) == 0 || len(c.RootResource) == 0 {
		return nil, nil
	}
	r, root := c.RootResource[0].Element()
	c.Spend((*nodes.Resource)(r).Table().Count())
	w := pathWriter{r: r, root: root, parents: make([]resource.NodeID, (*nodes.Resource)(r).Table().Count()+1), short: short}
	w.climb(root)
	mark := c.Mark()
	for _, v := range in {
		if v.Kind() != value.KindElement {
			continue
		}
		if own, n := v.Element(); own == r && (n == root || w.parents[n] != 0) {
			path := w.path(c, n)
			if err := c.SpendText(len(path)); err != nil {
				return nil, err
			}
			c.Push(value.Str(path))
		}
	}
	return c.Since(mark), nil
}

// pathWriter writes the paths of a resource's nodes.
type pathWriter struct {
	r       *resource.Resource
	root    resource.NodeID
	parents []resource.NodeID
	short   bool
}

// climb notes the parents of all that is below a node.
func (w *pathWriter) climb(n resource.NodeID) {
	for child := w.r.Child(n); child != 0; child = w.r.Next(child) {
		w.parents[child] = n
		w.climb(child)
	}
}

func (w *pathWriter) path(c *plan.Context, n resource.NodeID) string {
	var steps []string
	for ; n != w.root; n = w.parents[n] {
		steps = append(steps, w.step(c, n))
	}
	var b strings.Builder
	b.WriteString(w.r.Model().TypeName(w.r.Type(w.root)))
	for _, step := range slices.Backward(steps) {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}

// step writes the name of a node and its place among those of the same name.
func (w *pathWriter) step(c *plan.Context, n resource.NodeID) string {
	name, repeats, known := w.element(n)
	place, count := 0, 0
	for sibling := w.r.Child(w.parents[n]); sibling != 0; sibling = w.r.Next(sibling) {
		c.Spend(1)
		if own, _, _ := w.element(sibling); own != name {
			continue
		}
		if sibling == n {
			place = count
		}
		count++
	}
	text := identifier(name)
	if w.short && (known && !repeats || !known && count == 1) {
		return text
	}
	return text + "[" + strconv.Itoa(place) + "]"
}

// element returns the name of a node's element: value for valueQuantity.
func (w *pathWriter) element(n resource.NodeID) (name string, repeats, known bool) {
	key := w.r.Key(n)
	parent := w.r.Type(w.parents[n])
	if parent != model.Unknown {
		if e, _, ok := w.r.Model().ElementByKey(parent, key); ok {
			return e.Name, e.Repeats, true
		}
	}
	return string(key), false, false
}

// identifier writes a name as an expression does behind a dot.
func identifier(name string) string {
	for i, r := range name {
		letter := r == '_' || 'a' <= r|0x20 && r|0x20 <= 'z'
		if !letter && (i == 0 || r < '0' || '9' < r) {
			return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(name) + "`"
		}
	}
	return name
}
