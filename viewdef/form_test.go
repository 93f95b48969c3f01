package viewdef_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// forms are values of Observation's and whether each can stand in a column of a type.
var forms = []struct {
	path, element, typ string
	fits               bool
}{
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02"`, "date", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020"`, "date", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02T10:00:00+02:00"`, "date", false},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-13"`, "date", false},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02T10:00:00+02:00"`, "instant", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02T10:00:00.123Z"`, "instant", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02T10:00:00"`, "instant", false},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02T10:00Z"`, "instant", false},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01"`, "instant", false},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01"`, "dateTime", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01"`, "System.DateTime", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01"`, "string", true},
	{"effective.ofType(Period).start", `"effectivePeriod": {"start": "2020-01-02"}`, "date", true},
	{"effective.ofType(Period).start", `"effectivePeriod": {"start": "2020-01-02T10:00:00Z"}`, "date", false},
	{"effective", `"effectiveDateTime": "2020-01-02"`, "date", true},
	{"effective", `"effectiveInstant": "2020-01-02T10:00:00Z"`, "date", false},
	{"effective", `"effectiveInstant": "2020-01-02T10:00:00Z"`, "dateTime", true},
	{"effective", `"effectiveInstant": "2020-01-02T10:00:00Z"`, "instant", true},
	{"effective", `"effectivePeriod": {"start": "2020-01-02"}`, "dateTime", false},
	{"issued", `"issued": "2020-01-02T10:00:00Z"`, "dateTime", true},
	{"issued", `"issued": "2020-01-02T10:00:00Z"`, "instant", true},
	{"value", `"valueTime": "10:00:00"`, "time", true},
	{"value", `"valueTime": "10:00:00"`, "dateTime", false},
	{"value", `"valueDateTime": "2020-01-02T10:00:00Z"`, "time", false},
	{"value", `"valueDateTime": "2020-01-02T10:00:00Z"`, "dateTime", true},
	{"value", `"valueString": "2020-01-02"`, "dateTime", false},
	{"value", `"valueString": "10:00:00"`, "time", false},
	{"value", `"valueString": "2020-01-02"`, "string", true},
	{"value", `"valueInteger": 0`, "positiveInt", false},
	{"value", `"valueInteger": 1`, "positiveInt", true},
	{"value", `"valueInteger": -1`, "unsignedInt", false},
	{"value", `"valueInteger": 0`, "unsignedInt", true},
	{"value", `"valueInteger": 7`, "string", false},
	{"value.ofType(SampledData).dimensions", `"valueSampledData": {"dimensions": 0}`, "positiveInt", true},
	{"value.ofType(SampledData).dimensions", `"valueSampledData": {"dimensions": -1}`, "positiveInt", true},
	{"value.ofType(SampledData).dimensions", `"valueSampledData": {"dimensions": -1}`, "unsignedInt", true},
	{"value.ofType(SampledData).dimensions", `"valueSampledData": {"dimensions": -1}`, "integer", true},
	{"issued", `"issued": "2020-01-02"`, "instant", true},
	{"effective.ofType(dateTime)", `"effectiveDateTime": "2020-01-02T10:00:00"`, "dateTime", true},
	{"value", `"valueQuantity": {"value": 1}`, "Quantity", true},
	{"value", `"valueQuantity": {"value": 1}`, "CodeableConcept", false},
	{"value", `"valueQuantity": {"value": 1}`, "string", false},
	{"vendor", `"vendor": "2020-01-02"`, "date", true},
	{"vendor", `"vendor": "2020-01-02T10:00:00Z"`, "date", false},
	{"vendor", `"vendor": "2020-01-02T10:00:00Z"`, "dateTime", true},
	{"vendor", `"vendor": "2020-01-02T10:00:00Z"`, "instant", true},
	{"vendor", `"vendor": "10:00"`, "time", true},
	{"vendor", `"vendor": "noon"`, "time", false},
	{"vendor", `"vendor": {"a": 1}`, "Quantity", true},
	{"-1", `"status": "final"`, "positiveInt", false},
	{"0", `"status": "final"`, "unsignedInt", true},
	{"component.count() - 1", `"status": "final"`, "unsignedInt", false},
	{"component.count()", `"status": "final"`, "positiveInt", false},
	{"@2020-01-02", `"status": "final"`, "date", true},
	{"@2020-01-02T10:00:00Z", `"status": "final"`, "date", false},
	{"@2020-01-02T10:00", `"status": "final"`, "instant", false},
	{"now()", `"status": "final"`, "instant", true},
	{"effective.ofType(dateTime).lowBoundary()", `"effectiveDateTime": "2020"`, "date", false},
	{"effective.ofType(dateTime).toDate()", `"effectiveDateTime": "2020-01-02T10:00:00Z"`, "date", true},
}

