package typed

import (
	"github.com/fhirview/fhirview/internal/system"
)

// Span returns the first and the last value of the type, a Date or a Timestamp, that the text of a date or a dateTime
// stands for: 2024-02 is from 2024-02-01 to 2024-02-29. The text of a point in time is both, unless microseconds cannot
// hold it: then it is between them. What has no offset is taken to be in UTC.
func (t Type) Span(text string) (first, last int64, err error) {
	at, ok := system.ParseDateTime(text)
	switch {
	case !ok:
		return 0, 0, t.fail("is no date")
	case t.Kind == Date && at.Precision() > system.PrecisionDay:
		return 0, 0, t.fail("has a time of day")
	case t.Kind == Date:
		first, last = at.EpochDay(), at.Last().EpochDay()
	case at.Precision() < system.PrecisionSecond:
		first, last = at.EpochMicros(), at.Last().EpochMicros()
	default:
		first = at.EpochMicros()
		last = first
		second, _ := at.Component(system.PrecisionSecond)
		switch {
		case second == 60: // which EpochMicros has as the second after it
			last = (at.EpochMicros() / 1_000_000) * 1_000_000
			first = last - 1
		case inexact(at, text) != "":
			last++
		}
	}
	if t.Kind == Timestamp && (first < leastMicros || last > greatestMicros) {
		return 0, 0, t.fail("is in no year from 1 to 9999")
	}
	return first, last, nil
}

// AppendValue appends a value of a Date or a Timestamp as FHIR writes it; points in time are in UTC.
func (t Type) AppendValue(dst []byte, v int64) []byte {
	if t.Kind == Date {
		return system.DateOf(v).AppendTo(dst)
	}
	return system.DateTimeOf(v).AppendTo(dst)
}
