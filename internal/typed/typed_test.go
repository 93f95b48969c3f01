package typed_test

import (
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/viewdef/row"
)

func text(s string) *row.Cell { return &row.Cell{Kind: row.KindString, Text: s} }

func number(s string) *row.Cell { return &row.Cell{Kind: row.KindDecimal, Text: s} }

func whole(n int64) *row.Cell { return &row.Cell{Kind: row.KindInteger, Int: n} }

// TestOf has the types of SQL, and what is stored as text.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		sql    string
		holds  row.Type
		stored string
	}{
		{"CHARACTER VARYING", row.String, "CHARACTER VARYING"},
		{"varchar(10)", row.Integer, "CHARACTER VARYING"},
		{"BOOLEAN", row.Boolean, "BOOLEAN"},
		{"smallint", row.Integer, "SMALLINT"},
		{"integer", row.Integer64, "INT"},
		{"BIGINT", row.Integer, "BIGINT"},
		{" Decimal ( 18 , 4 ) ", row.Decimal, "DECIMAL(18,4)"},
		{"NUMERIC(5)", row.Integer, "DECIMAL(5,0)"},
		{"NUMERIC", row.Decimal, "CHARACTER VARYING"},
		{"DECIMAL(39,2)", row.Decimal, "CHARACTER VARYING"},
		{"DECIMAL(3,4)", row.Decimal, "CHARACTER VARYING"},
		{"DECIMAL(0,0)", row.Decimal, "CHARACTER VARYING"},
		{"DECIMAL(-1,0)", row.Decimal, "CHARACTER VARYING"},
		{"DECIMAL(3", row.Decimal, "CHARACTER VARYING"},
		{"DOUBLE PRECISION", row.Decimal, "CHARACTER VARYING"},
		{"TIMESTAMP (3)  with time  zone", row.String, "TIMESTAMP WITH TIME ZONE"},
		{"TIME", row.String, "TIME"},
		{"DATE", row.String, "DATE"},
		{"bytea", row.String, "BINARY"},
	} {
		if have := typed.Of(&row.Column{Type: c.holds, SQLType: c.sql, Typed: true}).String(); have != c.stored {
			t.Errorf("%s is stored as %s, want %s", c.sql, have, c.stored)
		}
	}
	if have := typed.Of(&row.Column{Type: row.JSON, SQLType: "DATE", Typed: true}); have.Kind != typed.JSON {
		t.Errorf("a complex element is stored as %s", have)
	}
	for holds, kind := range map[row.Type]typed.Kind{
		row.String: typed.Text, row.Boolean: typed.Boolean, row.Integer: typed.Int32, row.Integer64: typed.Int64,
		row.Decimal: typed.Text, row.JSON: typed.JSON,
	} {
		if have := typed.Of(&row.Column{Type: holds, SQLType: "TIMESTAMP WITH TIME ZONE"}); have.Kind != kind {
			t.Errorf("without types %s is stored as %s", holds, have)
		}
	}
}