// ways are selects that fill a column in the several ways that there are.
var ways = []string{
	`{"column": [{"name": "a", "path": "%s", "type": "%s"}]}`,
	`{"column": [{"name": "a", "path": "%s", "type": "%s", "collection": true}]}`,
	`{"column": [{"name": "a", "path": "iif(true, %s)", "type": "%s"}]}`,
	`{"forEach": "%s", "column": [{"name": "a", "path": "$this", "type": "%s"}]}`,
	`{"unionAll": [{"forEach": "component", "column": [{"name": "a", "path": "{}", "type": "%[2]s"}]}, {"column": [{"name": "a", "path": "%[1]s"}]}]}`,
}

// TestColumnForms puts values into columns of declared types: where one does not fit, the resource fails, however the
// cell is filled.
func TestColumnForms(t *testing.T) {
	for _, f := range forms {
		data := []byte(`{"resourceType": "Observation", ` + f.element + `}`)
		for _, way := range ways {
			name := fmt.Sprintf("%s of %s in %s", f.element, f.typ, fmt.Sprintf(way, f.path, f.typ))
			plan, err := viewdef.Compile([]byte(`{"resource": "Observation", "status": "active", "select": [`+fmt.Sprintf(way, f.path, f.typ)+`]}`), nil)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			decoder := resource.NewDecoder(plan.Projection())
			rows, failed, _ := sameApart(t, plan, decoder, data)
			if failed == f.fits || f.fits && rows != 1 {
				t.Errorf("%s: %d rows, failed %t", name, rows, failed)
			}
			if f.fits {
				continue
			}
			r := new(resource.Resource)
			if err := decoder.Decode(data, r); err != nil {
				t.Fatal(err)
			}
			_, err = plan.Evaluator(nil, time.Time{}).Append(row.NewBatch(plan.Schema()), r)
			if err == nil || !strings.Contains(err.Error(), "not of the column's type") {
				t.Errorf("%s: the error is %v", name, err)
			}
		}
	}
}

