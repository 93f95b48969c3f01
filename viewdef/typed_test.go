package viewdef_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// typedView has a column of each type that says something about SQL, and lists.
const typedView = `{"resource": "Observation", "name": "v", "select": [{"column": [
	{"name": "id", "path": "id", "type": "id"},
	{"name": "issued", "path": "issued", "type": "instant"},
	{"name": "at", "path": "effective.ofType(dateTime)"},
	{"name": "times", "path": "component.value.ofType(dateTime)", "collection": true},
	{"name": "clock", "path": "value.ofType(time)", "type": "time"},
	{"name": "amount", "path": "value.ofType(Quantity).value", "type": "decimal"},
	{"name": "low", "path": "referenceRange.low.value", "collection": true},
	{"name": "count", "path": "value.ofType(integer)", "tag": [{"name": "ansi/type", "value": "SMALLINT"}]},
	{"name": "big", "path": "value.ofType(integer)", "tag": [{"name": "ansi/type", "value": "BIGINT"}]},
	{"name": "share", "path": "value.ofType(Quantity).value", "tag": [{"name": "ansi/type", "value": "DECIMAL(4,1)"}]},
	{"name": "rough", "path": "value.ofType(Quantity).value", "tag": [{"name": "ansi/type", "value": "DOUBLE PRECISION"}]},
	{"name": "day", "path": "effective.ofType(Period).start", "tag": [{"name": "ansi/type", "value": "DATE"}]},
	{"name": "kept", "path": "effective.ofType(dateTime)", "tag": [{"name": "ansi/type", "value": "VARCHAR(40)"}]},
	{"name": "data", "path": "extension.value.ofType(base64Binary)"},
	{"name": "flag", "path": "value.ofType(boolean)"},
	{"name": "code", "path": "code", "type": "CodeableConcept"}
]}]}`

// TestTypes has the SQL types of columns in all modes.
func TestTypes(t *testing.T) {
	columns := func(types *viewdef.Types) map[string]string {
		t.Helper()
		plan, err := viewdef.Compile([]byte(typedView), &viewdef.Options{Types: types})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, c := range plan.Schema().Columns {
			out[c.Name] = c.SQLType
			if c.Typed != (types != nil) {
				t.Errorf("column %s is typed: %v", c.Name, c.Typed)
			}
		}
		return out
	}
	const text, at = "CHARACTER VARYING", "TIMESTAMP WITH TIME ZONE"
	spec := map[string]string{
		"id": text, "issued": at, "at": text, "times": text, "clock": text, "amount": text, "low": text, "count": "SMALLINT", "big": "BIGINT",
		"share": "DECIMAL(4,1)", "rough": "DOUBLE PRECISION", "day": "DATE", "kept": "VARCHAR(40)", "data": "BINARY", "flag": "BOOLEAN", "code": text,
	}
	native := with(spec, "at", at, "times", at, "clock", "TIME")
	spans := with(spec, "at_start", at, "at_end", at, "times_start", at, "times_end", at, "day", text, "day_start", "DATE", "day_end", "DATE")
	for _, c := range []struct {
		types *viewdef.Types
		want  map[string]string
	}{
		{nil, spec},
		{&viewdef.Types{}, spec},
		{&viewdef.Types{Native: true}, native},
		{&viewdef.Types{Native: true, Precision: 18, Scale: 3}, with(native, "amount", "DECIMAL(18,3)", "low", "DECIMAL(18,3)")},
		{&viewdef.Types{Spans: true}, spans},
		{&viewdef.Types{Native: true, Spans: true}, with(spans, "clock", "TIME")},
	} {
		if diff := cmp.Diff(c.want, columns(c.types)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.types, diff)
		}
	}
}

func with(m map[string]string, changes ...string) map[string]string {
	out := maps.Clone(m)
	for i := 0; i < len(changes); i += 2 {
		out[changes[i]] = changes[i+1]
	}
	return out
}

// TestTypeMistakes has options and views that do not go together.
func TestTypeMistakes(t *testing.T) {
	view := func(columns string) string {
		return `{"resource": "Patient", "select": [{"column": [{"name": "born", "path": "birthDate"}, ` + columns + `]}]}`
	}
	for _, c := range []struct {
		view  string
		types viewdef.Types
		want  string
	}{
		{view(`{"name": "id", "path": "id"}`), viewdef.Types{Precision: 39}, "there is no DECIMAL(39,0)"},
		{view(`{"name": "id", "path": "id"}`), viewdef.Types{Precision: 2, Scale: 3}, "there is no DECIMAL(2,3)"},
		{view(`{"name": "id", "path": "id"}`), viewdef.Types{Scale: 1}, "there is no DECIMAL(0,1)"},
		{view(`{"name": "born_end", "path": "id"}`), viewdef.Types{Spans: true}, `select[0].column[0].name: the span of column "born" needs a column "born_end", and the view has one`},
	} {
		_, err := viewdef.Compile([]byte(c.view), &viewdef.Options{Types: &c.types})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %s", c.types, err, c.want)
		}
	}
}

