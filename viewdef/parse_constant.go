package viewdef

import (
	"maps"
	"slices"
	"strings"
)

// readConstant reads a constant. Its type is "" where it has no value that it could have, which is a problem already.
func readConstant(o object) Constant {
	if o.members == nil {
		return Constant{}
	}
	c := Constant{Name: o.required("name")}
	o.sqlName(c.Name)
	var values []string
	known := []string{"name"}
	for _, key := range slices.Sorted(maps.Keys(o.members)) {
		if suffix, ok := strings.CutPrefix(key, "value"); ok && suffix != "" {
			values, known = append(values, key), append(known, key)
		}
	}
	o.onlyKeys(constantHints, known...)
	switch len(values) {
	case 0:
		if o.hasAny(slices.Collect(maps.Keys(constantHints))...) {
			break // which is told
		}
		o.p.failf(o.path, "the constant has no value; give it one of valueString, valueCode, valueInteger, …")
	case 1:
		key := values[0]
		if c.Type = constantType(key[len("value"):]); c.Type == "" {
			o.p.failf(o.at(key), "a constant cannot be of this type")
		}
		c.Value = o.members[key]
	default:
		o.p.failf(o.path, "a constant has one value, not %s", strings.Join(values, " and "))
	}
	return c
}

// constantTypes are the FHIR types that a constant can have.
var constantTypes = [...]string{
	"base64Binary", "boolean", "canonical", "code", "date", "dateTime", "decimal", "id", "instant", "integer",
	"integer64", "oid", "string", "positiveInt", "time", "unsignedInt", "uri", "url", "uuid",
}

// constantType returns the type that value[x] ends in.
func constantType(suffix string) string {
	for _, t := range constantTypes {
		if strings.ToUpper(t[:1])+t[1:] == suffix {
			return t
		}
	}
	return ""
}
