package plan

import "github.com/fhirview/fhirview/fhirpath/value"

// Truth is the answer to a question in three-valued logic.
type Truth uint8

// The three truth values.
const (
	Empty Truth = iota
	False
	True
)

// TruthOf returns True or False.
func TruthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Collection returns the truth value as a collection.
func (t Truth) Collection() value.Collection {
	if t == Empty {
		return nil
	}
	return Boolean(t == True)
}

// Not returns the opposite.
func (t Truth) Not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Empty
}

// Single returns the only item of a collection; ok is false where it is empty.
//
// Specification: FHIRPath, "Singleton Evaluation of Collections".
func Single(vs value.Collection) (v value.Value, ok bool, err error) {
	switch len(vs) {
	case 0:
		return v, false, nil
	case 1:
		return vs[0], true, nil
	}
	return v, false, Failf("want a single value, have %d", len(vs))
}

// SingleSystem returns the System value of the only item of a collection; ok is false where there is none.
func SingleSystem(vs value.Collection) (v value.Value, ok bool, err error) {
	v, ok, err = Single(vs)
	if !ok || err != nil {
		return v, false, err
	}
	return v.System()
}

// ToBoolean evaluates a collection as a Boolean: a single item that is no Boolean counts as true. A Boolean that has
// only an id or extensions is not known to be true.
func ToBoolean(vs value.Collection) (Truth, error) {
	v, ok, err := Single(vs)
	if !ok || err != nil {
		return Empty, err
	}
	sys, ok, err := v.System()
	if err != nil {
		return Empty, err
	}
	switch {
	case ok && sys.Kind() == value.KindBoolean:
		return TruthOf(sys.IsTrue()), nil
	case !ok && v.TypeName() == "boolean":
		return Empty, nil
	}
	return True, nil
}

// Tester is a node whose result is a Boolean or empty, which it can tell without making a collection.
type Tester interface {
	Test(c *Context) (Truth, error)
}

// Condition returns a node's truth value, as a criterion or an operand of and, or, xor, implies or not.
func Condition(c *Context, n Node) (t Truth, err error) {
	mark := c.Mark()
	if tester, ok := n.(Tester); ok {
		t, err = tester.Test(c)
	} else {
		var vs value.Collection
		if vs, err = n.Eval(c); err == nil {
			t, err = ToBoolean(vs)
		}
	}
	c.Release(mark)
	return t, err
}

// BooleanOf returns the Boolean that a node yields as the condition of a view. What is none is an error: SQL on FHIR asks
// for a Boolean.
func BooleanOf(c *Context, n Node) (Truth, error) {
	mark := c.Mark()
	defer c.Release(mark)
	if t, ok := n.(Tester); ok {
		return t.Test(c)
	}
	vs, err := n.Eval(c)
	if err != nil {
		return Empty, err
	}
	v, ok, err := singleOf(value.KindBoolean, vs)
	if err != nil || !ok {
		return Empty, err
	}
	return TruthOf(v.IsTrue()), nil
}
