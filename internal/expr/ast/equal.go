package ast

import "slices"

// Equal says whether a and b are the same tree, wherever their nodes stand in their sources. Two nil nodes are equal.
func Equal(a, b Node) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case *Literal:
		return is(b, a.equal)
	case *Empty:
		return is(b, func(*Empty) bool { return true })
	case *Member:
		return is(b, a.equal)
	case *Call:
		return is(b, a.equal)
	case *Variable:
		return is(b, a.equal)
	case *External:
		return is(b, a.equal)
	case *Index:
		return is(b, a.equal)
	case *Unary:
		return is(b, a.equal)
	case *Binary:
		return is(b, a.equal)
	case *TypeTest:
		return is(b, a.equal)
	case *SortKey:
		return is(b, a.equal)
	case *Instance:
		return is(b, a.equal)
	}
	return false
}

// is says whether n is a T that satisfies equal.
func is[T Node](n Node, equal func(T) bool) bool {
	t, ok := n.(T)
	return ok && equal(t)
}

func (n *Literal) equal(o *Literal) bool {
	return n.Kind == o.Kind && n.Text == o.Text && n.Unit == o.Unit && n.Calendar == o.Calendar
}

func (n *Member) equal(o *Member) bool { return n.Name == o.Name && Equal(n.X, o.X) }

func (n *Call) equal(o *Call) bool {
	return n.Name == o.Name && slices.EqualFunc(n.Args, o.Args, Equal) && Equal(n.X, o.X)
}

func (n *Variable) equal(o *Variable) bool { return n.Name == o.Name && Equal(n.X, o.X) }

func (n *External) equal(o *External) bool { return n.Name == o.Name }

func (n *Index) equal(o *Index) bool { return Equal(n.I, o.I) && Equal(n.X, o.X) }

func (n *Unary) equal(o *Unary) bool { return n.Op == o.Op && Equal(n.X, o.X) }

func (n *Binary) equal(o *Binary) bool { return n.Op == o.Op && Equal(n.Y, o.Y) && Equal(n.X, o.X) }

func (n *TypeTest) equal(o *TypeTest) bool {
	return n.Op == o.Op && n.Type.equal(o.Type) && Equal(n.X, o.X)
}

func (t TypeName) equal(o TypeName) bool { return t.Namespace == o.Namespace && t.Name == o.Name }

func (n *SortKey) equal(o *SortKey) bool { return n.Desc == o.Desc && Equal(n.X, o.X) }

func (n *Instance) equal(o *Instance) bool {
	return n.Type.equal(o.Type) && slices.EqualFunc(n.Fields, o.Fields, InstanceField.equal)
}

func (f InstanceField) equal(o InstanceField) bool { return f.Name == o.Name && Equal(f.X, o.X) }
