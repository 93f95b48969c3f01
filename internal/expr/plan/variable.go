package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
)

// local is a variable that the expression defines. Variables that are visible at one place have different slots; those
// that are not may share one.
type local struct {
	name   string // of those whose name is computed
	values value.Collection
}

// Define is defineVariable(): it yields its input, and sets a variable for what is evaluated on that.
//
// Specification: FHIRPath, "defineVariable".
type Define struct {
	X Node
	// Value is evaluated with the whole input as $this; nil stands for the input.
	Value Node
	Slot  int
	// Name is the name of the variable where it has to be computed; nil where the compiler knows it.
	Name Node
	// Taken is true for the names that cannot be computed, because the compiler knows them; Named are the slots of the
	// variables with other computed names.
	Taken func(name string) bool
	Named []int
	At    ast.Span
}

// Eval implements Node.
func (n *Define) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	name, err := n.name(c)
	if err != nil {
		return nil, at(n.At, err)
	}
	vs := in
	if n.Value != nil {
		this := c.This
		c.This = in
		vs, err = n.Value.Eval(c)
		c.This = this
		if err != nil {
			return nil, err
		}
	}
	for len(c.locals) <= n.Slot {
		c.locals = append(c.locals, local{})
	}
	c.locals[n.Slot] = local{name, vs}
	return in, nil
}

func (n *Define) name(c *Context) (string, error) {
	if n.Name == nil {
		return "", nil
	}
	vs, err := n.Name.Eval(c)
	if err != nil {
		return "", err
	}
	name, ok, err := Text(vs)
	switch {
	case err != nil:
		return "", err
	case !ok || name == "":
		return "", Failf("defineVariable() wants a name")
	case n.Taken(name) || named(c, n.Named, name) >= 0:
		return "", Failf("defineVariable() wants a name that is not taken")
	}
	return name, nil
}

// named returns the slot of the variable with a computed name, or -1.
func named(c *Context, slots []int, name string) int {
	for _, slot := range slots {
		if slot < len(c.locals) && c.locals[slot].name == name {
			return slot
		}
	}
	return -1
}

// Local is a variable that the expression defines.
type Local struct {
	Slot int
	// Name is set where the slot has to be found among those of variables with computed names.
	Name  string
	Slots []int
	At    ast.Span
}

// Eval implements Node.
func (n *Local) Eval(c *Context) (value.Collection, error) {
	slot := n.Slot
	if n.Name != "" {
		if slot = named(c, n.Slots, n.Name); slot < 0 {
			return nil, at(n.At, Failf("unknown variable %%%s", n.Name))
		}
	}
	if slot >= len(c.locals) {
		return nil, nil
	}
	return c.locals[slot].values, nil
}
