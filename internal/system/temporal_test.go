package system

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// parseTemporal reads a FHIRPath literal: dates have no T, times begin with one.
func parseTemporal(t testing.TB, literal string) Temporal {
	t.Helper()
	v, ok := parseLiteral(literal)
	if !ok {
		t.Fatalf("%s does not parse", literal)
	}
	return v
}

func parseLiteral(literal string) (Temporal, bool) {
	for i := range len(literal) {
		if literal[i] == 'T' {
			if i == 0 {
				return ParseTime(literal[1:])
			}
			return ParseDateTime(literal)
		}
	}
	return ParseDate(literal)
}

// temporalTexts are literals with their canonical form, precision() and Precision.
var temporalTexts = []struct {
	literal, text string
	digits        int
	precision     Precision
}{
	{"2014", "2014", 4, PrecisionYear},
	{"2014-01", "2014-01", 6, PrecisionMonth},
	{"2014-01-25", "2014-01-25", 8, PrecisionDay},
	{"2016-02-29", "2016-02-29", 8, PrecisionDay},
	{"0001-01-01", "0001-01-01", 8, PrecisionDay},
	{"9999-12-31", "9999-12-31", 8, PrecisionDay},
	{"2014T", "2014", 4, PrecisionYear},
	{"2014-01T", "2014-01", 6, PrecisionMonth},
	{"2014-03-25T", "2014-03-25", 8, PrecisionDay},
	{"2014-01-25T14", "2014-01-25T14", 10, PrecisionHour},
	{"2014-01-25T14+02:00", "2014-01-25T14+02:00", 10, PrecisionHour},
	{"2014-01-25T14:30", "2014-01-25T14:30", 12, PrecisionMinute},
	{"2014-01-25T14:30:14", "2014-01-25T14:30:14", 14, PrecisionSecond},
	{"2014-01-25T14:30:14.5", "2014-01-25T14:30:14.5", 15, PrecisionMillisecond},
	{"2014-01-25T14:30:14.559", "2014-01-25T14:30:14.559", 17, PrecisionMillisecond},
	{"2014-01-05T10:30:00.000", "2014-01-05T10:30:00.000", 17, PrecisionMillisecond},
	{"2014-01-25T14:30:14.559Z", "2014-01-25T14:30:14.559Z", 17, PrecisionMillisecond},
	{"2014-01-25T14:30:14.559+00:00", "2014-01-25T14:30:14.559+00:00", 17, PrecisionMillisecond},
	{"2014-01-25T14:30:14.559-00:00", "2014-01-25T14:30:14.559-00:00", 17, PrecisionMillisecond},
	{"2020-01-01T10:00:00.000+10:00", "2020-01-01T10:00:00.000+10:00", 17, PrecisionMillisecond},
	{"2020-01-01T10:00:00-09:30", "2020-01-01T10:00:00-09:30", 14, PrecisionSecond},
	{"2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z", 14, PrecisionSecond},
	{"2014-01-25T14:30:14.123456789", "2014-01-25T14:30:14.123456789", 23, PrecisionMillisecond},
	{"2014-01-25T14:30:14.1234567891", "2014-01-25T14:30:14.123456789", 23, PrecisionMillisecond},
	{"T14", "14", 2, PrecisionHour},
	{"T12:00", "12:00", 4, PrecisionMinute},
	{"T14:30:14", "14:30:14", 6, PrecisionSecond},
	{"T14:30:14.559", "14:30:14.559", 9, PrecisionMillisecond},
}

func TestTemporalText(t *testing.T) {
	for _, test := range temporalTexts {
		v := parseTemporal(t, test.literal)
		if got := v.String(); got != test.text {
			t.Errorf("%s prints as %s, want %s", test.literal, got, test.text)
		}
		if got := v.Digits(); got != test.digits {
			t.Errorf("%s has %d digits, want %d", test.literal, got, test.digits)
		}
		if got := v.Precision(); got != test.precision {
			t.Errorf("%s has precision %d, want %d", test.literal, got, test.precision)
		}
	}
}

