package projection

// Unify says that the elements at x and at y are read alike, so that both are read as far as either is. It is what
// makes the shape of a recursive element out of the shapes of its first two levels.
func (b *Builder) Unify(x, y Ref) { unify(x, y) }

func unify(x, y Ref) {
	s, t := x.draft.find(), y.draft.find()
	if x.Type != y.Type || t.untyped {
		s.makeUntyped()
	}
	// Opening may have merged shapes of a circle that both are part of.
	if s, t = s.find(), t.find(); s == t {
		return
	}
	edges := t.edges
	t.edges, t.merged = nil, s
	if t.all {
		s.readAll()
	}
	for _, e := range edges {
		s.find().adopt(e)
	}
}

// adopt gives an edge to a shape, which may have one with the same key.
func (s *draft) adopt(e edge) {
	if s.untyped {
		e.key = e.name
		e.to.makeUntyped()
	}
	if s = s.find(); s.all {
		e.to.find().readAll()
		return
	}
	if i := s.edge(e.key); i >= 0 {
		own := s.edges[i]
		unify(Ref{own.to, own.typ}, Ref{e.to, e.typ})
		return
	}
	s.edges = append(s.edges, e)
}

// makeUntyped makes a shape and all that hangs on it untyped.
func (s *draft) makeUntyped() {
	if s = s.find(); s.untyped {
		return
	}
	s.untyped = true
	edges := s.edges
	s.edges = nil
	for _, e := range edges {
		s.find().adopt(e)
	}
}

// Union returns a projection of all that any of the given ones reads, so that one decoded resource serves them all.
// There has to be at least one, and they have to be of the same model and the same type of resource.
func Union(ps ...*Projection) *Projection {
	b := NewBuilder(ps[0].model, ps[0].typ)
	for _, p := range ps {
		for name := range p.names {
			b.Name(name)
		}
		b.Unify(b.Root(), Ref{p.source.copy(map[*draft]*draft{}), b.typ})
	}
	return b.Projection()
}

// copy returns the graph that hangs on a shape, without shapes that are merged into others.
func (s *draft) copy(done map[*draft]*draft) *draft {
	s = s.find()
	if c := done[s]; c != nil {
		return c
	}
	c := &draft{untyped: s.untyped, all: s.all}
	done[s] = c
	for _, e := range s.edges {
		e.to = e.to.copy(done)
		c.edges = append(c.edges, e)
	}
	return c
}
