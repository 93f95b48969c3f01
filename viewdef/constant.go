package viewdef

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// reserved are the variables that the specifications define.
var reserved = []string{"context", "resource", "rootResource", "rowIndex", "ucum", "sct", "loinc"}

// constants returns the values of a view's constants, typed.
//
// Specification: SQL on FHIR, "Using Constants".
func constants(cs []Constant, m *model.Model, ps *problems) map[string]value.Collection {
	values := make(map[string]value.Collection, len(cs))
	for _, c := range cs {
		if c.Type == "" || c.Name == "" {
			continue
		}
		if _, ok := values[c.Name]; ok {
			ps.fail(c.path+".name", "constant %q is defined already", c.Name)
			continue
		}
		if slices.Contains(reserved, c.Name) {
			ps.fail(c.path+".name", "%%%s has a meaning of its own; choose another name", c.Name)
			continue
		}
		v, ok := constantValue(c)
		if !ok {
			ps.fail(c.path, "the value is no valid %s", c.Type)
			continue
		}
		t, _ := m.Lookup(c.Type)
		values[c.Name] = value.Collection{v.Typed(t)}
	}
	return values
}

func constantValue(c Constant) (v value.Value, ok bool) {
	switch c.Type {
	case "boolean":
		return value.Bool(string(c.Value) == "true"), kindOf(c.Value) == "a boolean"
	case "decimal":
		_, ok := value.ParseDecimal(string(c.Value))
		return value.Dec(string(c.Value)), ok
	case "integer":
		return integerConstant(c, -1<<31)
	case "unsignedInt":
		return integerConstant(c, 0)
	case "positiveInt":
		return integerConstant(c, 1)
	}
	text := string(c.Value)
	if isString := json.Unmarshal(c.Value, &text) == nil; !isString && c.Type != "integer64" {
		return v, false
	}
	return textConstant(c.Type, text)
}

func integerConstant(c Constant, least int64) (value.Value, bool) {
	i, err := strconv.ParseInt(string(c.Value), 10, 32)
	return value.Int(int32(i)), err == nil && i >= least
}

func textConstant(typ, text string) (v value.Value, ok bool) {
	switch typ {
	case "integer64":
		i, err := strconv.ParseInt(text, 10, 64)
		return value.Long(i), err == nil
	case "date":
		_, ok = value.ParseDate(text)
		return value.Temporary(value.KindDate, text), ok
	case "dateTime", "instant":
		_, ok = value.ParseDateTime(text)
		return value.Temporary(value.KindDateTime, text), ok
	case "time":
		_, ok = value.ParseTime(text)
		return value.Temporary(value.KindTime, text), ok
	}
	return value.Str(text), true
}
