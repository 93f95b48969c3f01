package system

import "testing"

const unknownOrder = 9

// comparisons are the specification's examples of =, ~, <, <=, > and >= on dates and times, and our readings of what
// it leaves open.
var comparisons = []struct {
	a, b  string
	order int
}{
	{"2012", "2012", 0},
	{"2012", "2013", -1},
	{"2012-01", "2012", unknownOrder},
	{"2012-01", "2013", -1},
	{"2012-01-01T10:30", "2012-01-01T10:30", 0},
	{"2012-01-01T10:30", "2012-01-01T10:31", -1},
	{"2012-01-01T10:30:31", "2012-01-01T10:30", unknownOrder},
	{"2012-01-01T10:30:31.0", "2012-01-01T10:30:31", 0},
	{"2012-01-01T10:30:31.1", "2012-01-01T10:30:31", 1},
	{"2017-11-05T01:30:00.0-04:00", "2017-11-05T01:15:00.0-05:00", -1},
	{"2017-11-05T01:30:00.0-04:00", "2017-11-05T00:30:00.0-05:00", 0},
	{"2018-03-01", "2018-01-01", 1},
	{"2018-03", "2018-03-01", unknownOrder},
	{"2018-03-01T10:30:00", "2018-03-01T10:00:00", 1},
	{"2018-03-01T10", "2018-03-01T10:30", unknownOrder},
	{"2018-03-01T10:30:00", "2018-03-01T10:30:00.0", 0},
	{"T10:30:00", "T10:00:00", 1},
	{"T10", "T10:30", unknownOrder},
	{"T10:30:00", "T10:30:00.0", 0},
	{"2018-01-01T16:00:00+11:00", "2018-01-01T15:00:00.0+10:00", 0},
	{"2018-01-01T16:00:00+12:00", "2018-01-01T15:00:00.0+10:00", -1},
	// A Date is implicitly a DateTime.
	{"2012-04-15", "2012-04-15T10:00:00", unknownOrder},
	{"2012-04-15", "2012-04-16T10:00:00", -1},
	{"2015", "2015T", 0},
	{"2012-04-15T15:00:00+02:00", "2012-04-15T16:00:00+03:00", 0},
	{"2012-01-01T00:00:00Z", "2012-01-01T00:00:00+00:00", 0},
	{"2012-01-01T00:00:00Z", "2012-01-01T00:00:00-00:00", 0},
	{"2012-01-01T00:30:00+01:00", "2011-12-31T23:30:00Z", 0},
	// One offset only: known where no offset of the other would change the answer.
	{"2012-04-15T15:00:00Z", "2012-04-15T10:00:00", unknownOrder},
	{"2012-04-15T15:00:00Z", "2012-04-15T03:00:00", unknownOrder},
	{"2012-04-15T15:00:00Z", "2012-04-15T02:59:00", 1},
	{"2012-04-15T15:00:00Z", "2012-04-16T05:00:00", unknownOrder},
	{"2012-04-15T15:00:00Z", "2012-04-16T05:01:00", -1},
	{"1974-12-25", "2024-02-29T23:04:05.678-03:30", -1},
	{"2024-02-29", "2024-02-29T23:04:05.678-03:30", unknownOrder},
	{"2025", "2024-02-29T23:04:05.678-03:30", 1},
	// Partial times with offsets: an hour is compared as the minutes that it may stand for.
	{"2018-01-01T10+05:30", "2018-01-01T04Z", unknownOrder},
	{"2018-01-01T10+05:00", "2018-01-01T05Z", 0},
	{"2018-01-01T10+05:00", "2018-01-01T05:00Z", unknownOrder},
	{"2018-01-01T10+05:30", "2018-01-01T06Z", -1},
	{"2018-01-01T10:00+05:00", "2018-01-01T05:00:00Z", unknownOrder},
	{"2018-01-01T10:00:01+05:00", "2018-01-01T05:00:00Z", 1},
	// A leap second comes before the next minute.
	{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", -1},
	{"2016-12-31T23:59:60Z", "2017-01-01T01:59:59+02:00", 1},
	{"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9Z", 1},
	{"T10:30", "2018-01-01T10:30", unknownOrder},
}

func TestCompareTemporal(t *testing.T) {
	for _, test := range comparisons {
		a, b := parseTemporal(t, test.a), parseTemporal(t, test.b)
		for _, flip := range []int{1, -1} {
			order, known := Compare(a, b)
			if !known {
				order = unknownOrder
			}
			want := test.order
			if want != unknownOrder {
				want *= flip
			}
			if order != want {
				t.Errorf("Compare(%s, %s) = %d, want %d", a, b, order, want)
			}
			equal, known := Equal(a, b)
			if known != (want != unknownOrder) || equal != (want == 0) {
				t.Errorf("Equal(%s, %s) = %t, %t", a, b, equal, known)
			}
			if got := Equivalent(a, b); got != (want == 0) {
				t.Errorf("Equivalent(%s, %s) = %t", a, b, got)
			}
			a, b = b, a
		}
	}
}

func TestCompareTemporalZero(t *testing.T) {
	if _, known := Compare(Temporal{}, Temporal{}); known {
		t.Error("the zero Temporal compares")
	}
}
