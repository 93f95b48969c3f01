package runner_test

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
)

const typed = `{"resourceType":"ViewDefinition","name":"typed","status":"active","resource":"Patient",
	"select":[{"column":[
		{"name":"id","path":"id"},{"name":"active","path":"active"},{"name":"birth_date","path":"birthDate"},
		{"name":"multiple","path":"multipleBirth.ofType(integer)"},{"name":"weight","path":"extension.value.ofType(decimal)"},
		{"name":"given","path":"name.given","collection":true},{"name":"telecom","path":"telecom.first()","type":"ContactPoint"}]}]}`

// typedRows are two patients: one with everything, one with nothing.
func typedRows(t testing.TB) *runner.Table {
	t.Helper()
	text := []string{
		`{"resourceType":"Patient","id":"1","active":true,"birthDate":"1980-05-06","multipleBirthInteger":300,
			"extension":[{"url":"u","valueDecimal":1.50}],"name":[{"given":["A","B"]}],"telecom":[{"system":"phone"}]}`,
		`{"resourceType":"Patient","id":"2"}`,
	}
	r := service(t, &searcher{pages: pagesOf(10, text)}, nil)
	got, err := r.Execute(t.Context(), compile(t, typed, nil), runner.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestMaps(t *testing.T) {
	var got []map[string]any
	for m := range typedRows(t).Maps() {
		got = append(got, m)
	}
	want := []map[string]any{
		{
			"id": "1", "active": true, "birth_date": "1980-05-06", "multiple": int64(300), "weight": json.Number("1.50"),
			"given": []any{"A", "B"}, "telecom": json.RawMessage(`{"system":"phone"}`),
		},
		{"id": "2", "active": nil, "birth_date": nil, "multiple": nil, "weight": nil, "given": []any{}, "telecom": nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("maps (-want +got):\n%s", diff)
	}
}

type identity struct {
	ID string
}

func TestScan(t *testing.T) {
	type pointers struct {
		identity

		Active    *bool
		BirthDate *time.Time
		Multiple  *int16
		Weight    *float64
		Given     []string
		Telecom   json.RawMessage
		Other     chan int `fhirview:"-"`
	}
	type nulls struct {
		Key    identity            `fhirview:"-"`
		Born   sql.Null[time.Time] `fhirview:"birth_date"`
		Text   sql.NullString      `fhirview:"birth_date"`
		Many   sql.Null[int64]     `fhirview:"multiple"`
		Weight sql.NullString      `fhirview:"weight"`
		On     sql.NullBool        `fhirview:"active"`
		Any    any                 `fhirview:"telecom"`
		Digits *json.Number        `fhirview:"weight"`
	}
	table := typedRows(t)
	born := time.Date(1980, 5, 6, 0, 0, 0, 0, time.UTC)
	first, err := runner.Scan[pointers](table)
	want := []pointers{
		{identity{"1"}, new(true), &born, new(int16(300)), new(1.5), []string{"A", "B"}, json.RawMessage(`{"system":"phone"}`), nil},
		{identity: identity{"2"}, Given: []string{}},
	}
	if diff := cmp.Diff(want, first, cmp.AllowUnexported(pointers{}, identity{})); err != nil || diff != "" {
		t.Errorf("pointers: %v (-want +got):\n%s", err, diff)
	}
	second, err := runner.Scan[nulls](table)
	wantNulls := []nulls{
		{
			Born: sql.Null[time.Time]{V: born, Valid: true}, Text: sql.NullString{String: "1980-05-06", Valid: true},
			Many: sql.Null[int64]{V: 300, Valid: true}, Weight: sql.NullString{String: "1.50", Valid: true},
			On: sql.NullBool{Bool: true, Valid: true}, Any: json.RawMessage(`{"system":"phone"}`), Digits: new(json.Number("1.50")),
		},
		{},
	}
	if diff := cmp.Diff(wantNulls, second); err != nil || diff != "" {
		t.Errorf("nulls: %v (-want +got):\n%s", err, diff)
	}
}

// TestScanErrors name the column, and hold nothing of the value.
func TestScanErrors(t *testing.T) {
	table := typedRows(t)
	_, missing := runner.Scan[struct{ BirthDay string }](table)
	_, null := runner.Scan[struct{ Active bool }](table)
	_, kind := runner.Scan[struct{ BirthDate *int }](table)
	_, outOfRange := runner.Scan[struct{ Multiple *int8 }](table)
	_, negative := runner.Scan[struct{ Multiple *uint8 }](table)
	_, list := runner.Scan[struct{ Given *string }](table)
	_, noTime := runner.Scan[struct {
		ID time.Time
	}](table)
	_, scanner := runner.Scan[struct {
		BirthDate sql.Null[int64]
	}](table)
	_, noStruct := runner.Scan[string](table)
	for want, err := range map[string]error{
		`scan: the view has no column birth_day for the field BirthDay of struct { BirthDay string }: name one by a tag, or leave the field out by the tag "-"`: missing,
		"row 1: column active: the value is null: use a pointer or sql.Null":                                                                                    null,
		"scan: the field BirthDate of struct { BirthDate *int }: column birth_date: string is what it holds, which an int does not take":                        kind,
		"row 0: column multiple: the number is out of the range of its destination":                                                                             outOfRange,
		"scan: the field Given of struct { Given *string }: column given: the column is a collection: use a slice":                                              list,
		"row 0: column id: the text is no date, and no time with an offset from UTC":                                                                            noTime,
		"row 0: column birth_date: the destination's Scan does not take the value":                                                                              scanner,
		"scan: string is no struct": noStruct,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("the error is %v\nwant %s", err, want)
		}
	}
	if negative == nil {
		t.Error("300 was taken for a uint8")
	}
}

// TestScanTimes says what is wrong with a text that is no time.
func TestScanTimes(t *testing.T) {
	const partial = "row 0: column id: the text is no full date or time: FHIR allows a year or a month alone, for which a string is the type"
	const none = "row 0: column id: the text is no date, and no time with an offset from UTC"
	for text, want := range map[string]string{
		"1980": partial, "1980-05": partial, "1980-13": none, "NODATE": none, "1980-05-06T10:00:00": none, "1980-02-30": none, "": none,
	} {
		data := []byte(`{"resourceType":"Patient","id":"` + text + `"}`)
		table, err := runner.Collect(t.Context(), compile(t, typed, nil), source.Bytes(data), nil)
		if err != nil || table.Len() != 1 {
			t.Fatalf("%q: %v", text, err)
		}
		if _, err := runner.Scan[struct{ ID *time.Time }](table); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestCursor(t *testing.T) {
	c := typedRows(t).Cursor()
	var id string
	var active *bool
	if err := c.Scan(&id); err == nil || err.Error() != "scan: there is no row yet: call Next first" {
		t.Error(err)
	}
	columns, err := c.Columns()
	if diff := cmp.Diff("id active birth_date multiple weight given telecom", strings.Join(columns, " ")); diff != "" || err != nil {
		t.Error(diff, err)
	}
	var got []string
	for c.Next() {
		if err := c.Scan(&id, &active, nil, nil, nil, nil, nil); err != nil {
			t.Fatal(err)
		}
		got = append(got, id)
		if (active != nil) != (id == "1") {
			t.Errorf("patient %s: active %v", id, active)
		}
	}
	if diff := cmp.Diff([]string{"1", "2"}, got); diff != "" {
		t.Error(diff)
	}
	for want, dest := range map[string][]any{
		"row 1: scan: there are 7 columns and 1 destinations: give a pointer for each column, or nil": {&id},
		"row 1: column id: the destination is no pointer, or a nil one":                               {id, nil, nil, nil, nil, nil, nil},
		"row 1: column active: the value is null: use a pointer or sql.Null":                          {nil, new(bool), nil, nil, nil, nil, nil},
	} {
		if err := c.Scan(dest...); err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}

func TestWrite(t *testing.T) {
	table := typedRows(t)
	var csv, ndjson strings.Builder
	if err := table.Write(sink.CSV(&csv, nil)); err != nil {
		t.Error(err)
	}
	if err := table.Write(sink.NDJSON(&ndjson)); err != nil {
		t.Error(err)
	}
	want := `id,active,birth_date,multiple,weight,given,telecom
1,true,1980-05-06,300,1.50,"[""A"",""B""]","{""system"":""phone""}"
2,,,,,[],
`
	if diff := cmp.Diff(want, csv.String()); diff != "" {
		t.Errorf("csv (-want +got):\n%s", diff)
	}
	want = `{"id":"1","active":true,"birth_date":"1980-05-06","multiple":300,"weight":1.50,"given":["A","B"],"telecom":{"system":"phone"}}
{"id":"2","active":null,"birth_date":null,"multiple":null,"weight":null,"given":[],"telecom":null}
`
	if diff := cmp.Diff(want, ndjson.String()); diff != "" {
		t.Errorf("ndjson (-want +got):\n%s", diff)
	}
	if err := table.Write(sink.CSV(failingWriter{}, nil)); err == nil || err.Error() != "write csv: the sink is broken" {
		t.Errorf("%v", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errSink }

func TestSnake(t *testing.T) {
	table := typedRows(t)
	_, err := runner.Scan[struct{ HTTPServerID2X string }](table)
	if err == nil || !strings.Contains(err.Error(), "no column http_server_id2_x for") {
		t.Error(err)
	}
}
