package runner_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
)

// bytesOf are resources as a source takes them.
func bytesOf(text []string) source.Source {
	data := make([][]byte, len(text))
	for i := range text {
		data[i] = []byte(text[i])
	}
	return source.Bytes(data...)
}

type family struct {
	ID   string
	Name string `fhirview:"family"`
}

// TestAll has the same rows and failures as a run, whatever the parallelism, also a second time.
func TestAll(t *testing.T) {
	plan, src := compile(t, families, nil), bytesOf(patients(9000, 100, 8000))
	want := familiesCSV(1, 9000, 100, 8000)
	for _, parallel := range parallels {
		all := runner.All[family](t.Context(), plan, src, &runner.Options{Parallel: parallel})
		for range 2 {
			var failed []string
			var b strings.Builder
			b.WriteString("id,family\n")
			for f, err := range all {
				if err != nil {
					failed = append(failed, err.Error())
					continue
				}
				fmt.Fprintf(&b, "%s,%s\n", f.ID, f.Name)
			}
			if b.String() != want {
				t.Errorf("parallel %d: the rows are not those of a run", parallel)
			}
			reason := ": Patient: view families: select[0].column[1] (column family): several values for a single-valued column; " +
				"take one of them, use forEach, or set collection"
			if diff := cmp.Diff([]string{"entry 99" + reason, "entry 7999" + reason}, failed); diff != "" {
				t.Errorf("parallel %d: failures (-want +got):\n%s", parallel, diff)
			}
		}
	}
}

// weighed has a decimal, a date and an integer in each of the types that they can be had in.
type weighed struct {
	Weight    *apd.Decimal
	Digits    *string         `fhirview:"weight"`
	Float     *float64        `fhirview:"weight"`
	Null      apd.NullDecimal `fhirview:"weight"`
	BirthDate *time.Time
	Date      *string      `fhirview:"birth_date"`
	Multiple  *apd.Decimal `fhirview:"multiple"`
}

// TestAllTypes has values in all types that there are for them.
func TestAllTypes(t *testing.T) {
	text := []string{
		`{"resourceType":"Patient","id":"1","birthDate":"1980-05-06","multipleBirthInteger":3,"extension":[{"url":"u","valueDecimal":1234567890123456.780}]}`,
		`{"resourceType":"Patient","id":"2"}`,
		`{"resourceType":"Patient","id":"s3cr3t","birthDate":"1980-05"}`,
		`{"resourceType":"Patient","id":"4","extension":[{"url":"u","valueDecimal":1e400}]}`,
	}
	var got []weighed
	var failed []string
	for m, err := range runner.All[weighed](t.Context(), compile(t, typed, nil), bytesOf(text), nil) {
		if err != nil {
			failed = append(failed, err.Error())
			continue
		}
		got = append(got, m)
	}
	weight, three := apd.New(1234567890123456780, -3), apd.New(3, 0)
	born := time.Date(1980, 5, 6, 0, 0, 0, 0, time.UTC)
	want := []weighed{
		{weight, new("1234567890123456.780"), new(1234567890123456.780), apd.NullDecimal{Decimal: *weight, Valid: true}, &born, new("1980-05-06"), three},
		{},
	}
	equal := cmp.Comparer(func(a, b apd.Decimal) bool { return a.Exponent == b.Exponent && a.Cmp(&b) == 0 })
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	wantFailed := []string{
		"row 2: column birth_date: the text is no full date or time: FHIR allows a year or a month alone, for which a string is the type",
		"row 3: column weight: the number is out of the range of its destination",
	}
	if diff := cmp.Diff(wantFailed, failed); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}

// TestAllErrors end the loop, after the rows before them.
func TestAllErrors(t *testing.T) {
	plan, three := compile(t, families, nil), bytesOf(patients(3))
	onFire := func(yield func(*source.Block, error) bool) {
		for b, err := range three {
			if !yield(b, err) {
				return
			}
		}
		yield(nil, errServer)
	}
	broken := bytesOf(patients(9, 4))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		all  iter.Seq2[family, error]
		rows int
		want string
	}{
		{"no plan", runner.All[family](t.Context(), nil, three, nil), 0, "runner: there is no plan: compile a view with viewdef.Compile"},
		{"context", runner.All[family](ended, plan, three, nil), 0, "context canceled"},
		{"source", runner.All[family](t.Context(), plan, onFire, nil), 3, "the server is on fire"},
		{"source, in order", runner.All[family](t.Context(), plan, onFire, &runner.Options{Parallel: 1}), 3, "the server is on fire"},
		{"policy", runner.All[family](t.Context(), plan, broken, &runner.Options{OnError: runner.Fail}), 3, "entry 3: Patient: view families: " +
			"select[0].column[1] (column family): several values for a single-valued column; take one of them, use forEach, or set collection"},
		{"limit", runner.All[family](t.Context(), plan, broken, &runner.Options{Limit: 2}), 2, "<nil>"},
	} {
		rows, last := 0, error(nil)
		for _, err := range c.all {
			if last = err; err == nil {
				rows++
			}
		}
		if got := fmt.Sprint(last); got != c.want || rows != c.rows {
			t.Errorf("%s: %d rows and %q, want %d and %q", c.name, rows, got, c.rows, c.want)
		}
	}
	for _, err := range runner.All[string](t.Context(), plan, three, nil) {
		if err == nil || err.Error() != "scan: string is no struct" {
			t.Errorf("a text for a row: %v", err)
		}
	}
}