// typedRowsOf returns the rows of a resource as text, or its failure; the rows of the plain way and those of the fast one
// have to be the same.
func typedRowsOf(t *testing.T, plan *viewdef.Plan, resource string) (rows []string, failure string) {
	t.Helper()
	for _, strict := range []bool{false, true} {
		f := viewdef.NewSet(plan).Flattener(&viewdef.FlattenOptions{StrictJSON: strict})
		for range 2 { // the second time the evaluator has a row before
			var now []string
			fails := ""
			before := f.Rows(0).Rows()
			_, failures := f.Flatten([]byte(resource))
			for _, one := range failures {
				fails += one.Err.Error()
			}
			for i := before; i < f.Rows(0).Rows(); i++ {
				now = append(now, cellsText(f.Rows(0).Row(i)))
			}
			if before > 0 || strict {
				if diff := cmp.Diff(rows, now); diff != "" || fails != failure {
					t.Errorf("strict %v, another time: %q instead of %q; %s", strict, fails, failure, diff)
				}
			}
			rows, failure = now, fails
		}
	}
	return rows, failure
}

func cellsText(cells []row.Cell) string {
	var out []string
	for _, c := range cells {
		switch c.Kind {
		case row.KindNull:
			out = append(out, "-")
		case row.KindList:
			out = append(out, "["+cellsText(c.Items())+"]")
		case row.KindInteger, row.KindBoolean:
			out = append(out, fmt.Sprint(c.Int))
		default:
			out = append(out, c.Text)
		}
	}
	return strings.Join(out, " ")
}

// TestTypedRows has values that their types hold, and others.
func TestTypedRows(t *testing.T) {
	native := &viewdef.Types{Native: true, Precision: 6, Scale: 2}
	const (
		given   = `"component": [{"valueDateTime": "2024-01-01T00:00:00Z"}], "referenceRange": [{"low": {"value": 1.5}}]`
		nothing = "- - - [] - - [] - - - - - - - - -"
	)
	for _, c := range []struct {
		types    *viewdef.Types
		resource string
		rows     string
		failure  string
	}{
		{native, ``, nothing, ""},
		{native, `"effectiveDateTime": "2024-02-03T10:20:30.5+02:00", ` + given, "- - 2024-02-03T10:20:30.5+02:00 [2024-01-01T00:00:00Z] - - [1.5] - - - - - 2024-02-03T10:20:30.5+02:00 - - -", ""},
		{native, `"effectiveDateTime": "2024-02"`, "", "select[0].column[2] (column at): the value is a partial date, which TIMESTAMP WITH TIME ZONE cannot hold"},
		{nil, `"effectiveDateTime": "2024-02"`, "- - 2024-02 [] - - [] - - - - - 2024-02 - - -", ""},
		{&viewdef.Types{}, `"effectiveDateTime": "2024-02"`, "- - 2024-02 [] - - [] - - - - - 2024-02 - - -", ""},
		{native, `"component": [{"valueDateTime": "2024-01-01T00:00:00Z"}, {"valueDateTime": "2024"}]`, "", "select[0].column[3] (column times): the value is a partial date, which TIMESTAMP WITH TIME ZONE cannot hold"},
		{native, `"valueTime": "10:20:30.5"`, "- - - [] 10:20:30.5 - [] - - - - - - - - -", ""},
		{native, `"valueTime": "23:59:60"`, "", "select[0].column[4] (column clock): the value is a leap second, which TIME cannot hold"},
		{native, `"valueQuantity": {"value": 999.9}`, "- - - [] - 999.9 [] - - 999.9 999.9 - - - - -", ""},
		{native, `"valueQuantity": {"value": 1.125}`, "", "select[0].column[5] (column amount): the value has more digits after the point, which DECIMAL(6,2) cannot hold"},
		{native, `"valueQuantity": {"value": 1000.0}`, "", "select[0].column[9] (column share): the value has more digits before the point, which DECIMAL(4,1) cannot hold"},
		{&viewdef.Types{}, `"valueQuantity": {"value": 10.55}`, "", "select[0].column[9] (column share): the value has more digits after the point, which DECIMAL(4,1) cannot hold"},
		{nil, `"valueQuantity": {"value": 10.55}`, "- - - [] - 10.55 [] - - 10.55 10.55 - - - - -", ""},
		{native, `"valueInteger": -32768`, "- - - [] - - [] -32768 -32768 - - - - - - -", ""},
		{native, `"valueInteger": 32768`, "", "select[0].column[7] (column count): the value is not an integer that small, which SMALLINT cannot hold"},
		{native, `"effectivePeriod": {"start": "2024-02-29"}`, "- - - [] - - [] - - - - 2024-02-29 - - - -", ""},
		{native, `"effectivePeriod": {"start": "2024-02-29T10:00:00Z"}`, "", "select[0].column[11] (column day): the value has a time of day, which DATE cannot hold"},
		{native, `"issued": "2016-12-31T23:59:60Z"`, "", "select[0].column[1] (column issued): the value is a leap second, which TIMESTAMP WITH TIME ZONE cannot hold"},
		{native, `"extension": [{"valueBase64Binary": "YWJj"}]`, "- - - [] - - [] - - - - - - YWJj - -", ""},
		{native, `"extension": [{"valueBase64Binary": "YW!j"}]`, "", "select[0].column[13] (column data): the value is not base64, which BINARY cannot hold"},
		{
			&viewdef.Types{Spans: true}, `"effectiveDateTime": "2024-02", "component": [{"valueDateTime": "2023"}, {"valueDateTime": "2024-01-01T00:00:00+01:00"}]`,
			"- - 2024-02 2024-02-01T00:00:00Z 2024-02-29T23:59:59.999999Z [2023 2024-01-01T00:00:00+01:00] " +
				"[2023-01-01T00:00:00Z 2023-12-31T23:00:00Z] [2023-12-31T23:59:59.999999Z 2023-12-31T23:00:00Z] - - [] - - - - - - - 2024-02 - - -", "",
		},
		{&viewdef.Types{Spans: true}, `"effectivePeriod": {"start": "2024-02"}`, "- - - - - [] [] [] - - [] - - - - 2024-02 2024-02-01 2024-02-29 - - - -", ""},
		{&viewdef.Types{Spans: true}, `"effectivePeriod": {"start": "2024-02-03T10:00:00Z"}`, "", "select[0].column[11] (column day): the value has a time of day, which DATE cannot hold"},
	} {
		plan, err := viewdef.Compile([]byte(typedView), &viewdef.Options{Types: c.types})
		if err != nil {
			t.Fatal(err)
		}
		resource := `{"resourceType": "Observation"` + strings.TrimSuffix(", "+c.resource, ", ") + `}`
		rows, failure := typedRowsOf(t, plan, resource)
		if have := strings.Join(rows, "\n"); have != c.rows || failure != c.failure {
			t.Errorf("%s with %+v:\nhave %s %s\nwant %s %s", resource, c.types, have, failure, c.rows, c.failure)
		}
	}
}

