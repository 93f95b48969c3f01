package projection

import "sync"

// Name stands for the name of an element in node tables and compiled expressions: equal names are equal numbers,
// in every resource and expression of the process. The zero Name is no element that any expression asks for.
//
// Names are made for the identifiers of compiled expressions and never for input, so their number is bounded by the
// expressions that a process compiles.
type Name uint32

var interned = struct {
	sync.RWMutex
	ids   map[string]Name
	names []string
}{ids: map[string]Name{"": 0}, names: []string{""}}

// Intern returns the Name of an element name. It may be called by many goroutines at once; it is meant for
// compiling, not for evaluating.
func Intern(name string) Name {
	interned.RLock()
	id, ok := interned.ids[name]
	interned.RUnlock()
	if ok {
		return id
	}
	interned.Lock()
	defer interned.Unlock()
	if id, ok = interned.ids[name]; ok {
		return id
	}
	id = Name(len(interned.names))
	interned.ids[name] = id
	interned.names = append(interned.names, name)
	return id
}

// String returns the element name.
func (n Name) String() string {
	interned.RLock()
	defer interned.RUnlock()
	return interned.names[n]
}
