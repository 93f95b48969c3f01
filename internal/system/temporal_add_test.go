package system

import "testing"

// additions are the specification's examples of date/time arithmetic, those of the FHIRPath suites, and our own. An
// empty sum is an error.
var additions = []struct{ value, amount, sum string }{
	{"1973-12-25", "7 days", "1974-01-01"},
	{"1973-12-25", "7.9 days", "1974-01-01"},
	{"1973-12-25", "1 week", "1974-01-01"},
	{"2019-03-01", "24 months", "2021-03-01"},
	{"2026-01-31", "1 month", "2026-02-28"},
	{"2026-01-01T13:00:00", "30 minutes", "2026-01-01T13:30:00"},
	{"1973-12-25T00:00:00.000+10:00", "42.53 seconds", "1973-12-25T00:00:42.530+10:00"},
	{"1973-12-25", "1 'd'", "1973-12-26"},
	{"T23:30:00", "1 hour", "T00:30:00"},
	{"T01:00:00", "48 hours", "T01:00:00"},
	{"2014", "24 months", "2016"},
	{"2014", "23 months", "2015"},
	{"2016", "365 days", "2017"},
	{"2014", "11 months", "2014"},
	{"2026-02", "5 weeks", "2026-03"},
	{"2026-02", "4 weeks", "2026-02"},
	{"T00:30:00", "-1 hour", "T23:30:00"},
	{"T01:00:00", "-2 hours", "T23:00:00"},
	{"2014", "-24 months", "2012"},
	{"2019-03-01", "-24 months", "2017-03-01"},
	{"2014", "-1 month", "2014"},
	{"2026-02", "-1 day", "2026-02"},
	{"1973-12-25T00:00:00.000+10:00", "7.7 days", "1974-01-01T00:00:00.000+10:00"},
	{"1973-12-25T00:00:00.000+10:00", "1 second", "1973-12-25T00:00:01.000+10:00"},
	{"1973-12-25T00:00:00.000+10:00", "10 'ms'", "1973-12-25T00:00:00.010+10:00"},
	{"1973-12-25T00:00:00.000+10:00", "0.1 's'", "1973-12-25T00:00:00.100+10:00"},
	{"1973-12-25T00:00:00.000+10:00", "1 'min'", "1973-12-25T00:01:00.000+10:00"},
	{"1973-12-25T00:00:00.000+10:00", "1 'h'", "1973-12-25T01:00:00.000+10:00"},
	{"1973-12-25", "1 year", "1974-12-25"},
	{"1973-12-25", "1 'wk'", "1974-01-01"},
	{"1974-12-25", "-1 'month'", "1974-11-25"},
	{"T23:00:00", "50 hours", "T01:00:00"},
	{"2016-02-29", "1 year", "2017-02-28"},
	{"2016-02-29", "4 years", "2020-02-29"},
	{"2026-03-31", "-1 month", "2026-02-28"},
	{"2026-12", "1 month", "2027-01"},
	{"2024-02-28T23:59:59Z", "1 second", "2024-02-29T00:00:00Z"},
	{"2024-03-01T00:00:00.000Z", "-1 millisecond", "2024-02-29T23:59:59.999Z"},
	{"2024-02-29T12", "13 hours", "2024-03-01T01"},
	// Coarser values take what is whole in their own unit.
	{"2024-02-29T12", "59 minutes", "2024-02-29T12"},
	{"2024-02-29T12", "61 minutes", "2024-02-29T13"},
	{"2024-02-29T12:00", "90 seconds", "2024-02-29T12:01"},
	{"2024-02-29T12:00", "59999 milliseconds", "2024-02-29T12:00"},
	{"2024-02-29T", "47 hours", "2024-03-01T"},
	{"2024T", "8760 hours", "2025T"},
	{"2024-01T", "-60 days", "2023-11T"},
	{"T12", "150 minutes", "T14"},
	// Seconds and their fraction are one decimal.
	{"2024-02-29T12:00:00", "1.5 seconds", "2024-02-29T12:00:01.500"},
	{"T12:00:00", "-1 millisecond", "T11:59:59.999"},
	{"T12:00:00", "2000 milliseconds", "T12:00:02"},
	{"T12:00:00.5", "0.00025 seconds", "T12:00:00.50025"},
	{"T12:00:00.5", "0.5 seconds", "T12:00:01.000"},
	{"2016-12-31T23:59:60Z", "1 second", "2017-01-01T00:00:01Z"},
	// Errors: UCUM years and months, other dimensions, units foreign to the type, and the range of years.
	{"1973-12-25", "1 'mo'", ""}, {"1973-12-25", "1 'a'", ""}, {"1974-12-25", "1 'cm'", ""}, {"1974-12-25", "7", ""},
	{"1973-12-25", "1 hour", ""}, {"2014", "1 second", ""}, {"T12:00", "1 day", ""}, {"T12:00", "1 month", ""},
	{"9999-12-31", "1 day", ""}, {"0001-01-01", "-1 day", ""}, {"9999", "1 year", ""}, {"0001", "-1 year", ""},
	{"9999-12", "1 month", ""}, {"2014", "99999999999999999999 years", ""}, {"2014-01-01", "30000000 years", ""},
	{"2014-01-01", "999999999999999999 days", ""}, {"T12:00", "99999999999999999999 hours", ""},
	{"9999-12-31T23:59:59Z", "1 second", ""}, {"2014-01", "9000000000000000 days", ""},
}

func TestTemporalAdd(t *testing.T) {
	for _, test := range additions {
		v := parseTemporal(t, test.value)
		q, ok := ParseQuantity(test.amount)
		if !ok {
			t.Fatalf("%s is no quantity", test.amount)
		}
		sum, err := v.Add(q)
		checkSum(t, test.value+" + "+test.amount, sum, err, test.sum)
		if q, ok = q.Neg(); !ok && test.sum != "" {
			t.Errorf("%s cannot be negated", test.amount)
		} else if ok {
			sum, err = v.Sub(q)
			checkSum(t, test.value+" - -"+test.amount, sum, err, test.sum)
		}
	}
}

func checkSum(t *testing.T, what string, got Temporal, err error, want string) {
	t.Helper()
	var wanted Temporal
	if want != "" {
		wanted = parseTemporal(t, want)
	}
	if got != wanted || (err == nil) != (want != "") {
		t.Errorf("%s is %s (%v), want %q", what, got, err, want)
	}
}
