package plan

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
	"github.com/fhirview/fhirview/internal/values"
)

// Object is a JSON object that is being written: its members in order.
type Object struct{ members []jsonMember }

type jsonMember struct {
	key   string
	value []byte
}

// Set replaces a member, or adds it; nil takes it away.
func (o *Object) Set(key string, text []byte) {
	for i := range o.members {
		if o.members[i].key == key {
			o.members = append(o.members[:i:i], o.members[i+1:]...)
			break
		}
	}
	if text != nil {
		o.members = append(o.members, jsonMember{key, text})
	}
}

// Bytes returns the object as JSON text.
func (o *Object) Bytes() []byte {
	b := []byte{'{'}
	for i, m := range o.members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, m.key), ':')
		b = append(b, m.value...)
	}
	return append(b, '}')
}

// JSONString returns a string as JSON text.
func JSONString(s string) []byte { return appendString(nil, s) }

// jsonArray returns texts as a JSON array.
func jsonArray(items [][]byte) []byte {
	return append(append([]byte{'['}, bytes.Join(items, []byte{','})...), ']')
}

// objectOf takes an object apart, of which the text is known to be well formed.
func objectOf(text []byte) (*Object, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	o := &Object{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		name, _ := key.(string)
		o.members = append(o.members, jsonMember{name, raw})
	}
	return o, nil
}

// companion returns the id and the extensions of a primitive as an object.
func companion(r *resource.Resource, n resource.NodeID) *Object {
	o := &Object{}
	var extensions [][]byte
	for c := r.Child(n); c != 0; c = r.Next(c) {
		switch string(r.Key(c)) {
		case "id":
			o.Set("id", r.JSON(c))
		case "extension":
			extensions = append(extensions, r.JSON(c))
		}
	}
	if extensions != nil {
		o.Set("extension", jsonArray(extensions))
	}
	return o
}

// primitiveJSON returns a System value as the JSON text of a FHIR primitive type. Strings are converted where the type
// asks for another kind of value.
func primitiveJSON(m *model.Model, v value.Value, t model.TypeID) ([]byte, error) {
	text, ok := v.ToString()
	if !ok {
		return nil, Failf("a %s cannot be written as a %s", v.TypeName(), m.TypeName(t))
	}
	quoted := false
	switch want := m.System(t); want {
	case model.SystemBoolean:
		ok = text == "true" || text == "false"
	case model.SystemInteger:
		_, err := strconv.ParseInt(text, 10, 32)
		ok = err == nil
	case model.SystemLong:
		_, err := strconv.ParseInt(text, 10, 64)
		ok, quoted = err == nil, true // JSON's numbers are no safe place for 64 bits
	case model.SystemDecimal:
		text, ok = decimal.ParsePlain(text)
	case model.SystemDate, model.SystemDateTime, model.SystemTime:
		_, ok = values.Temporal(value.At(temporalKinds[want], text))
		quoted = true
	default:
		ok, quoted = text != "", true
	}
	if !ok {
		return nil, Failf("the value is not one of a %s", m.TypeName(t))
	}
	if quoted {
		return JSONString(text), nil
	}
	return []byte(text), nil
}

var temporalKinds = map[model.TypeID]value.Kind{
	model.SystemDate: value.KindDate, model.SystemDateTime: value.KindDateTime, model.SystemTime: value.KindTime,
}

// quantityJSON returns a System quantity as a FHIR Quantity.
func quantityJSON(q value.Quantity) []byte {
	o := &Object{}
	o.Set("value", []byte(decimal.Format(q.Value)))
	o.Set("unit", JSONString(q.Unit))
	if _, keyword := system.ParseDurationUnit(q.Unit); !keyword {
		o.Set("system", JSONString("http://unitsofmeasure.org"))
		o.Set("code", JSONString(q.Unit))
	}
	return o.Bytes()
}