// declarations are paths with the type that a column declares for them, and what is said: of what level and with what
// in it.
var declarations = []struct{ resource, path, typ, want string }{
	{"Patient", "id", "string", ""},
	{"Patient", "gender", "string", ""},
	{"Patient", "name.first().family", "code", ""},
	{"Patient", "name.first().family", "id", ""},
	{"Patient", "name.count()", "decimal", ""},
	{"Patient", "name.count()", "unsignedInt", ""},
	{"Patient", "name.count()", "integer64", ""},
	{"Patient", "multipleBirth", "integer", ""},
	{"Patient", "birthDate", "dateTime", ""},
	{"Patient", "birthDate", "string", ""},
	{"Patient", "birthDate.lowBoundary()", "dateTime", ""},
	{"Patient", "contained.first().foo", "date", ""},
	{"Patient", "extension('x').value", "date", ""},
	{"Patient", "contained.first()", "Patient", ""},
	{"Patient", "contained.first()", "Resource", ""},
	{"Observation", "value", "string", ""},
	{"Observation", "value.ofType(Quantity)", "Quantity", ""},
	{"Observation", "value.ofType(Quantity)", "Age", ""},
	{"Observation", "component.first()", "BackboneElement", ""},
	{"Observation", "now()", "instant", ""},
	{"Observation", "1 'mg'", "string", ""},
	{"Observation", "issued", "dateTime", ""},

	{"Observation", "effective.ofType(dateTime)", "date", "warning: the path yields dateTime, of which only some values fit a column of type date: declare type dateTime, or write toDate()"},
	{"Observation", "effective.ofType(dateTime)", "instant", "warning: the path yields dateTime, of which only some"},
	{"Observation", "effective.ofType(Period).start", "date", "warning: the path yields dateTime"},
	{"Observation", "now()", "date", "warning: the path yields DateTime, of which only some values fit a column of type date: declare type dateTime, or write toDate()"},
	{"Observation", "effective", "date", "warning: the path yields dateTime, Period, Timing, instant, of which only some"},

	{"Observation", "issued", "date", "the path yields instant, which does not fit a column of type date: declare type instant, or write toDate()"},
	{"Observation", "issued", "time", "the path yields instant, which does not fit a column of type time: declare type instant"},
	{"Observation", "value.ofType(time)", "dateTime", "the path yields time, which does not fit"},
	{"Observation", "value.ofType(string)", "dateTime", "declare type string, or write toDateTime()"},
	{"Observation", "effective", "boolean", "the path yields dateTime, Period, Timing, instant, none of which fits a column of type boolean"},
	{"Observation", "code", "string", "the path yields CodeableConcept, which does not fit a column of type string: name an element of it such as .text or .coding.first().code, or declare type CodeableConcept"},
	{"Observation", "code", "Coding", "the path yields CodeableConcept, which does not fit a column of type Coding: declare type CodeableConcept"},
	{"Observation", "code.text", "CodeableConcept", "the path yields string, which does not fit a column of type CodeableConcept: declare type string"},
	{"Observation", "value.ofType(Quantity)", "decimal", "name an element of it such as .value, or declare type Quantity"},
	{"Observation", "subject", "string", "name an element of it such as .reference, or declare type Reference"},
	{"Observation", "effective.ofType(Period)", "dateTime", "name an element of it such as .start, or declare type Period"},
	{"Observation", "component.first()", "string", "which does not fit a column of type string: declare type Observation.component"},
	{"Patient", "photo.first()", "base64Binary", "name an element of it such as .data, or declare type Attachment"},
	{"Patient", "managingOrganization", "uri", "name an element of it such as .reference, or declare type Reference"},
	{"Patient", "contact.first()", "code", "name an element of it such as .gender, or declare type Patient.contact"},
	{"Observation", "1 'mg'", "Quantity", "the path yields System.Quantity, which does not fit a column of type Quantity: declare type string"},
	{"Observation", "1 'mg'", "decimal", "the path yields System.Quantity"},
	{"Observation", "value.ofType(Quantity)", "System.Quantity", "the path yields Quantity, which does not fit a column of type System.Quantity"},
	{"Patient", "birthDate", "instant", "the path yields date, which does not fit a column of type instant: declare type date"},
	{"Patient", "birthDate", "time", "the path yields date, which does not fit a column of type time"},
	{"Patient", "name.first().family", "integer", "declare type string, or write toInteger()"},
	{"Patient", "active", "string", "the path yields boolean, which does not fit a column of type string: declare type boolean, or write toString()"},
	{"Patient", "active", "integer", "the path yields boolean, which does not fit"},
	{"Patient", "name.count() / 2", "integer", "the path yields Decimal, which does not fit a column of type integer: declare type decimal, or write truncate()"},
	{"Patient", "contained.first()", "string", "the path yields Resource, which does not fit a column of type string: name an element of it such as .id"},
	{"Patient", "contained.first().ofType(Observation)", "Patient", "the path yields Observation, which does not fit a column of type Patient"},
	{"Patient", "id", "http://hl7.org/fhirpath/System.Boolean", "which does not fit a column of type http://hl7.org/fhirpath/System.Boolean"},
	{"Patient", "maritalStatus", "", `column "a" is of the complex type CodeableConcept`},
	{"MedicationRequest", "medication", "", `column "a" is of complex types, CodeableConcept, Reference: select one with ofType()`},
	{"Observation", "value", "", ""},
}

// TestDeclaredTypes compares what is said of a column whose path yields another type than the one that is declared:
// nothing where it fits, a warning where it may, an error where it never does.
func TestDeclaredTypes(t *testing.T) {
	for _, d := range declarations {
		typ := ""
		if d.typ != "" {
			typ = `, "type": "` + d.typ + `"`
		}
		view := `{"resource": "` + d.resource + `", "status": "active", "select": [{"column": [{"name": "a", "path": "` + d.path + `"` + typ + `}]}]}`
		problems := viewdef.Validate([]byte(view), nil)
		switch {
		case len(problems) == 0 && d.want == "":
		case len(problems) != 1 || d.want == "":
			t.Errorf("%s as %s: %v", d.path, d.typ, problems)
		case !strings.Contains(problems[0].String(), d.want), (problems[0].Severity == viewdef.SeverityWarning) != strings.HasPrefix(d.want, "warning"):
			t.Errorf("%s as %s: %s", d.path, d.typ, problems[0])
		}
		strict := viewdef.Validate([]byte(view), &viewdef.Options{Strict: true})
		if len(strict) != len(problems) || len(strict) == 1 && strict[0].Severity != viewdef.SeverityError {
			t.Errorf("%s as %s: strict: %v", d.path, d.typ, strict)
		}
	}
}

