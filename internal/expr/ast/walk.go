package ast

// Walk calls visit for n and then, where visit returns true, for the nodes below n, in the order of the source. A nil n
// is not visited.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	switch n := n.(type) {
	case *Member:
		Walk(n.X, visit)
	case *Call:
		Walk(n.X, visit)
		for _, arg := range n.Args {
			Walk(arg, visit)
		}
	case *Variable:
		Walk(n.X, visit)
	case *Index:
		Walk(n.X, visit)
		Walk(n.I, visit)
	case *Unary:
		Walk(n.X, visit)
	case *Binary:
		Walk(n.X, visit)
		Walk(n.Y, visit)
	case *TypeTest:
		Walk(n.X, visit)
	case *SortKey:
		Walk(n.X, visit)
	case *Instance:
		for _, field := range n.Fields {
			Walk(field.X, visit)
		}
	}
}
