package values

import (
	"hash/maphash"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
)

// seed is the same for all values of the process, so that equal values have equal hashes.
var seed = maphash.MakeSeed()

// Parts of hashes that stand for the kind of a value.
const (
	hashBoolean = 1 + iota
	hashNumeric
	hashTime
	hashQuantity
	hashObject
)

// Hash returns a number that is the same for values that are equal by the operator =, with one exception: a number has
// another hash than the quantity of unit '1' that it is equal to.
func Hash(v value.Value) uint64 {
	sys, ok, err := v.System()
	switch {
	case err == nil && ok:
		return hashSystem(sys)
	case IsQuantity(v):
		return hashQuantity
	}
	return hashTree(v)
}

// IsQuantity is true for values that equality compares as quantities with a unit.
func IsQuantity(v value.Value) bool {
	if v.Kind() != value.KindElement {
		return v.Kind() == value.KindQuantity
	}
	if r, n := v.Element(); r.Kind(n) != resource.Object {
		return false
	}
	_, ok := v.AsQuantity()
	return ok
}

func hashSystem(v value.Value) uint64 {
	switch {
	case v.Kind() == value.KindBoolean:
		return hashBoolean<<8 + uint64(v.Integer())
	case isNumber(v):
		return hashNumber(decimalText(v))
	case IsTemporal(v):
		return hashTemporal(v)
	case v.Kind() == value.KindQuantity:
		return hashQuantity
	}
	return maphash.String(seed, v.Text())
}

// hashNumber hashes the digits between the zeros at both ends, and where the point stands.
func hashNumber(text string) uint64 {
	number := decimal.Significant(text)
	n := number.Len()
	for n > 0 && number.Digit(n-1) == '0' {
		n--
	}
	sum := uint64(number.Sign*number.Magnitude) + hashNumeric
	for i := range n {
		sum = sum*31 + uint64(number.Digit(i))
	}
	return sum
}

// hashTemporal makes use of that equal dates begin at the same instant.
func hashTemporal(v value.Value) uint64 {
	t, ok := Temporal(v)
	if !ok {
		return maphash.String(seed, v.Text())
	}
	if start, ok := t.Time(time.UTC); ok {
		return uint64(start.Unix())*uint64(time.Second) + uint64(start.Nanosecond())
	}
	hour, _ := t.Component(system.PrecisionHour)
	minute, _ := t.Component(system.PrecisionMinute)
	return uint64(hashTime)<<32 + uint64(hour)<<8 + uint64(minute)
}

// hashTree adds up the children, whose keys may come in any order.
func hashTree(v value.Value) uint64 {
	r, n := v.Element()
	sum := uint64(hashObject)
	for c := r.Child(n); c != 0; c = r.Next(c) {
		sum += maphash.Bytes(seed, r.Key(c)) * (Hash(value.Elem(r, c)) | 1)
	}
	return sum
}
