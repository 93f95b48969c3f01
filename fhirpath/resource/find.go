package resource

// Find returns the first of n and its later siblings that has the name, or 0. n may be 0.
func (r *Resource) Find(n NodeID, name Name) NodeID {
	nodes := r.nodes
	for n != 0 {
		nd := &nodes[n]
		if nd.name == name {
			break
		}
		n = nd.next
	}
	return n
}