// TestAllInPlace has failures between the rows of their neighbours, also in blocks whose rows are encoded in several pieces.
func TestAllInPlace(t *testing.T) {
	var broken []int
	for id := 1; id <= 9000; id += 7 {
		broken = append(broken, id, id+1)
	}
	text := patients(9000, broken...)
	text[8999] = `{"resourceType":"Patient",`
	plan := compile(t, families, nil)
	for _, opts := range []runner.Options{{Parallel: 1}, {Parallel: 4}, {Parallel: 4, Limit: 100_000}} {
		at := 0
		for f, err := range runner.All[family](t.Context(), plan, bytesOf(text), &opts) {
			at++
			failure := (*runner.ResourceError)(nil)
			switch {
			case err == nil && f.ID != strconv.Itoa(at):
				t.Fatalf("%+v: %s comes in the place of %d", opts, f.ID, at)
			case err != nil && (!errors.As(err, &failure) || failure.Index != int64(at-1)):
				t.Fatalf("%+v: %v comes in the place of %d", opts, err, at)
			}
		}
		if at != 9000 {
			t.Errorf("%+v: %d rows and failures", opts, at)
		}
	}
}

// TestAllBreak leaves nothing behind, neither in the middle of the input nor at an error, and reads little more.
func TestAllBreak(t *testing.T) {
	plan := compile(t, families, nil)
	before := goleak.IgnoreCurrent()
	for _, parallel := range parallels {
		for name, text := range map[string][]string{"row": patients(20_000), "failure": patients(20_000, 1)} {
			blocks := 0
			src := func(yield func(*source.Block, error) bool) {
				for b, err := range bytesOf(text) {
					if blocks++; !yield(b, err) {
						return
					}
				}
			}
			n := 0
			for f, err := range runner.All[family](t.Context(), plan, src, &runner.Options{Parallel: parallel}) {
				n++
				if (err != nil) != (name == "failure") || err == nil && f.ID != "1" {
					t.Errorf("%s: %v and %v", name, f, err)
				}
				break
			}
			if n != 1 {
				t.Errorf("%s: %d rows", name, n)
			}
			goleak.VerifyNone(t, before)
		}
	}
}

// TestAllCancel has no more rows after the context has ended, not even those that are there, but its error.
func TestAllCancel(t *testing.T) {
	plan := compile(t, families, nil)
	for _, n := range []int{3, 20_000} {
		for _, at := range []int{1, 2, 3} {
			for name, broken := range map[string][]int{"rows": nil, "failures": {1, 2, 3}} {
				ctx, cancel := context.WithCancel(t.Context())
				var after []error
				seen := 0
				for _, err := range runner.All[family](ctx, plan, bytesOf(patients(n, broken...)), nil) {
					if seen++; seen > at {
						after = append(after, err)
					}
					if seen == at {
						cancel()
					}
				}
				if len(after) != 1 || !errors.Is(after[0], context.Canceled) {
					t.Errorf("%d %s, canceled at %d: then came %v", n, name, at, after)
				}
				cancel()
			}
		}
	}
}

// TestAllPanic ends the run when the loop panics.
func TestAllPanic(t *testing.T) {
	before := goleak.IgnoreCurrent()
	func() {
		defer func() { _ = recover() }()
		for range runner.All[family](t.Context(), compile(t, families, nil), bytesOf(patients(20_000)), nil) {
			panic("of the loop")
		}
	}()
	goleak.VerifyNone(t, before)
}

