package system

import "testing"

// intervals are the specification's examples of duration() and difference() and our own; none is an empty result.
var intervals = []struct {
	from, to, unit       string
	duration, difference int64
}{
	{"2025-01-02", "2025-01-07", "week", 0, 1},
	{"2025-01-01", "2025-09-01", "year", 0, 0},
	{"2024-12-01", "2025-09-01", "year", 0, 1},
	{"2025-01-05", "2025-01-11", "week", 0, 0},
	{"2025-01-04", "2025-01-11", "week", 1, 1},
	{"2000-02-29", "2001-02-28", "year", 0, 1},
	{"2000-02-29", "2001-03-01", "year", 1, 1},
	{"2000-01-31", "2000-02-29", "month", 0, 1},
	{"2000-01-31", "2000-03-31", "months", 2, 2},
	{"2000-01-01T12:00:00", "2000-01-02T11:00:00", "day", 0, 1},
	{"2000-01-01T12:00:00", "2001-01-01T11:00:00", "year", 0, 1},
	{"2000-01-01T12:00:00Z", "2000-01-01T15:30:00+02:00", "hour", 1, 1},
	{"2000-01-01T12:59:00Z", "2000-01-01T13:01:00Z", "hour", 0, 1},
	{"2000-01-01T00:30:00+01:00", "2000-01-01T00:00:00Z", "minute", 30, 30},
	{"2000-01-01T00:00:00.000Z", "2000-01-01T00:00:01.500Z", "millisecond", 1500, 1500},
	{"T10:00", "T12:30", "hour", 2, 2},
	{"T10:00:30", "T10:01:00", "minute", 0, 1},
	{"2000", "2001", "month", none, none},
	{"2000-01-01T10:00:00Z", "2000-01-01T10:00:00", "hour", none, none},
	{"2000-01-01T10:00:00Z", "2000-01-03T09:00:00", "day", 1, 2},
	{"T10:00", "T10:00:30", "second", none, none},
}

const none int64 = -1 << 62

func TestIntervals(t *testing.T) {
	for _, test := range intervals {
		a, b := parseTemporal(t, test.from), parseTemporal(t, test.to)
		unit, ok := ParseDurationUnit(test.unit)
		if !ok {
			t.Fatalf("%s is no unit", test.unit)
		}
		for _, flip := range []int64{1, -1} {
			got, ok, err := a.Duration(b, unit)
			checkInterval(t, "duration", a, b, unit, got, ok, err, flip, test.duration)
			got, ok, err = a.Difference(b, unit)
			checkInterval(t, "difference", a, b, unit, got, ok, err, flip, test.difference)
			a, b = b, a
		}
	}
}

func checkInterval(t *testing.T, what string, a, b Temporal, unit DurationUnit, got int64, ok bool, err error, flip, want int64) {
	t.Helper()
	if err != nil {
		t.Errorf("%s of %s and %s: %v", what, a, b, err)
		return
	}
	if want == none {
		if ok {
			t.Errorf("%s of %s and %s in %ss is %d, want empty", what, a, b, unit, got)
		}
		return
	}
	if !ok || got != want*flip {
		t.Errorf("%s of %s and %s in %ss is %d, %t, want %d", what, a, b, unit, got, ok, want*flip)
	}
}

func TestIntervalErrors(t *testing.T) {
	tests := []struct {
		from, to string
		unit     DurationUnit
	}{
		{"2000-01-01", "2000-01-02", UnitHour},
		{"T10", "T11", UnitDay},
		{"T10", "2000-01-01", UnitDay},
		{"2000-01-01", "2000-01-02", 0},
	}
	for _, test := range tests {
		a, b := parseTemporal(t, test.from), parseTemporal(t, test.to)
		if _, _, err := a.Duration(b, test.unit); err == nil {
			t.Errorf("the duration of %s and %s in unit %d is no error", a, b, test.unit)
		}
		if _, _, err := a.Difference(b, test.unit); err == nil {
			t.Errorf("the difference of %s and %s in unit %d is no error", a, b, test.unit)
		}
	}
}

func TestParseDurationUnit(t *testing.T) {
	for u := UnitMillisecond; u <= UnitYear; u++ {
		for _, word := range []string{u.String(), u.String() + "s"} {
			if got, ok := ParseDurationUnit(word); !ok || got != u {
				t.Errorf("%s is unit %d, %t", word, got, ok)
			}
		}
	}
	for _, word := range []string{"", "s", "Year", "yearss", "wk", "d", "decade"} {
		if got, ok := ParseDurationUnit(word); ok {
			t.Errorf("%q is unit %s", word, got)
		}
	}
}
