package viewdef

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/system"
)

// form is what a declared type asks of a value besides the kind of its cell: that a text is a date, that an integer is
// positive.
//
// Specification: FHIR, "Primitive Types".
type form uint8

const (
	anyForm form = iota
	dateForm
	dateTimeForm
	instantForm
	timeForm
	positiveForm
	unsignedForm
)

func formOf(t model.TypeID, m *model.Model) form {
	switch m.TypeName(t) {
	case "date", "Date":
		return dateForm
	case "dateTime", "DateTime":
		return dateTimeForm
	case "instant":
		return instantForm
	case "time", "Time":
		return timeForm
	case "positiveInt":
		return positiveForm
	case "unsignedInt":
		return unsignedForm
	}
	return anyForm
}

// always is true where every value of a type has the form. A date is a dateTime that is less precise.
func (f form) always(t model.TypeID, m *model.Model) bool {
	own, name := m.System(t), m.TypeName(t)
	switch f {
	case dateForm:
		return own == model.SystemDate
	case dateTimeForm:
		return own == model.SystemDateTime || own == model.SystemDate
	case instantForm:
		return name == "instant"
	case timeForm:
		return own == model.SystemTime
	case positiveForm:
		return name == "positiveInt"
	case unsignedForm:
		return name == "unsignedInt" || name == "positiveInt"
	}
	return true
}

// holds is true for a value that has the form: by its type, and where that leaves it open by its text. sys is the
// System value of v. An element of which the model knows no type is what its text is; what an element of the declared
// type itself holds is not looked at, as everywhere.
func (f form) holds(v, sys value.Value) bool {
	switch f {
	case anyForm:
		return true
	case positiveForm:
		return sys.Integer() >= 1 || f.typed(v)
	case unsignedForm:
		return sys.Integer() >= 0 || f.typed(v)
	}
	if v.Kind() == value.KindElement && v.FHIRType() == model.Unknown {
		return f.matches(sys.Text())
	}
	switch sys.Kind() {
	case value.KindDate:
		return f == dateForm || f == dateTimeForm
	case value.KindDateTime:
		return f == dateTimeForm || f == instantForm && f.typed(v) || f != timeForm && f.matches(sys.Text())
	case value.KindTime:
		return f == timeForm
	}
	return false
}

// typed is true for an element whose type says that it has the form.
func (f form) typed(v value.Value) bool {
	if v.Kind() != value.KindElement {
		return false
	}
	r, _ := v.Element()
	return f.always(v.FHIRType(), r.Model())
}

// matches is true for the text of a date or time of the form.
func (f form) matches(text string) (ok bool) {
	switch f {
	case dateForm:
		_, ok = system.ParseDate(text)
	case dateTimeForm:
		_, ok = system.ParseDateTime(text)
	case instantForm:
		ok = isInstant(text)
	case timeForm:
		_, ok = system.ParseTime(text)
	}
	return ok
}

// isInstant is true for a dateTime to the second, at least, that has an offset.
func isInstant(text string) bool {
	t, ok := system.ParseDateTime(text)
	_, zoned := t.Offset()
	return ok && zoned && t.Precision() >= system.PrecisionSecond
}