// TestCollect makes the table that Execute makes of the same resources.
func TestCollect(t *testing.T) {
	text := patients(60, 7, 33)
	plan := compile(t, families, nil)
	r := service(t, &searcher{pages: pagesOf(60, text)}, nil)
	served, err := r.Execute(t.Context(), plan, runner.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	opts := &runner.Options{Failed: func(e *runner.ResourceError) { told = append(told, e.Error()) }}
	got, err := runner.Collect(t.Context(), plan, bytesOf(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(csvOf(t, served), csvOf(t, got)); diff != "" {
		t.Errorf("rows (-served +collected):\n%s", diff)
	}
	if diff := cmp.Diff(told, textsOf(got.Failures())); diff != "" || len(told) != 2 {
		t.Errorf("failures (-told +collected):\n%s", diff)
	}
	a, b := served.Info(), got.Info()
	if b.Fetch <= 0 || b.Evaluate <= 0 || b.Duration < b.Fetch || b.Started.IsZero() {
		t.Errorf("times: %+v", b)
	}
	for _, info := range []*runner.RunInfo{&a, &b} {
		info.Fetch, info.Evaluate, info.Duration, info.Started, info.Age = 0, 0, 0, time.Time{}, 0
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("info (-served +collected):\n%s", diff)
	}
	first, err := runner.Scan[family](got)
	if err != nil || len(first) != 58 || first[57] != (family{"60", "Family60"}) && first[57].ID != "60" {
		t.Errorf("%v, %v", first[57:], err)
	}
}

// TestCollectErrors are those of the run. A search that was not sent to the end makes a table.
func TestCollectErrors(t *testing.T) {
	plan := compile(t, families, nil)
	s := &searcher{pages: pagesOf(25, patients(50)), end: errTruncated}
	src := source.Pages("", s.SearchPages(t.Context(), "Patient", nil), nil)
	got, err := runner.Collect(t.Context(), plan, src, nil)
	if err != nil || got.Len() != 50 || !got.Info().Truncated {
		t.Errorf("truncated: %v", err)
	}
	got, err = runner.Collect(t.Context(), plan, src, &runner.Options{Limit: 10})
	if err != nil || got.Len() != 10 || !got.Info().Limited || got.Info().Truncated {
		t.Errorf("limited: %v", err)
	}
	s.end = errServer
	if got, err := runner.Collect(t.Context(), plan, src, nil); !errors.Is(err, errServer) || got != nil {
		t.Errorf("%v, %v", got, err)
	}
	failure := (*runner.ResourceError)(nil)
	got, err = runner.Collect(t.Context(), plan, bytesOf(patients(5, 2)), &runner.Options{OnError: runner.Fail})
	if !errors.As(err, &failure) || failure.Index != 1 || got != nil {
		t.Errorf("%v, %v", got, err)
	}
	if _, err = runner.Collect(t.Context(), nil, src, nil); err == nil {
		t.Error("no plan is no error")
	}
}

// scanyRows is what scany and sqlx take for the rows of a database.
type scanyRows interface {
	Close() error
	Err() error
	Next() bool
	Columns() ([]string, error)
	Scan(dest ...any) error
	NextResultSet() bool
}

// scanAll fills structs as scany does: by the names of the columns, through pointers to fields.
func scanAll(t *testing.T, rows scanyRows, out any) {
	t.Helper()
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	list := reflect.ValueOf(out).Elem()
	for rows.Next() {
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		one := reflect.New(list.Type().Elem()).Elem()
		var dest []any
		for _, column := range columns {
			field := one.FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, strings.ReplaceAll(column, "_", "")) })
			if !field.IsValid() {
				dest = append(dest, new(any))
				continue
			}
			dest = append(dest, field.Addr().Interface())
		}
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		list.Set(reflect.Append(list, one))
	}
	if err := rows.Err(); err != nil || rows.NextResultSet() {
		t.Error(err)
	}
}

func TestCursorForScany(t *testing.T) {
	type patient struct {
		ID        string
		Active    *bool
		BirthDate *time.Time
		Given     []string
	}
	var got []patient
	cursor := typedRows(t).Cursor()
	scanAll(t, cursor, &got)
	want := []patient{{"1", new(true), new(time.Date(1980, 5, 6, 0, 0, 0, 0, time.UTC)), []string{"A", "B"}}, {ID: "2", Given: []string{}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("structs (-want +got):\n%s", diff)
	}
	if err := cursor.Scan(nil); cursor.Next() || err == nil || err.Error() != "scan: the cursor is closed" {
		t.Errorf("after Close: %v", err)
	}
}

// TestFailuresAsJSON has what a service may tell of resources that failed.
func TestFailuresAsJSON(t *testing.T) {
	text := `{"resourceType":"Patient","id":"s3cr3t-1"}
{"resourceType":"Patient","id":
`
	got, err := runner.Collect(t.Context(), compile(t, families, nil), source.NDJSON(strings.NewReader(text), &source.Options{Name: "x"}), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"source":"x","line":2,"type":"Patient","reason":"byte 31: the JSON text ends early"}]`
	if diff := cmp.Diff(want, asJSON(t, got.Failures())); diff != "" {
		t.Error(diff)
	}
	list := []*runner.ResourceError{{Page: 1, Index: 0, Item: new(int64(3)), View: "v", Err: io.EOF}}
	if diff := cmp.Diff(`[{"page":1,"item":3,"entry":0,"view":"v","reason":"EOF"}]`, asJSON(t, list)); diff != "" {
		t.Error(diff)
	}
}

// TestRowsOfASource can be kept, and are those of the table.
func TestRowsOfASource(t *testing.T) {
	plan, src := compile(t, families, nil), bytesOf(patients(9000))
	var rows []runner.Row
	for row, err := range runner.Rows(t.Context(), plan, src, nil) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	table, err := runner.Collect(t.Context(), plan, src, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != table.Len() {
		t.Fatalf("%d rows, want %d", len(rows), table.Len())
	}
	for i, row := range rows {
		if !slices.Equal(row.Cells(), table.Row(i).Cells()) {
			t.Fatalf("row %d: %v", i, row.Map())
		}
	}
	if err := table.Write(sink.CSV(io.Discard, nil)); err != nil {
		t.Error(err)
	}
}
