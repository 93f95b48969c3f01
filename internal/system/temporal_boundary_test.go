package system

import (
	"testing"

	"github.com/fhirview/fhirview/internal/decimal"
)

// boundaries are the specification's examples, those of the FHIRPath and SQL on FHIR suites, and our own. An empty
// low or high is FHIRPath's empty.
var boundaries = []struct {
	literal   string
	digits    int
	low, high string
}{
	{"2014", 6, "2014-01", "2014-12"},
	{"2014", 8, "2014-01-01", "2014-12-31"},
	{"2014", 4, "2014", "2014"},
	{"2014", decimal.DefaultPrecision, "2014-01-01", "2014-12-31"},
	{"1970-06", decimal.DefaultPrecision, "1970-06-01", "1970-06-30"},
	{"2016-02", decimal.DefaultPrecision, "2016-02-01", "2016-02-29"},
	{"2014-05-25", 4, "2014", "2014"},
	{"2014-01-01T08", 17, "2014-01-01T08:00:00.000+14:00", "2014-01-01T08:59:59.999-12:00"},
	{"2014-01-01T08", 8, "2014-01-01T", "2014-01-01T"},
	{"2014-01-01T08", 12, "2014-01-01T08:00+14:00", "2014-01-01T08:59-12:00"},
	{"2014-01-01T08:05+08:00", 17, "2014-01-01T08:05:00.000+08:00", "2014-01-01T08:05:59.999+08:00"},
	{"2014-01-01T08:05-05:00", 17, "2014-01-01T08:05:00.000-05:00", "2014-01-01T08:05:59.999-05:00"},
	{"2014-01-01T08:05+08:00", 6, "2014-01T", "2014-01T"},
	{"2010-10-10T", decimal.DefaultPrecision, "2010-10-10T00:00:00.000+14:00", "2010-10-10T23:59:59.999-12:00"},
	{"2014-01-01T08:05:10.5Z", decimal.DefaultPrecision, "2014-01-01T08:05:10.500Z", "2014-01-01T08:05:10.599Z"},
	{"2014-01-01T08:05:10.123Z", 15, "2014-01-01T08:05:10.1Z", "2014-01-01T08:05:10.1Z"},
	{"2014-01-01T08:05:10.123456Z", decimal.DefaultPrecision, "2014-01-01T08:05:10.123456Z", "2014-01-01T08:05:10.123456Z"},
	{"T10:30", 9, "T10:30:00.000", "T10:30:59.999"},
	{"T12:34:00", decimal.DefaultPrecision, "T12:34:00.000", "T12:34:00.999"},
	{"T12:34:00", 4, "T12:34", "T12:34"},
	{"T12", 2, "T12", "T12"},
	// Not a precision of the type.
	{"2014", 17, "", ""}, {"2014", 9, "", ""}, {"2014", 7, "", ""}, {"2014", 5, "", ""}, {"2014", 2, "", ""},
	{"2014", 0, "", ""}, {"2014", -1, "", ""}, {"2014T", 18, "", ""}, {"2014T", 13, "", ""}, {"2014T", 1 << 30, "", ""},
	{"T12", 10, "", ""}, {"T12", 3, "", ""}, {"T12", 1, "", ""}, {"T12", 0, "", ""}, {"T12", -8, "", ""},
}

func TestTemporalBoundary(t *testing.T) {
	for _, test := range boundaries {
		v := parseTemporal(t, test.literal)
		low, ok := v.LowBoundary(test.digits)
		checkBoundary(t, test.literal, test.digits, low, ok, test.low)
		high, ok := v.HighBoundary(test.digits)
		checkBoundary(t, test.literal, test.digits, high, ok, test.high)
	}
}

func checkBoundary(t *testing.T, literal string, digits int, got Temporal, ok bool, want string) {
	t.Helper()
	var wanted Temporal
	if want != "" {
		wanted = parseTemporal(t, want)
	}
	if got != wanted || ok != (want != "") {
		t.Errorf("the boundary of %s at %d is %s, %t, want %q", literal, digits, got, ok, want)
	}
}
