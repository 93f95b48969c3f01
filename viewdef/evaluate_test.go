package viewdef_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

func decode(t testing.TB, plan *viewdef.Plan, data string) *resource.Resource {
	t.Helper()
	r := new(resource.Resource)
	if err := resource.NewDecoder(plan.Projection()).Decode([]byte(data), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// lines writes the rows of a batch, in their order: nulls as -, lists in brackets.
func lines(b *row.Batch) []string {
	out := make([]string, b.Rows())
	for i := range out {
		cells := make([]string, b.Width())
		for c := range cells {
			cells[c] = show(b.Row(i)[c])
		}
		out[i] = strings.Join(cells, "|")
	}
	return out
}

func show(c row.Cell) string {
	switch c.Kind {
	case row.KindNull:
		return "-"
	case row.KindBoolean:
		return fmt.Sprint(c.Bool())
	case row.KindInteger:
		return fmt.Sprint(c.Int)
	case row.KindList:
		var items []string
		for _, item := range c.Items() {
			items = append(items, show(item))
		}
		return "[" + strings.Join(items, " ") + "]"
	}
	return c.Text
}

func rows(t testing.TB, plan *viewdef.Plan, data string) []string {
	t.Helper()
	batch := row.NewBatch(plan.Schema())
	if _, err := plan.Evaluator(nil, time.Time{}).Append(batch, decode(t, plan, data)); err != nil {
		t.Fatal(err)
	}
	return lines(batch)
}

// TestOrder compares rows in their order, which the official form of cases does not: that of the elements, and of
// siblings the last changing fastest.
func TestOrder(t *testing.T) {
	const (
		patient = `{"resourceType": "Patient", "name": [{"given": ["a", "b"]}, {"given": ["c"]}], "telecom": [{"value": "1"}, {"value": "2"}]}`
		nested  = `{"resourceType": "QuestionnaireResponse", "item": [{"linkId": "1", "item": [{"linkId": "1.1"}], "answer": [{"item": [{"linkId": "1a"}]}]}, {"linkId": "2"}]}`
	)
	tests := []struct{ name, resource, selects, data, want string }{
		{"cross join", "Patient", `{"forEach": "name.given", "column": [{"name": "a", "path": "$this"}]},
			{"forEach": "telecom", "column": [{"name": "b", "path": "value"}]}`, patient, "a|1 a|2 b|1 b|2 c|1 c|2"},
		{"nested", "Patient", `{"forEach": "name", "column": [{"name": "n", "path": "%rowIndex"}],
			"select": [{"forEach": "given", "column": [{"name": "a", "path": "$this"}]}]}`, patient, "0|a 0|b 1|c"},
		{"union", "Patient", `{"unionAll": [{"forEach": "telecom", "column": [{"name": "a", "path": "value"}]},
			{"forEach": "name.given", "column": [{"name": "a", "path": "$this"}]}]}`, patient, "1 2 a b c"},
		{"joins of one row", "Patient", `{"forEach": "name.where(given.count() = 1)", "column": [{"name": "a", "path": "given"}]},
			{"forEachOrNull": "contact", "column": [{"name": "b", "path": "name.family"}]},
			{"forEach": "telecom.first()", "column": [{"name": "c", "path": "value"}]}`, patient, "c|-|1"},
		{"joins of one row and of more", "Patient", `{"forEachOrNull": "contact", "column": [{"name": "a", "path": "name.family"}]},
			{"forEach": "name.given", "column": [{"name": "b", "path": "$this"}]},
			{"forEach": "telecom.first()", "column": [{"name": "c", "path": "value"}]},
			{"forEach": "telecom", "column": [{"name": "d", "path": "value"}]}`, patient, "-|a|1|1 -|a|1|2 -|b|1|1 -|b|1|2 -|c|1|1 -|c|1|2"},
		{"a join with no rows", "Patient", `{"forEach": "name.given", "column": [{"name": "a", "path": "$this"}]},
			{"forEach": "contact", "column": [{"name": "b", "path": "name.family"}]}`, patient, ""},
		{"a join with elements that have no rows after the one that has", "Patient", `{"forEach": "name", "column": [{"name": "a", "path": "%rowIndex"}],
			"select": [{"forEach": "given.where($this = 'b')", "column": [{"name": "b", "path": "$this"}]}]},
			{"forEach": "telecom", "column": [{"name": "c", "path": "value"}]}`, patient, "0|b|1 0|b|2"},
		{"a join in the elements of another", "Patient", `{"forEach": "name", "column": [{"name": "a", "path": "%rowIndex"}],
			"select": [{"forEach": "given", "column": [{"name": "b", "path": "$this"}]}, {"forEachOrNull": "prefix", "column": [{"name": "c", "path": "$this"}]}]},
			{"forEach": "telecom.last()", "column": [{"name": "d", "path": "value"}]}`, patient, "0|a|-|2 0|b|-|2 1|c|-|2"},
		{"a union in a join", "Patient", `{"unionAll": [{"forEach": "contact", "column": [{"name": "a", "path": "name.family"}]},
			{"forEach": "telecom.first()", "column": [{"name": "a", "path": "value"}]}, {"forEach": "telecom.last()", "column": [{"name": "a", "path": "value"}]}]},
			{"forEach": "name.given.first()", "column": [{"name": "b", "path": "$this"}]}`, patient, "1|a 2|a"},
		{"repeat", "QuestionnaireResponse", `{"repeat": ["item", "answer.item"], "column": [{"name": "a", "path": "linkId"}, {"name": "i", "path": "%rowIndex"}]}`,
			nested, "1|0 1.1|1 1a|2 2|3"},
		{"repeat, the paths the other way round", "QuestionnaireResponse", `{"repeat": ["answer.item", "item"], "column": [{"name": "a", "path": "linkId"}]}`,
			nested, "1 1a 1.1 2"},
	}
	for _, test := range tests {
		plan := compile(t, `{"resource": "`+test.resource+`", "status": "active", "select": [`+test.selects+`]}`)
		if diff := cmp.Diff(strings.Fields(test.want), rows(t, plan, test.data)); diff != "" {
			t.Errorf("%s (-want +have):\n%s", test.name, diff)
		}
	}
}

// TestDecimalsKeepTheirText compares text, not numbers: 1.0 is not 1.
func TestDecimalsKeepTheirText(t *testing.T) {
	plan := compile(t, `{"resource": "Observation", "status": "active", "constant": [{"name": "c", "valueDecimal": 2.500}],
		"select": [{"column": [
			{"name": "a", "path": "value.ofType(Quantity).value"}, {"name": "b", "path": "component.value.ofType(Quantity).value", "collection": true},
			{"name": "c", "path": "%c"}, {"name": "d", "path": "1.0"}, {"name": "e", "path": "vendor"}, {"name": "f", "path": "1.0.lowBoundary()"}]}]}`)
	have := rows(t, plan, `{"resourceType": "Observation", "valueQuantity": {"value": 1.0}, "vendor": 7.10,
		"component": [{"valueQuantity": {"value": 100}}, {"valueQuantity": {"value": 1.20e3}}, {"valueQuantity": {"value": 0.000000000000000000010}}]}`)
	if diff := cmp.Diff([]string{"1.0|[100 1.20e3 0.000000000000000000010]|2.500|1.0|7.10|0.95000000"}, have); diff != "" {
		t.Errorf("rows (-want +have):\n%s", diff)
	}
}

// TestBatchAfterError asks for a batch without the rows of a resource that failed, and for an evaluator that goes on.
func TestBatchAfterError(t *testing.T) {
	plan := compile(t, `{"name": "v", "resource": "Patient", "status": "active", "select": [
		{"forEach": "name", "column": [{"name": "family", "path": "family"}], "select": [{"forEach": "extension", "column": [{"name": "v", "path": "value", "type": "integer"}]}]},
		{"repeat": ["contact"], "column": [{"name": "i", "path": "%rowIndex"}]}]}`)
	const good = `{"resourceType": "Patient", "name": [{"family": "A", "extension": [{"url": "u", "valueInteger": 1}]}], "contact": [{}, {"gender": "male"}]}`
	const bad = `{"resourceType": "Patient", "id": "secret", "name": [{"family": "B", "extension": [{"url": "u", "valueInteger": 2}, {"url": "u", "valueString": "secret"}]}], "contact": [{"gender": "male"}]}`
	e, batch := plan.Evaluator(nil, time.Time{}), row.NewBatch(plan.Schema())
	for range 2 {
		if matched, err := e.Append(batch, decode(t, plan, good)); !matched || err != nil {
			t.Fatalf("%t, %v", matched, err)
		}
		matched, err := e.Append(batch, decode(t, plan, bad))
		var at *viewdef.EvalError
		if matched || !errors.As(err, &at) || strings.Contains(err.Error(), "secret") {
			t.Fatalf("%t, %v", matched, err)
		}
		have := [3]string{at.View, at.Path, at.Column}
		if want := [3]string{"v", "select[0].select[0].column[0]", "v"}; have != want {
			t.Errorf("the place is %q, want %q", have, want)
		}
	}
	want := []string{"A|1|0", "A|1|1", "A|1|0", "A|1|1"}
	if diff := cmp.Diff(want, lines(batch)); diff != "" {
		t.Errorf("rows (-want +have):\n%s", diff)
	}
}

// TestErrorsOfExpressions asks for the place in the view, the expression and its place, and nothing of the data.
func TestErrorsOfExpressions(t *testing.T) {
	const data = `{"resourceType": "Patient", "gender": "secret", "name": [{"given": ["secret", "secret"]}]}`
	tests := []struct{ selects, want string }{
		{`{"column": [{"name": "a", "path": "1 + name.given"}]}`, "select[0].column[0] (column a): "},
		{`{"forEach": "name.given.single()", "column": [{"name": "a", "path": "id"}]}`, "select[0].forEach: "},
		{`{"repeat": ["id", "name.given.single()"], "column": [{"name": "a", "path": "id"}]}`, "select[0].repeat: "},
		{`{"forEach": "name", "unionAll": [{"column": [{"name": "a", "path": "given.single()"}]}]}`, "select[0].unionAll[0].column[0] (column a): "},
	}
	for _, test := range tests {
		plan := compile(t, `{"resource": "Patient", "status": "active", "select": [`+test.selects+`]}`)
		_, err := plan.Evaluator(nil, time.Time{}).Append(row.NewBatch(plan.Schema()), decode(t, plan, data))
		var cause *fhirpath.EvalError
		if !errors.As(err, &cause) || !strings.HasPrefix(err.Error(), test.want) || !strings.Contains(err.Error(), "^") || strings.Contains(err.Error(), "secret") {
			t.Errorf("the error is %v, want one at %s", err, test.want)
		}
	}
}

// TestRepeatThatOverlaps asks for an error where the number of elements doubles with each level of the data.
func TestRepeatThatOverlaps(t *testing.T) {
	plan := compile(t, `{"resource": "Patient", "status": "active", "select": [{"repeat": ["descendants()"], "column": [{"name": "i", "path": "%rowIndex"}]}]}`)
	data := `{"resourceType": "Patient", ` + strings.Repeat(`"extension": [{`, 30) + strings.Repeat(`}]`, 30) + `}`
	batch := row.NewBatch(plan.Schema())
	_, err := plan.Evaluator(nil, time.Time{}).Append(batch, decode(t, plan, data))
	if want := "select[0].repeat: repeat comes to more than a million elements"; err == nil || !strings.HasPrefix(err.Error(), want) || batch.Rows() != 0 {
		t.Errorf("%d rows, and the error is %v, want %q", batch.Rows(), err, want)
	}
}

// TestMatched asks for false where a resource has no place in the view, not where it has no rows.
func TestMatched(t *testing.T) {
	plan := compile(t, `{"resource": "Patient", "status": "active", "where": [{"path": "active"}],
		"select": [{"forEach": "name", "column": [{"name": "a", "path": "family"}]}]}`)
	other := compile(t, `{"resource": "Observation", "status": "active", "select": [{"column": [{"name": "a", "path": "id"}]}]}`)
	e, batch := plan.Evaluator(nil, time.Time{}), row.NewBatch(plan.Schema())
	for data, want := range map[string]bool{
		`{"resourceType": "Patient", "active": true}`:  true,
		`{"resourceType": "Patient", "active": false}`: false,
		`{"resourceType": "Patient"}`:                  false,
	} {
		if matched, err := e.Append(batch, decode(t, plan, data)); err != nil || matched != want {
			t.Errorf("%s: %t, %v", data, matched, err)
		}
	}
	if matched, err := e.Append(batch, decode(t, other, `{"resourceType": "Observation", "id": "o"}`)); err != nil || matched {
		t.Errorf("an Observation: %t, %v", matched, err)
	}
	if batch.Rows() != 0 {
		t.Errorf("%d rows", batch.Rows())
	}
}

// TestConcurrentEvaluators evaluates one plan in many goroutines, for the race detector.
func TestConcurrentEvaluators(t *testing.T) {
	plan := compile(t, tenColumns)
	want := rows(t, plan, tenColumnsPatient)
	if len(want) != 2 {
		t.Fatalf("rows: %q", want)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			e, batch := plan.Evaluator(nil, time.Time{}), row.NewBatch(plan.Schema())
			r := decode(t, plan, tenColumnsPatient)
			for range 50 {
				batch.Truncate(0)
				if _, err := e.Append(batch, r); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(want, lines(batch)); diff != "" {
					t.Errorf("rows (-want +have):\n%s", diff)
				}
			}
		})
	}
	group.Wait()
}