// severals are selects, and how many of their columns can get several values.
var severals = []struct {
	resource, selects string
	warnings          int
}{
	{"Observation", `{"column": [{"name": "a", "path": "code.coding.code"}]}`, 1},
	{"Observation", `{"column": [{"name": "a", "path": "code.coding.code", "collection": true}]}`, 0},
	{"Observation", `{"column": [{"name": "a", "path": "code.coding.first().code"}, {"name": "b", "path": "code.coding[0].code"}, {"name": "c", "path": "code.coding.code.join(',')"}]}`, 0},
	{"Observation", `{"column": [{"name": "a", "path": "code.coding.single().code"}, {"name": "b", "path": "code.coding.last().code"}, {"name": "c", "path": "code.coding.code.count()"}]}`, 0},
	{"Observation", `{"column": [{"name": "a", "path": "code.coding.code.exists()"}, {"name": "b", "path": "component.value.ofType(integer).sum()"}]}`, 0},
	{"Observation", `{"column": [{"name": "a", "path": "code.coding.where(system = 'x').code"}, {"name": "b", "path": "component.value.ofType(integer)"}]}`, 2},
	{"Observation", `{"forEach": "code.coding", "column": [{"name": "a", "path": "code"}]}`, 0},
	{"Observation", `{"forEach": "component", "column": [{"name": "a", "path": "code.text"}, {"name": "b", "path": "code.coding.code"}]}`, 1},
	{"Observation", `{"forEachOrNull": "component", "select": [{"forEach": "code.coding", "column": [{"name": "a", "path": "$this.code"}]}]}`, 0},
	{"Observation", `{"forEach": "component", "column": [{"name": "a", "path": "%resource.code.coding.code"}]}`, 1},
	{"Patient", `{"unionAll": [{"forEach": "name", "column": [{"name": "a", "path": "family"}]}, {"column": [{"name": "a", "path": "name.family"}]}]}`, 1},
	{"Patient", `{"column": [{"name": "a", "path": "telecom.value"}, {"name": "b", "path": "name.given"}, {"name": "c", "path": "contact.name.family"}]}`, 3},
	{"Patient", `{"column": [{"name": "a", "path": "extension('x').value.ofType(string)"}, {"name": "b", "path": "extension('x').extension('y').value.ofType(Coding).code"}]}`, 0},
	{"Patient", `{"column": [{"name": "a", "path": "extension.where(url = 'x').value.ofType(string)"}, {"name": "b", "path": "extension.value.ofType(string)"}]}`, 1},
	{"Patient", `{"column": [{"name": "a", "path": "iif(active, name.first().family, name.last().family)"}, {"name": "b", "path": "iif(active, name, contact.name).family"}]}`, 1},
	{"Patient", `{"column": [{"name": "a", "path": "foo.bar.exists()"}, {"name": "b", "path": "contained.first().anything"}]}`, 0},
	{"Patient", `{"column": [{"name": "a", "path": "managingOrganization.getReferenceKey()"}, {"name": "b", "path": "generalPractitioner.getReferenceKey()"}]}`, 1},
	{"Patient", `{"column": [{"name": "a", "path": "deceased.ofType(boolean) | deceased.ofType(dateTime).exists()", "type": "boolean"}]}`, 0},
	{"QuestionnaireResponse", `{"repeat": ["item", "answer.item"], "column": [{"name": "a", "path": "linkId"}, {"name": "b", "path": "answer.value.ofType(string)"}]}`, 1},
	{"QuestionnaireResponse", `{"repeat": ["item"], "select": [{"forEach": "answer", "column": [{"name": "a", "path": "value.ofType(Coding).code"}]}]}`, 0},
	{"QuestionnaireResponse", `{"repeat": ["item", "answer.item"], "select": [{"forEach": "answer", "column": [{"name": "a", "path": "value.ofType(string) | value.ofType(integer).toString()"}]}]}`, 0},
	{"Patient", `{"column": [{"name": "a", "path": "modifierExtension.where(url = 'x').value.ofType(string)"}]}`, 0},
	{"QuestionnaireResponse", `{"column": [{"name": "a", "path": "repeat(item).linkId"}, {"name": "b", "path": "repeat(item).linkId.first()"}]}`, 2},
	{"Bundle", `{"forEach": "entry.resource.ofType(Patient)", "column": [{"name": "a", "path": "id"}, {"name": "b", "path": "name.family"}]}`, 1},
}

// TestSeveralValues counts the columns that can get several values.
func TestSeveralValues(t *testing.T) {
	for _, s := range severals {
		view := []byte(`{"resource": "` + s.resource + `", "status": "active", "select": [` + s.selects + `]}`)
		problems := viewdef.Validate(view, nil)
		several := 0
		for _, p := range problems {
			if p.Severity == viewdef.SeverityWarning && strings.HasSuffix(p.Path, "path") && !strings.Contains(p.Msg, "has no element") {
				several++
			}
		}
		if several != s.warnings || several > 0 && viewdef.Validate(view, &viewdef.Options{Strict: true})[0].Severity != viewdef.SeverityError {
			t.Errorf("%s: %v", s.selects, problems)
		}
	}
}
