package tables

// LookupType finds a type by name and returns its index in Types.
func LookupType[S Text](t *Tables, name S) (int, bool) {
	mask := len(t.TypeSlots) - 1
	for s := SlotOf(Hash(name), TypeOwner, len(t.TypeSlots)); ; s = (s + 1) & mask {
		i := int(t.TypeSlots[s]) - 1
		if i < 0 {
			return 0, false
		}
		if t.TypeName(&t.Types[i]) == string(name) {
			return i, true
		}
	}
}

// Found is an element and, for a choice, which of its types was named.
type Found struct {
	Element int
	Pos     int // ChoiceName for the choice's own name
}

// Find looks for a key among the elements of type number i and then of its ancestors.
func Find[S Text](t *Tables, i int, key S) (Found, bool) {
	h := Hash(key)
	for {
		if f, ok := FindOwn(t, i, h, key); ok {
			return f, true
		}
		row := &t.Types[i]
		if row[ColTypeKind]&FlagComplete != 0 || row[ColTypeBase] == 0 {
			return Found{}, false
		}
		i = int(row[ColTypeBase]) - FirstFHIR
	}
}

// FindOwn looks for a key among the elements of type number i alone; h is the key's hash.
func FindOwn[S Text](t *Tables, i int, h uint64, key S) (Found, bool) {
	from, to := t.Run(i)
	mask := len(t.KeySlots) - 1
	for s := SlotOf(h, i, len(t.KeySlots)); ; s = (s + 1) & mask {
		slot := t.KeySlots[s]
		if slot == 0 {
			return Found{}, false
		}
		f := Found{Element: int(slot>>8) - 1, Pos: int(slot & 0xff)}
		if from <= f.Element && f.Element < to && matches(t, f, key) {
			return f, true
		}
	}
}

// matches reports whether key is what f's slot stands for: an element's name, or a choice's with one of its types.
func matches[S Text](t *Tables, f Found, key S) bool {
	row := &t.Elements[f.Element]
	name := t.ElementName(row)
	if row[ColElementLen]&FlagChoice == 0 || f.Pos == ChoiceName {
		return string(key) == name
	}
	typ := t.List(row[ColElementTypes])[f.Pos]
	suffix := t.TypeName(&t.Types[typ-FirstFHIR])
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

// ChoiceKey returns the JSON key of a choice with a content of a type: valueQuantity.
func ChoiceKey(name, typeName string) string {
	return name + string(upper(typeName[0])) + typeName[1:]
}