const tenColumns = `{
  "resource": "Patient", "status": "active", "constant": [{"name": "phone", "valueCode": "phone"}],
  "where": [{"path": "active = true and name.exists()"}],
  "select": [
    {"column": [
      {"name": "id", "path": "getResourceKey()"},
      {"name": "gender", "path": "gender"},
      {"name": "birth_date", "path": "birthDate"},
      {"name": "deceased", "path": "deceased.exists()"},
      {"name": "phone", "path": "telecom.where(system = %phone).value.first()"},
      {"name": "doctor", "path": "generalPractitioner.first().getReferenceKey(Practitioner)"},
      {"name": "births", "path": "multipleBirth.ofType(integer)"}
    ]},
    {"forEach": "name", "column": [
      {"name": "nth", "path": "%rowIndex"},
      {"name": "family", "path": "family"},
      {"name": "given", "path": "given.join(' ')"}
    ]}
  ]
}`

const tenColumnsPatient = `{"resourceType": "Patient", "id": "p", "active": true, "gender": "female", "birthDate": "1970-01-01",
  "multipleBirthInteger": 2, "telecom": [{"system": "email", "value": "x"}, {"system": "phone", "value": "1"}],
  "generalPractitioner": [{"reference": "Practitioner/d"}], "name": [{"family": "A", "given": ["B", "C"]}, {"family": "D"}]}`

