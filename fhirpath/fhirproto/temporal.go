package fhirproto

import (
	"errors"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

var (
	errPrecision = errors.New("a date or time without a precision; set one, or mark it as having no value")
	errZone      = errors.New("the time zone is neither Z, nor an offset such as +01:00, nor a name that is known here")
)

const (
	zulu     = "Z"
	offset   = "-07:00"
	maxZones = 1000
)

// layouts has the layouts of each precision, by the name of its enum value.
var layouts = map[protoreflect.Name]string{
	"YEAR":        "2006",
	"MONTH":       "2006-01",
	"DAY":         "2006-01-02",
	"SECOND":      "2006-01-02T15:04:05",
	"MILLISECOND": "2006-01-02T15:04:05.000",
	"MICROSECOND": "2006-01-02T15:04:05.000000",
}

// moment reads a date, a dateTime, an instant or a time: microseconds since 1970, or since midnight, and a precision.
type moment struct {
	value, zone, precision protoreflect.FieldDescriptor
	by                     map[protoreflect.EnumNumber]layout
}

// layout is how a precision is written, without a zone and with one.
type layout struct{ plain, utc, zoned string }

// temporal returns the reader for dates and times, or nil for other messages.
func temporal(desc protoreflect.MessageDescriptor) reader {
	fields := desc.Fields()
	m := moment{fields.ByName("value_us"), fields.ByName("timezone"), fields.ByName("precision"), nil}
	if m.value == nil || m.precision == nil {
		return nil
	}
	m.by = map[protoreflect.EnumNumber]layout{}
	values := m.precision.Enum().Values()
	for i := range values.Len() {
		v := values.Get(i)
		if text, ok := layouts[v.Name()]; ok {
			m.by[v.Number()] = m.layout(text)
		}
	}
	return m.read
}

func (m *moment) layout(text string) layout {
	const day = len("2006-01-02")
	switch {
	case m.zone == nil:
		return layout{plain: text[day+len("T"):]}
	case len(text) <= day:
		return layout{plain: text}
	}
	return layout{utc: text + zulu, zoned: text + offset}
}

func (m *moment) read(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
	l, ok := m.by[msg.Get(m.precision).Enum()]
	if !ok {
		return resource.None, "", errPrecision
	}
	name := zulu
	if m.zone != nil {
		name = msg.Get(m.zone).String()
	}
	zone, err := d.zone(name)
	if err != nil {
		return resource.None, "", err
	}
	text := l.plain
	switch {
	case text != "":
	case name == zulu:
		text = l.utc
	default:
		text = l.zoned
	}
	const longest = 64 // a year can have more digits than four
	us := msg.Get(m.value).Int()
	at := time.Unix(us/1e6, us%1e6*1e3).In(zone)
	return resource.String, d.texts.Keep(at.AppendFormat(d.texts.Grow(longest), text)), nil
}

// zone returns the location that a time zone stands for.
func (d *Decoder) zone(name string) (*time.Location, error) {
	if name == zulu {
		return time.UTC, nil
	}
	if l := d.zones[name]; l != nil {
		return l, nil
	}
	l, err := parseZone(name)
	if err != nil {
		return nil, err
	}
	if len(d.zones) == maxZones {
		clear(d.zones)
	}
	d.zones[name] = l
	return l, nil
}

func parseZone(name string) (*time.Location, error) {
	if name != "" && (name[0] == '+' || name[0] == '-') {
		t, err := time.Parse(offset, name)
		if err != nil {
			return nil, errZone
		}
		_, seconds := t.Zone()
		return time.FixedZone(name, seconds), nil
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return nil, errZone
	}
	return l, nil
}
