package model

// lookupType finds a type by name and returns its index in Types.
func lookupType[S text](t *Tables, name S) (int, bool) {
	mask := len(t.TypeSlots) - 1
	for s := slotOf(hash(name), typeOwner, len(t.TypeSlots)); ; s = (s + 1) & mask {
		i := int(t.TypeSlots[s]) - 1
		if i < 0 {
			return 0, false
		}
		if t.typeName(&t.Types[i]) == string(name) {
			return i, true
		}
	}
}

// found is an element and, for a choice, which of its types was named.
type found struct {
	element int
	pos     int // choiceName for the choice's own name
}

// find looks for a key among the elements of type number i and then of its ancestors.
func find[S text](m *Model, i int, key S) (found, bool) {
	t, h := m.t, hash(key)
	for {
		if f, ok := findOwn(t, i, h, key); ok {
			return f, true
		}
		row := &t.Types[i]
		if row[colTypeKind]&flagComplete != 0 || row[colTypeBase] == 0 {
			return found{}, false
		}
		i = int(row[colTypeBase]) - int(FirstFHIR)
	}
}

// findOwn looks for a key among the elements of type number i alone; h is the key's hash.
func findOwn[S text](t *Tables, i int, h uint64, key S) (found, bool) {
	from, to := t.run(i)
	mask := len(t.KeySlots) - 1
	for s := slotOf(h, i, len(t.KeySlots)); ; s = (s + 1) & mask {
		slot := t.KeySlots[s]
		if slot == 0 {
			return found{}, false
		}
		f := found{element: int(slot>>8) - 1, pos: int(slot & 0xff)}
		if from <= f.element && f.element < to && matches(t, f, key) {
			return f, true
		}
	}
}

// matches reports whether key is what f's slot stands for: an element's name, or a choice's with one of its types.
func matches[S text](t *Tables, f found, key S) bool {
	row := &t.Elements[f.element]
	name := t.elementName(row)
	if row[colElementLen]&flagChoice == 0 || f.pos == choiceName {
		return string(key) == name
	}
	typ := t.list(row[colElementTypes])[f.pos]
	suffix := t.typeName(&t.Types[typ-FirstFHIR])
	n := len(name)
	return len(key) == n+len(suffix) && string(key[:n]) == name &&
		key[n] == upper(suffix[0]) && string(key[n+1:]) == suffix[1:]
}

// upper makes an ASCII letter upper case; the names of FHIR's types are ASCII.
func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

func choiceKey(name, typeName string) string {
	return name + string(upper(typeName[0])) + typeName[1:]
}