// TestTypedRowsOfForEach has a date beside many rows, partial in one resource and not in the other, and a union whose branches
// know different things about one column.
func TestTypedRowsOfForEach(t *testing.T) {
	const view = `{"resource": "Patient", "select": [
		{"column": [{"name": "born", "path": "birthDate"}]},
		{"unionAll": [
			{"forEach": "name", "column": [{"name": "text", "path": "family"}, {"name": "since", "path": "period.start"}]},
			{"forEachOrNull": "contact", "column": [{"name": "text", "path": "gender"}, {"name": "since", "path": "period.start"}]}]}]}`
	const whole = `{"resourceType": "Patient", "birthDate": "2000-02-03", "name": [{"family": "a", "period": {"start": "2001-01-01T00:00:00Z"}}, {"family": "b"}]}`
	const partial = `{"resourceType": "Patient", "birthDate": "2000", "name": [{"family": "c", "period": {"start": "2001"}}, {"family": "d"}]}`
	for _, c := range []struct {
		types *viewdef.Types
		want  []string
	}{
		{&viewdef.Types{Native: true}, []string{"2000-02-03 a 2001-01-01T00:00:00Z", "2000-02-03 b -", "2000-02-03 - -"}},
		{&viewdef.Types{Native: true, Spans: true}, []string{
			"2000-02-03 2000-02-03 2000-02-03 a 2001-01-01T00:00:00Z 2001-01-01T00:00:00Z 2001-01-01T00:00:00Z",
			"2000-02-03 2000-02-03 2000-02-03 b - - -", "2000-02-03 2000-02-03 2000-02-03 - - - -",
			"2000 2000-01-01 2000-12-31 c 2001 2001-01-01T00:00:00Z 2001-12-31T23:59:59.999999Z", "2000 2000-01-01 2000-12-31 d - - -",
			"2000 2000-01-01 2000-12-31 - - - -",
		}},
	} {
		plan, err := viewdef.Compile([]byte(view), &viewdef.Options{Types: c.types})
		if err != nil {
			t.Fatal(err)
		}
		f := viewdef.NewSet(plan).Flattener(nil)
		var have []string
		for _, resource := range []string{whole, partial} {
			f.Flatten([]byte(resource))
		}
		for i := range f.Rows(0).Rows() {
			have = append(have, cellsText(f.Rows(0).Row(i)))
		}
		if diff := cmp.Diff(c.want, have); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.types, diff)
		}
	}
}