// holds are values and what they are stored as, or why they are not.
var holds = []struct {
	sql  string
	cell *row.Cell
	want int64
	fail string
}{
	{"DATE", text("1970-01-01"), 0, ""},
	{"DATE", text("0001-01-01"), -719162, ""},
	{"DATE", text("9999-12-31"), 2932896, ""},
	{"DATE", text("2024-02-29"), 19782, ""},
	{"DATE", text("2023-02-29"), 0, "is no date"},
	{"DATE", text("2024-02"), 0, "is a partial date"},
	{"DATE", text("2024"), 0, "is a partial date"},
	{"DATE", text("2024-02-29T10:00:00Z"), 0, "has a time of day"},
	{"DATE", text(""), 0, "is no date"},
	{"DATE", whole(3), 0, "is neither a date nor a time"},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T00:00:00Z"), 0, ""},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T02:00:00.123456+02:00"), 123456, ""},
	{"TIMESTAMP WITH TIME ZONE", text("1969-12-31T23:59:59.999999-00:00"), -1, ""},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T00:00:00.1234560000000000Z"), 123456, ""},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T00:00:00.12345600000001Z"), 0, "has digits finer than a microsecond"},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T00:00:00.1234567Z"), 0, "has digits finer than a microsecond"},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T00:00:00"), 0, "has no offset from UTC"},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01T00:00Z"), 0, "is a partial date"},
	{"TIMESTAMP WITH TIME ZONE", text("1970-01-01"), 0, "is a partial date"},
	{"TIMESTAMP WITH TIME ZONE", text("2016-12-31T23:59:60Z"), 0, "is a leap second"},
	{"TIMESTAMP WITH TIME ZONE", text("0001-01-01T00:00:00+00:01"), 0, "is in no year from 1 to 9999"},
	{"TIMESTAMP WITH TIME ZONE", text("9999-12-31T23:59:59.9-14:00"), 0, "is in no year from 1 to 9999"},
	{"TIMESTAMP WITH TIME ZONE", text("yesterday"), 0, "is no dateTime"},
	{"TIME", text("00:00:00"), 0, ""},
	{"TIME", text("23:59:59.999999"), 86_399_999_999, ""},
	{"TIME", text("23:59:60"), 0, "is a leap second"},
	{"TIME", text("10:30"), 0, "is a partial time"},
	{"TIME", text("10:30:00.0000001"), 0, "has digits finer than a microsecond"},
	{"TIME", text("24:00:00"), 0, "is no time"},
	{"SMALLINT", whole(-32768), -32768, ""},
	{"SMALLINT", whole(32768), 0, "is not an integer that small"},
	{"INT", whole(-1 << 31), -1 << 31, ""},
	{"INT", whole(1 << 31), 0, "is not an integer that small"},
	{"INT", number("1e2"), 100, ""},
	{"INT", number("1.50"), 0, "is not an integer that small"},
	{"BIGINT", whole(1<<63 - 1), 1<<63 - 1, ""},
	{"BIGINT", text("-9223372036854775808"), -1 << 63, ""},
	{"BIGINT", text("9223372036854775808"), 0, "is not an integer that small"},
	{"BIGINT", text("-9223372036854775809"), 0, "is not an integer that small"},
	{"BIGINT", text("many"), 0, "is not an integer that small"},
	{"BOOLEAN", &row.Cell{Kind: row.KindBoolean, Int: 1}, 1, ""},
	{"BOOLEAN", text("true"), 0, "is not a boolean"},
}

func TestInt(t *testing.T) {
	for _, c := range holds {
		typ := typed.Of(&row.Column{SQLType: c.sql, Typed: true})
		have, err := typ.Int(c.cell)
		if want := wantError(c.fail, c.sql); have != c.want || message(err) != want || message(typ.Check(c.cell)) != want {
			t.Errorf("%+v as %s is %d, %v; want %d, %s", *c.cell, c.sql, have, err, c.want, want)
		}
	}
}