// TestNoAllocations asks for none for a resource once an evaluator and its batch have their memory.
func TestNoAllocations(t *testing.T) {
	cases := map[string]struct{ view, data string }{
		"ten columns": {tenColumns, tenColumnsPatient},
		"join": {`{"resource": "Patient", "status": "active", "select": [{"forEach": "name", "column": [{"name": "a", "path": "family"}]},
			{"forEachOrNull": "contact", "column": [{"name": "b", "path": "gender"}]},
			{"unionAll": [{"forEach": "telecom", "column": [{"name": "c", "path": "value"}]}, {"column": [{"name": "c", "path": "id"}]}]}]}`, tenColumnsPatient},
		"repeat": {`{"resource": "QuestionnaireResponse", "status": "active", "select": [{"repeat": ["item", "answer.item"], "column": [{"name": "a", "path": "linkId"}]}]}`,
			`{"resourceType": "QuestionnaireResponse", "item": [{"linkId": "1", "item": [{"linkId": "2", "answer": [{"item": [{"linkId": "3"}]}]}]}]}`},
		"more than paths": {`{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "iif(name.family.exists(), name.first().family, gender)"},
			{"name": "b", "path": "name.first().family & '-' & id"}, {"name": "c", "path": "generalPractitioner.first().reference.replace('Practitioner/', '')"},
			{"name": "d", "path": "telecom.where(value.exists())[0].value"}, {"name": "e", "path": "multipleBirthInteger + 1"}, {"name": "f", "path": "name.count() > 1"}]}]}`, tenColumnsPatient},
		"complex elements": {`{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "name.first()", "type": "HumanName"}]}]}`, tenColumnsPatient},
	}
	for name, c := range cases {
		plan := compile(t, c.view)
		arena := new(nodes.Arena)
		e, batch, r := plan.Evaluator(arena, time.Now()), row.NewBatch(plan.Schema()), decode(t, plan, c.data)
		allocs := testing.AllocsPerRun(1000, func() {
			batch.Truncate(0)
			arena.Reset()
			if _, err := e.Append(batch, r); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 || batch.Rows() == 0 {
			t.Errorf("%s: %g allocations for %d rows", name, allocs, batch.Rows())
		}
	}
}
