package model

import "fmt"

// indexTypes fills TypeSlots.
func (b *builder) indexTypes() {
	t := b.t
	n := len(t.Types) - 1
	t.TypeSlots = make([]uint16, tableSize(n))
	for i := range n {
		s := slotOf(hash(t.typeName(&t.Types[i])), typeOwner, len(t.TypeSlots))
		for t.TypeSlots[s] != 0 {
			s = (s + 1) & (len(t.TypeSlots) - 1)
		}
		t.TypeSlots[s] = uint16(i + 1)
	}
}

// indexKeys fills KeySlots with each type's own elements.
func (b *builder) indexKeys() error {
	t := b.t
	n := len(t.Elements)
	for i := range t.Elements {
		if row := &t.Elements[i]; row[colElementLen]&flagChoice != 0 {
			n += len(t.list(row[colElementTypes]))
		}
	}
	t.KeySlots = make([]uint32, tableSize(n))
	for owner := range len(t.Types) - 1 {
		from, to := t.run(owner)
		for e := from; e < to; e++ {
			if err := b.indexElement(owner, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) indexElement(owner, e int) error {
	row := &b.t.Elements[e]
	name := b.t.elementName(row)
	if row[colElementLen]&flagChoice == 0 {
		return b.indexKey(owner, found{e, 0}, name)
	}
	for pos, typ := range b.t.list(row[colElementTypes]) {
		key := choiceKey(name, b.t.typeName(&b.t.Types[typ-FirstFHIR]))
		if err := b.indexKey(owner, found{e, pos}, key); err != nil {
			return err
		}
	}
	return b.indexKey(owner, found{e, choiceName}, name)
}

func (b *builder) indexKey(owner int, f found, key string) error {
	t, h := b.t, hash(key)
	if _, ok := findOwn(t, owner, h, key); ok {
		return fmt.Errorf("type %s has two elements with the key %s: correct its definition",
			t.typeName(&t.Types[owner]), key)
	}
	s := slotOf(h, owner, len(t.KeySlots))
	for t.KeySlots[s] != 0 {
		s = (s + 1) & (len(t.KeySlots) - 1)
	}
	t.KeySlots[s] = uint32(f.element+1)<<8 | uint32(f.pos)
	return nil
}

// tableSize returns the smallest power of two that n names fill to no more than three quarters, so that a search
// ends. Half of that would cost 32 KB for R4 and not make a measurable difference.
func tableSize(n int) int {
	size := 2
	for size*3 < n*4 {
		size *= 2
	}
	return size
}