func wantError(why, sql string) string {
	if why == "" {
		return ""
	}
	return "the value " + why + ", which " + sql + " cannot hold"
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestDecimal(t *testing.T) {
	most := strings.Repeat("9", 38)
	for _, c := range []struct {
		sql, text, want, fail string
	}{
		{"DECIMAL(5,2)", "1.1", "110", ""},
		{"DECIMAL(5,2)", "-1.10", "-110", ""},
		{"DECIMAL(5,2)", "1.1000000", "110", ""},
		{"DECIMAL(5,2)", "0.00", "0", ""},
		{"DECIMAL(5,2)", "-0", "0", ""},
		{"DECIMAL(5,2)", "999.99", "99999", ""},
		{"DECIMAL(5,2)", "12e-2", "12", ""},
		{"DECIMAL(5,2)", "1E2", "10000", ""},
		{"DECIMAL(5,2)", "000999.9", "99990", ""},
		{"DECIMAL(5,2)", "1000", "", "has more digits before the point"},
		{"DECIMAL(5,2)", "1e999999999999", "", "has more digits before the point"},
		{"DECIMAL(5,2)", "1.001", "", "has more digits after the point"},
		{"DECIMAL(5,2)", "1e-999999999999", "", "has more digits after the point"},
		{"DECIMAL(5,2)", "NaN", "", "is not a number"},
		{"DECIMAL(5,2)", "", "", "is not a number"},
		{"DECIMAL(38,0)", most, most, ""},
		{"DECIMAL(38,38)", "-0." + most, "-" + most, ""},
		{"DECIMAL(38,0)", most + "0", "", "has more digits before the point"},
	} {
		typ := typed.Of(&row.Column{SQLType: c.sql, Typed: true})
		have, err := typ.Decimal(number(c.text))
		if want := wantError(c.fail, c.sql); message(err) != want || message(typ.Check(number(c.text))) != want || err == nil && bigOf(have).String() != c.want {
			t.Errorf("%s as %s is %s, %v; want %s, %s", c.text, c.sql, bigOf(have), err, c.want, want)
		}
	}
	typ := typed.Type{Kind: typed.Decimal, Precision: 20, Scale: 1}
	if have, err := typ.Decimal(whole(-1 << 63)); err != nil || bigOf(have).String() != "-92233720368547758080" {
		t.Errorf("the least integer is %s, %v", bigOf(have), err)
	}
	if _, err := typ.Decimal(&row.Cell{Kind: row.KindBoolean, Int: 1}); err == nil {
		t.Error("a boolean is a decimal")
	}
}

func bigOf(n typed.Int128) *big.Int {
	out := new(big.Int).Lsh(big.NewInt(n.Hi), 64)
	return out.Add(out, new(big.Int).SetUint64(n.Lo))
}

// TestDecimalsAgree compares with math/big.
func TestDecimalsAgree(t *testing.T) {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "text")
		scale := rapid.IntRange(0, 20).Draw(t, "scale")
		want, _ := new(big.Rat).SetString(s)
		want.Mul(want, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
		fits := want.IsInt() && new(big.Int).Abs(want.Num()).Cmp(limit) < 0
		have, err := typed.Type{Kind: typed.Decimal, Precision: 38, Scale: scale}.Decimal(number(s))
		if (err == nil) != fits || fits && bigOf(have).Cmp(want.Num()) != 0 {
			t.Fatalf("%s with scale %d is %s, %v; want %s", s, scale, bigOf(have), err, want)
		}
	})
}

// TestTimestampsAgree compares with package time.
func TestTimestampsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMicro(rapid.Int64Range(-60_000_000_000_000_000, 250_000_000_000_000_000).Draw(t, "micros")).
			In(time.FixedZone("", 60*rapid.IntRange(-840, 840).Draw(t, "offset")))
		s := at.Format(time.RFC3339Nano)
		have, err := typed.Type{Kind: typed.Timestamp}.Int(text(s))
		if err != nil || have != at.UnixMicro() {
			t.Fatalf("%s is %d, %v; want %d", s, have, err, at.UnixMicro())
		}
		first, last, err := typed.Type{Kind: typed.Timestamp}.Span(s)
		if err != nil || first != have || last != have {
			t.Fatalf("%s is from %d to %d, %v", s, first, last, err)
		}
	})
}

