package upload

// chain is the order in which items of a Bundle are sent: those first that others refer to.
type chain struct {
	missing map[*item]int     // how many it waits for
	next    map[*item][]*item // who waits for it
	ready   []*item
	last    []*item // ready, but may mean, by a condition, what the Bundle itself has
}

func newChain(items []*item) *chain {
	c := &chain{missing: map[*item]int{}, next: map[*item][]*item{}}
	for _, it := range items {
		for _, i := range it.waits {
			if target := it.group.items[i]; !target.stored {
				c.missing[it]++
				c.next[target] = append(c.next[target], it)
			}
		}
		if c.missing[it] == 0 {
			c.free(it)
		}
	}
	return c
}

// free notes that an item waits for nothing any more.
func (c *chain) free(it *item) {
	if it.conditional {
		c.last = append(c.last, it)
	} else {
		c.ready = append(c.ready, it)
	}
}

// take returns the item that is to be sent next, or nil.
func (c *chain) take() *item {
	if len(c.ready) == 0 {
		if len(c.last) == 0 {
			return nil
		}
		c.ready, c.last = c.last[:1:1], c.last[1:]
	}
	it := c.ready[0]
	c.ready = c.ready[1:]
	return it
}

// sent frees those that have waited for nothing but this item.
func (c *chain) sent(it *item) {
	for _, waiting := range c.next[it] {
		if c.missing[waiting]--; c.missing[waiting] == 0 {
			c.free(waiting)
		}
	}
}

// sendChain sends items of a Bundle one after the other.
func (up *upload) sendChain(items []*item) {
	c := newChain(items)
	done := 0
	for it := c.take(); it != nil && up.going.Err() == nil; it = c.take() {
		up.sendLink(it)
		done++
		c.sent(it)
	}
	if up.going.Err() != nil {
		up.abandoned.Add(int64(len(items) - done))
	} else {
		for _, it := range items {
			if c.missing[it] > 0 {
				up.fail(it, errCircle)
			}
		}
	}
	up.tellLost(items[0].group)
}

// sendLink sends one item of a chain.
func (up *upload) sendLink(it *item) {
	if it.bad != nil {
		up.fail(it, it.bad)
		return
	}
	up.send([]*item{it})
}
