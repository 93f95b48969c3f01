package layout

import (
	"fmt"

	"github.com/fhirview/fhirview/internal/tables"
)

// indexTypes fills TypeSlots.
func (b *builder) indexTypes() {
	t := b.t
	n := len(t.Types) - 1
	t.TypeSlots = make([]uint16, tableSize(n))
	for i := range n {
		s := tables.SlotOf(tables.Hash(t.TypeName(&t.Types[i])), tables.TypeOwner, len(t.TypeSlots))
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
		if row := &t.Elements[i]; row[tables.ColElementLen]&tables.FlagChoice != 0 {
			n += len(t.List(row[tables.ColElementTypes]))
		}
	}
	t.KeySlots = make([]uint32, tableSize(n))
	for owner := range len(t.Types) - 1 {
		from, to := t.Run(owner)
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
	name := b.t.ElementName(row)
	if row[tables.ColElementLen]&tables.FlagChoice == 0 {
		return b.indexKey(owner, tables.Found{Element: e, Pos: 0}, name)
	}
	for pos, typ := range b.t.List(row[tables.ColElementTypes]) {
		key := tables.ChoiceKey(name, b.t.TypeName(&b.t.Types[typ-tables.FirstFHIR]))
		if err := b.indexKey(owner, tables.Found{Element: e, Pos: pos}, key); err != nil {
			return err
		}
	}
	return b.indexKey(owner, tables.Found{Element: e, Pos: tables.ChoiceName}, name)
}

func (b *builder) indexKey(owner int, f tables.Found, key string) error {
	t, h := b.t, tables.Hash(key)
	if _, ok := tables.FindOwn(t, owner, h, key); ok {
		return fmt.Errorf("type %s has two elements with the key %s: correct its definition",
			t.TypeName(&t.Types[owner]), key)
	}
	s := tables.SlotOf(h, owner, len(t.KeySlots))
	for t.KeySlots[s] != 0 {
		s = (s + 1) & (len(t.KeySlots) - 1)
	}
	t.KeySlots[s] = uint32(f.Element+1)<<8 | uint32(f.Pos)
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