func TestSpan(t *testing.T) {
	date, timestamp := typed.Type{Kind: typed.Date}, typed.Type{Kind: typed.Timestamp}
	for _, c := range []struct {
		typ              typed.Type
		text             string
		first, last, why string
	}{
		{date, "2024", "2024-01-01", "2024-12-31", ""},
		{date, "2024-02", "2024-02-01", "2024-02-29", ""},
		{date, "2024-02-03", "2024-02-03", "2024-02-03", ""},
		{date, "2024-02-03T10:00:00Z", "", "", "has a time of day"},
		{date, "soon", "", "", "is no date"},
		{timestamp, "2024", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999999Z", ""},
		{timestamp, "0001", "0001-01-01T00:00:00Z", "0001-12-31T23:59:59.999999Z", ""},
		{timestamp, "2024-02-03", "2024-02-03T00:00:00Z", "2024-02-03T23:59:59.999999Z", ""},
		{timestamp, "2024-02-03T10:20+02:00", "2024-02-03T08:20:00Z", "2024-02-03T08:20:59.999999Z", ""},
		{timestamp, "2024-02-03T10:20:30", "2024-02-03T10:20:30Z", "2024-02-03T10:20:30Z", ""},
		{timestamp, "2024-02-03T10:20:30.1200001Z", "2024-02-03T10:20:30.12Z", "2024-02-03T10:20:30.120001Z", ""},
		{timestamp, "2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z", "2017-01-01T00:00:00Z", ""},
		{timestamp, "2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.999999Z", "2017-01-01T00:00:00Z", ""},
		{timestamp, "0001-01-01T00:00:00+01:00", "", "", "is in no year from 1 to 9999"},
		{timestamp, "9999-12-31T23:59:60Z", "", "", "is in no year from 1 to 9999"},
		{timestamp, "10:00:00", "", "", "is no date"},
	} {
		first, last, err := c.typ.Span(c.text)
		if want := wantError(c.why, c.typ.String()); message(err) != want {
			t.Errorf("%s as %s: %v, want %s", c.text, c.typ, err, want)
		}
		if err == nil && (string(c.typ.AppendValue(nil, first)) != c.first || string(c.typ.AppendValue(nil, last)) != c.last) {
			t.Errorf("%s is from %s to %s, want %s to %s", c.text, c.typ.AppendValue(nil, first), c.typ.AppendValue(nil, last), c.first, c.last)
		}
	}
}

func TestBinary(t *testing.T) {
	typ := typed.Type{Kind: typed.Binary}
	for n := range 2000 {
		want := strings.Repeat("\x00\xffabc", n)[:n]
		encoded := base64.StdEncoding.EncodeToString([]byte(want))
		for _, s := range []string{encoded, strings.ReplaceAll(encoded, "A", "A\r\n \t"), " " + encoded + "\n"} {
			have, err := typ.AppendBinary([]byte("before"), text(s))
			if err != nil || string(have) != "before"+want || typ.Check(text(s)) != nil {
				t.Fatalf("%d bytes come back as %d, %v", n, len(have)-6, err)
			}
		}
	}
	long := strings.Repeat("abcd", 256)
	for _, s := range []string{"a", "ab", "abc", "abc$", "ab=c", "====", "YR==", "abc=abc=", long[:1023] + "=abcd", long + "a"} {
		have, err := typ.AppendBinary([]byte("before"), text(s))
		if message(err) != wantError("is not base64", "BINARY") || string(have) != "before" || message(typ.Check(text(s))) != message(err) {
			t.Errorf("%d characters become %q, %v", len(s), have, err)
		}
	}
	if _, err := typ.AppendBinary(nil, whole(1)); err == nil {
		t.Error("an integer is base64")
	}
}

func TestText(t *testing.T) {
	var typ typed.Type
	for want, c := range map[string]*row.Cell{
		"": {}, "a": text("a"), "1.0": number("1.0"), "-7": whole(-7), "true": {Kind: row.KindBoolean, Int: 1}, "false": {Kind: row.KindBoolean},
		`{"a": 1}`: {Kind: row.KindJSON, Text: `{"a": 1}`},
	} {
		if have := string(typ.AppendText([]byte("-"), c)); have != "-"+want || typ.Check(c) != nil {
			t.Errorf("%+v is %q, want %q", *c, have, "-"+want)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	cells := []struct {
		sql string
		*row.Cell
	}{
		{"DATE", text("2024-02-03")}, {"TIMESTAMP", text("2024-02-03T10:20:30.123+02:00")}, {"TIME", text("10:20:30")},
		{"DECIMAL(30,3)", number("-12345678901234567890.12")}, {"DECIMAL(10,3)", whole(12)}, {"BINARY", text("YWJj")}, {"INT", number("7")},
	}
	for _, c := range cells {
		typ := typed.Of(&row.Column{SQLType: c.sql, Typed: true})
		if n := testing.AllocsPerRun(100, func() {
			if err := typ.Check(c.Cell); err != nil {
				t.Fatal(err)
			}
		}); n > 0 {
			t.Errorf("%s allocates %v times", c.sql, n)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	for sql, c := range map[string]*row.Cell{
		"DATE": text("2024-02-03"), "TIMESTAMP": text("2024-02-03T10:20:30.123+02:00"), "DECIMAL(18,3)": number("12345.12"),
	} {
		b.Run(sql, func(b *testing.B) {
			typ := typed.Of(&row.Column{SQLType: sql, Typed: true})
			for b.Loop() {
				if err := typ.Check(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