// malformedTemporals are no dates, times or both.
var malformedTemporals = []string{
	"", "2", "201", "20145", "0000", "2014-", "2014-1", "2014-00", "2014-13", "2014-01-00", "2014-01-32", "2014-04-31",
	"2015-02-29", "1900-02-29", "2014-01-2", "2014/01/01", "2014-W01", "2014-001", "-2014", "+2014", "２０１４",
	"2014T10", "2014-01T10", "2014-01-25t10", "2014-01-25 10:00", "2014-01-25T1", "2014-01-25T24", "2014-01-25T10:60",
	"2014-01-25T10:00:61", "2014-01-25T10:00:00.", "2014-01-25T10:00.5", "2014-01-25T10:00:00z", "2014-01-25T10:00:00+1",
	"2014-01-25T10:00:00+14:01", "2014-01-25T10:00:00+10:60", "2014-01-25T10:00:00+1000", "2014-01-25TZ", "2014-01-25Z",
	"2014-01-25T10:00:00ZZ", "T", "T1", "T24:00", "T10:00Z", "T10:00+01:00", "T10:00:00.5.5", "T10:", " 2014", "2014 ",
}

func TestParseTemporalRejects(t *testing.T) {
	for _, literal := range malformedTemporals {
		if v, ok := parseLiteral(literal); ok {
			t.Errorf("%q parses as %s", literal, v)
		}
	}
	for _, s := range []string{"2014-01-25T10", "2014T"} {
		if _, ok := ParseDate(s); ok {
			t.Errorf("ParseDate accepts %q", s)
		}
	}
}

func TestTemporalComponents(t *testing.T) {
	const none = -999
	type components struct{ Year, Month, Day, Hour, Minute, Second, Milli, Offset int }
	tests := []struct {
		literal string
		want    components
	}{
		{"2014-01-05T10:30:00.000", components{2014, 1, 5, 10, 30, 0, 0, none}},
		{"2012-01-01T16:30:40.002-07:00", components{2012, 1, 1, 16, 30, 40, 2, -420}},
		{"2012-01-01T12:30:00.000+08:45", components{2012, 1, 1, 12, 30, 0, 0, 525}},
		{"2012", components{2012, none, none, none, none, none, none, none}},
		{"T14:30", components{none, none, none, 14, 30, none, none, none}},
	}
	for _, test := range tests {
		v := parseTemporal(t, test.literal)
		get := func(p Precision) int {
			if n, ok := v.Component(p); ok {
				return n
			}
			return none
		}
		offset, ok := v.Offset()
		if !ok {
			offset = none
		}
		got := components{get(PrecisionYear), get(PrecisionMonth), get(PrecisionDay), get(PrecisionHour),
			get(PrecisionMinute), get(PrecisionSecond), get(PrecisionMillisecond), offset}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.literal, diff)
		}
	}
}

func TestTemporalParts(t *testing.T) {
	v := parseTemporal(t, "2012-01-01T12:30:00.000-07:00")
	date, ok := v.DatePart()
	if want := parseTemporal(t, "2012-01-01"); !ok || date != want {
		t.Errorf("the date is %s, %t", date, ok)
	}
	clock, ok := v.TimePart()
	if want := parseTemporal(t, "T12:30:00.000"); !ok || clock != want {
		t.Errorf("the time is %s, %t", clock, ok)
	}
	if _, ok := clock.DatePart(); ok {
		t.Error("a Time has a date")
	}
	if _, ok := parseTemporal(t, "2012-01-01T").TimePart(); ok {
		t.Error("a DateTime of a day has a time")
	}
}

func TestTemporalInstant(t *testing.T) {
	zone := time.FixedZone("", -(3*60+30)*60)
	instant, ok := parseTemporal(t, "2024-02-29T23:04:05.678-03:30").Time(nil)
	if want := time.Date(2024, 2, 29, 23, 4, 5, 678_000_000, zone); !ok || !instant.Equal(want) {
		t.Errorf("the instant is %s, %t", instant, ok)
	}
	local, ok := parseTemporal(t, "2024-02-29").Time(zone)
	if want := time.Date(2024, 2, 29, 0, 0, 0, 0, zone); !ok || !local.Equal(want) {
		t.Errorf("the date starts at %s, %t", local, ok)
	}
	if _, ok := parseTemporal(t, "T23:04:05.678").Time(nil); ok {
		t.Error("a Time is an instant")
	}
}
