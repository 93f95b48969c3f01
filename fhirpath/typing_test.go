package fhirpath_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/expr"
)

// doubts are expressions with the part that is doubtful and a part of what is said of it; without both, nothing is.
var doubts = []struct{ typ, source, part, msg string }{
	{"Patient", "name.given", "", ""},
	{"Patient", "name.famly", "famly", "HumanName has no element famly; did you mean family?"},
	{"Patient", "name.famly.foo.bar", "famly", "HumanName has no element famly"},
	{"Patient", "name.where(usee = 'official')", "usee", "did you mean use?"},
	{"Patient", "contact.nam.family", "nam", "Patient.contact has no element nam; did you mean name?"},
	{"Patient", "Observation.status", "Observation", "evaluated on Patient, which is never Observation"},
	{"Patient", "Patient.name", "", ""},
	{"Patient", "Resource.id", "", ""},
	{"", "Patient.name.famly", "famly", "did you mean family?"},
	{"", "name.famly", "", ""},
	{"Bundle", "entry.resource.name", "", ""},
	{"Patient", "contained.anything", "", ""},
	{"Observation", "valueQuantity.unit", "valueQuantity", "write value.ofType(Quantity)"},
	{"Observation", "valueAddress", "valueAddress", "value can be Quantity, CodeableConcept"},
	{"Condition", "onset.dateTime", "dateTime", "dateTime is a type that onset can be of, and no element: write onset.ofType(dateTime)"},
	{"Observation", "value[x].unit", "value[x]", "value[x] is how definitions spell value: write value, or value.ofType(Quantity)"},
	{"Observation", "component[0].value[x].exists()", "value[x]", "value[x] is how definitions spell value: write value, or value.ofType(Quantity)"},
	{"Patient", "deceased[x]", "deceased[x]", "deceased[x] is how definitions spell deceased: write deceased, or deceased.ofType(boolean)"},
	{"", "Condition.onset[x]", "onset[x]", "onset[x] is how definitions spell onset: write onset, or onset.ofType(dateTime)"},
	{"", "onset[x]", "", ""},
	{"Patient", "name[x]", "x", "Patient has no element x"},
	{"Observation", "component.value.Quantity.value", "Quantity", "write value.ofType(Quantity)"},
	{"Observation", "value.codeableConcept.coding", "codeableConcept", "write value.ofType(CodeableConcept)"},
	{"Patient", "deceased.boolean", "boolean", "write deceased.ofType(boolean)"},
	{"Patient", "extension.value.Reference.reference", "Reference", "write value.ofType(Reference)"},
	{"Patient", "multipleBirth.Integer", "Integer", "write multipleBirth.ofType(integer)"},
	{"Patient", "name.HumanName", "HumanName", "HumanName has no element HumanName"},
	{"Observation", "value.code", "", ""},
	{"Observation", "value.unit", "", ""},
	{"Observation", "value.city", "city", "has no element city"},
	{"Observation", "value.ofType(Address)", "Address", "this is never FHIR.Address"},
	{"Observation", "value is Address", "Address", "this is never FHIR.Address"},
	{"Observation", "value.ofType(Element)", "", ""},
	{"Patient", "gender.ofType(String)", "String", "this is never System.String, it is code"},
	{"Patient", "name.first().family is System.String", "System.String", "did you mean FHIR.string?"},
	{"Patient", "1 is Integer", "", ""},
	{"Patient", "'a' - 1", "'a' - 1", "- is not defined for String and Integer"},
	{"Patient", "birthDate + 7", "birthDate + 7", "+ is not defined for date and Integer"},
	{"Patient", "birthDate + 7 days", "", ""},
	{"Patient", "-gender", "-gender", "- is for Decimal, Quantity, not for code"},
	{"Patient", "birthDate > '1970'", "birthDate > '1970'", "have no order"},
	{"Patient", "birthDate > @1970-01-01T10:00:00Z", "", ""},
	{"Patient", "active > false", "active > false", "have no order"},
	{"Patient", "gender = 1", "gender = 1", "code and Integer are never equal"},
	{"Patient", "maritalStatus ~ 'M'", "maritalStatus ~ 'M'", "CodeableConcept and String are never equal"},
	{"Patient", "name.use contains 1", "name.use contains 1", "a collection of code never contains Integer"},
	{"Patient", "1 in ('a' | 'b')", "1 in ('a' | 'b')", "Integer is never in a collection of String"},
	{"Patient", "multipleBirth = 2", "", ""},
	{"Patient", "gender & 1", "1", "& is for String, not for Integer"},
	{"Patient", "gender and active", "gender", "and is for Boolean, not for code"},
	{"Patient", "name.where(family)", "family", "a criterion is for Boolean, not for string"},
	{"Patient", "iif('a', 1, 2)", "'a'", "a criterion is for Boolean"},
	{"Patient", "iif(1 | 2, 1, 2)", "1 | 2", "a criterion is for Boolean"},
	{"Patient", "iif(true | false, 1, 2)", "true | false", "this is several items"},
	{"Patient", "'abc'.substring('1')", "'1'", "the argument is for Integer, not for String"},
	{"Patient", "identifier.startsWith('a')", "startsWith", "startsWith() is for String, not for Identifier"},
	{"Patient", "birthDate.length()", "length", "length() is for String, not for date"},
	{"Patient", "name[gender]", "gender", "an index is for Integer"},
	{"Observation", "(effective.ofType(dateTime) | effective.ofType(Period).start).first()", "", ""},
	{"Observation", "effective.ofType(dateTime).union(effective.ofType(instant)).first()", "", ""},
	{"Observation", "effective.ofType(dateTime).combine(effective.ofType(instant)).first()", "", ""},
	{"Observation", "(effective.ofType(dateTime) | issued).first()", "first", "order is not defined"},
	{"Observation", "(component.value.ofType(string) | component.value.ofType(integer)).first()", "first", "order is not defined"},
	{"Patient", "gender.lowBoundary()", "lowBoundary", "is for Decimal, Quantity, Date, DateTime, Time, Period, not for code"},
	{"Patient", "name.first().highBoundary()", "highBoundary", "not for HumanName"},
	{"Patient", "active.precision()", "precision", "is for Decimal, Date, DateTime, Time, not for boolean"},
	{"Patient", "name.first().period.lowBoundary()", "", ""},
	{"Patient", "(1).lowBoundary()", "", ""},
	{"Observation", "value.lowBoundary()", "", ""},
	{"Observation", "value.ofType(Quantity).lowBoundary()", "", ""},
	{"Patient", "name.sort()", "sort", "sort() without a key is for String, Decimal, Quantity, Date …, not for HumanName"},
	{"Patient", "name.sort(period)", "period", "a key is for"},
	{"Patient", "name.sort(-family)", "", ""},
	{"Patient", "telecom.sort(rank desc)", "", ""},
	{"Patient", "name.given.sort()", "", ""},
	{"Patient", "name.aggregate($total.combine($this.given), {}).upper()", "upper", "given repeats"},
	{"Patient", "name.given.aggregate(iif($total.exists(), $total & ',' & $this, $this)).upper()", "", ""},
	{"Patient", "children().skip(1)", "skip", "skip() on a collection whose order is not defined"},
	{"Patient", "descendants().ofType(string).first()", "first", "order is not defined"},
	{"Patient", "(name.family | name.text)[0]", "(name.family | name.text)[0]", "order is not defined"},
	{"Patient", "name.given.distinct().last()", "last", "order is not defined"},
	{"Patient", "name.given.combine(name.family).tail()", "tail", "order is not defined"},
	{"Patient", "name.given.combine(name.family, true).tail()", "", ""},
	{"Patient", "(name.family | name.text).sort().first()", "", ""},
	{"Patient", "children().where(first().exists())", "", ""},
	{"Patient", "name.getReferenceKey()", "getReferenceKey", "is for a Reference, not for HumanName"},
	{"Patient", "name.getResourceKey()", "getResourceKey", "is for resources, not for HumanName"},
	{"Patient", "name.family = 'x'", "name.family", "there can be several items here, as name repeats, and = is then false"},
	{"Patient", "'x' = name.first().given", "name.first().given", "as given repeats"},
	{"Patient", "name.given != 'x'", "name.given", "!= is then true: ask each with all($this != …)"},
	{"Patient", "name.family ~ 'x'", "name.family", "~ is then false"},
	{"Patient", "name.family = contact.name.family", "", ""},
	{"Patient", "name.family = {}", "", ""},
	{"Patient", "name.family = %context.name.first().family", "name.family", "as name repeats"},
	{"Patient", "name.where(use = 'official').family = 'x'", "name.where(use = 'official').family", "as name repeats"},
	{"Patient", "name.where(given = 'x').exists()", "given", "as given repeats"},
	{"Patient", "name.exists(family = 'x')", "", ""},
	{"Patient", "name.given.where($this = 'x').exists()", "", ""},
	{"Patient", "name.given.exists($this = 'x')", "", ""},
	{"Patient", "'x' in name.given", "", ""},
	{"Patient", "name.given contains 'x'", "", ""},
	{"Patient", "name.given in ('x' | 'y')", "name.given", "the left side of in takes a single item"},
	{"Patient", "('x' | 'y') contains name.given", "name.given", "the right side of contains takes a single item"},
	{"Patient", "name.first().family = 'x' and name[0].given.last() = 'y'", "", ""},
	{"Patient", "name.given.single() = 'x'", "", ""},
	{"Patient", "name.given.take(1) = 'x'", "", ""},
	{"Patient", "name.given.skip(1) = 'x'", "name.given.skip(1)", "as name repeats"},
	{"Patient", "name.given.distinct() = 'x'", "name.given.distinct()", "as name repeats"},
	{"Patient", "name.given.join(' ') = 'x'", "", ""},
	{"Patient", "name.given.count() > 1", "", ""},
	{"Patient", "contact.name.period.start.max() > @2020", "", ""},
	{"Patient", "contact.period.start > @2020", "contact.period.start", "> takes a single item"},
	{"Patient", "communication.preferred and active", "communication.preferred", "and takes a single item"},
	{"Patient", "communication.preferred.not()", "not", "not() takes a single item"},
	{"Patient", "communication.preferred.anyTrue()", "", ""},
	{"Patient", "name.given + 'x'", "name.given", "+ takes a single item"},
	{"Patient", "'x' & name.given", "name.given", "& takes a single item"},
	{"Patient", "-telecom.rank", "telecom.rank", "- takes a single item"},
	{"Patient", "name.given.upper()", "upper", "upper() takes a single item"},
	{"Patient", "name.given.select(upper())", "", ""},
	{"Patient", "name.period.start.toString()", "toString", "toString() takes a single item"},
	{"Patient", "name.period.start.lowBoundary()", "lowBoundary", "lowBoundary() takes a single item"},
	{"Patient", "telecom.rank.abs()", "abs", "abs() takes a single item"},
	{"Patient", "name.given.hasValue()", "hasValue", "hasValue() takes a single item"},
	{"Patient", "'abc'.startsWith(name.given)", "name.given", "the argument takes a single item"},
	{"Patient", "name[telecom.rank]", "telecom.rank", "an index takes a single item"},
	{"Patient", "iif(communication.preferred, 1, 2)", "communication.preferred", "a criterion takes a single item"},
	{"Patient", "contact.where(relationship.coding.userSelected)", "relationship.coding.userSelected", "a criterion takes a single item"},
	{"Patient", "name is HumanName", "name", "is takes a single item"},
	{"Observation", "component.value.as(Quantity)", "as", "as() takes a single item"},
	{"Patient", "iif(active, name.first().family, name.last().family) = 'x'", "", ""},
	{"Patient", "iif(active, name.family, 'y') = 'x'", "iif(active, name.family, 'y')", "as name repeats"},
	{"Patient", "link.other.getReferenceKey() = 'x'", "link.other.getReferenceKey()", "as link repeats"},
	{"Patient", "generalPractitioner.resolve().id = 'x'", "generalPractitioner.resolve().id", "as generalPractitioner repeats"},
	{"Patient", "name.first().text | name.first().family = 'x'", "name.first().text | name.first().family", "both sides can be there"},
	{"Patient", "iif(active, name.first().text) | iif(active.not(), name.first().family) = 'x'", "", ""},
	{"Observation", "(value.ofType(string) | value.ofType(CodeableConcept).text) = 'x'", "", ""},
	{"Observation", "value.ofType(string).combine(value.ofType(integer).toString()) = 'x'", "", ""},
	{"Observation", "subject.resolve().ofType(Patient).id | subject.resolve().ofType(Group).id = 'x'", "", ""},
	{"Bundle", "entry.first().resource.ofType(Patient).id | entry.first().resource.ofType(Group).id = 'x'", "", ""},
	{"Observation", "value.ofType(string) | value.ofType(integer).toString() | value.ofType(CodeableConcept).text = 'x'", "", ""},
	{"Observation", "value.ofType(string) | value.ofType(integer).toString() | code.text = 'x'", "value.ofType(string) | value.ofType(integer).toString() | code.text", "both sides"},
	{"Observation", "value.ofType(string).combine(code.text) = 'x'", "value.ofType(string).combine(code.text)", "both sides can be there"},
	{"Patient", "'a,b'.split(',') = 'x'", "'a,b'.split(',')", "split() makes several"},
	{"Patient", "extension('x').value = 'y'", "", ""},
	{"Patient", "extension.where(url = 'x').value = 'y'", "", ""},
	{"Patient", "extension.where($this.url = 'x' and value.exists()).value = 'y'", "", ""},
	{"Patient", "extension.where(url = 'x' or value.exists()).value = 'y'", "extension.where(url = 'x' or value.exists()).value", "as extension repeats"},
	{"Patient", "name.where($index = 0).family = 'y'", "", ""},
	{"Patient", "telecom.where($index = rank).value = 'y'", "telecom.where($index = rank).value", "as telecom repeats"},
	{"Patient", "name.where($index > 0).family = 'y'", "name.where($index > 0).family", "as name repeats"},
	{"Patient", "extension('x').extension('y').value.ofType(Coding).code = 'z'", "", ""},
	{"Patient", "name.extension('x').value = 'y'", "name.extension('x').value", "as name repeats"},
	{"Patient", "extension.value = 'y'", "extension.value", "as extension repeats"},
	{"Patient", "contained.foo = 'x'", "contained.foo", "as contained repeats"},
	{"Patient", "foo.bar = 'x'", "foo", "has no element foo"},
	{"", "foo.bar = 'x'", "", ""},
	{"QuestionnaireResponse", "repeat(item | answer.item)", "", ""},
	{"QuestionnaireResponse", "repeat(item).linkId = 'x'", "repeat(item).linkId", "as item repeats"},
	{"QuestionnaireResponse", "repeat(item | answers.item)", "answers", "QuestionnaireResponse.item has no element answers; did you mean answer?"},
	{"QuestionnaireResponse", "repeat(items)", "items", "did you mean item?"},
	{"QuestionnaireResponse", "item.repeat(item).linkID", "linkID", "did you mean linkId?"},
}

// TestWarnings compiles what is doubtful with a warning, and not at all where the compiler is strict.
func TestWarnings(t *testing.T) {
	for _, d := range doubts {
		x, err := fhirpath.Compile(d.source, &fhirpath.Options{Resource: d.typ})
		if err != nil {
			t.Errorf("%s: %v", d.source, err)
			continue
		}
		_, err = fhirpath.Compile(d.source, &fhirpath.Options{Resource: d.typ, Strict: true})
		var strict *fhirpath.CompileError
		warnings := x.Warnings()
		switch {
		case d.part == "" && len(warnings) == 0:
			if err != nil {
				t.Errorf("%s: strict: %v", d.source, err)
			}
		case len(warnings) != 1:
			t.Errorf("%s: %v", d.source, warnings)
		case d.source[warnings[0].Start:warnings[0].End] != d.part || !strings.Contains(warnings[0].Msg, d.msg) || d.msg == "":
			t.Errorf("%s: %s", d.source, warnings[0].Show(d.source))
		case !errors.As(err, &strict):
			t.Errorf("%s: strict: %v", d.source, err)
		default:
			if diff := cmp.Diff(warnings, strict.Mistakes); diff != "" {
				t.Errorf("%s: -warnings +errors:\n%s", d.source, diff)
			}
		}
	}
}

func TestMistakeShow(t *testing.T) {
	x, _ := compile(t, "name.famly", "Patient")
	want := "HumanName has no element famly; did you mean family?\n    name.famly\n         ^~~~~"
	if have := x.Warnings()[0].Show(x.String()); have != want {
		t.Errorf("have\n%s", have)
	}
}

// TestStaticTypes has the types and the number of what expressions yield. What does not exist has no type.
func TestStaticTypes(t *testing.T) {
	for _, c := range []struct {
		typ, source, want string
		single            bool
	}{
		{"Patient", "birthDate", "date", true},
		{"Patient", "name", "HumanName", false},
		{"Patient", "name.family", "string", false},
		{"Patient", "name.first().family", "string", true},
		{"Patient", "deceased", "boolean dateTime", true},
		{"Patient", "foo", "", false},
		{"Patient", "name.family | foo", "string", false},
		{"Patient", "name.family | contained.foo", "", false},
		{"Patient", "contained", "Resource", false},
		{"Patient", "name.family | 1", "string Integer", false},
		{"Patient", "children()", "", false},
		{"Patient", "children().ofType(HumanName)", "HumanName", false},
		{"Patient", "foo.ofType(string)", "string", false},
		{"Patient", "name.count() + 1", "Integer", true},
		{"Patient", "iif(active, 1, 'a')", "", true},
		{"QuestionnaireResponse", "repeat(item | answer.item).linkId", "string", false},
	} {
		x, _ := compile(t, c.source, c.typ)
		var names []string
		for _, typ := range x.Types() {
			names = append(names, r4.Model().TypeName(typ))
		}
		why, several := x.Several()
		if have := strings.Join(names, " "); have != c.want || x.Single() != c.single || c.single && several {
			t.Errorf("%s: types %s, single %t, several %q", c.source, have, x.Single(), why.Msg)
		}
	}
}

// TestRepeatTypes follows several paths that are repeated together, of which one begins with what the resource does
// not have.
func TestRepeatTypes(t *testing.T) {
	for _, strict := range []bool{false, true} {
		scope, err := expr.NewScope(expr.Options{Resource: "QuestionnaireResponse", Strict: strict})
		if err != nil {
			t.Fatal(err)
		}
		exprs, all, err := scope.Repeat([]string{"item", "answer.item"}, scope.Root())
		if err != nil || slices.ContainsFunc(exprs, func(x *expr.Expr) bool { return len(x.Warnings()) > 0 }) {
			t.Fatal(exprs, err)
		}
		id, err := scope.Compile("linkId", all)
		if err != nil {
			t.Fatal(err)
		}
		if types := id.Types(); len(types) != 1 || r4.Model().TypeName(types[0]) != "string" {
			t.Errorf("linkId is of types %v", types)
		}
		exprs, _, err = scope.Repeat([]string{"item", "answers.item"}, scope.Root())
		if strict != (err != nil) || !strict && len(exprs[1].Warnings()) != 1 {
			t.Errorf("strict %t: %v, %v", strict, exprs, err)
		}
	}
}

// TestDoubtsChangeNothing evaluates what is only doubtful: elements that FHIR does not know are read as they stand.
func TestDoubtsChangeNothing(t *testing.T) {
	check(t, `{"resourceType": "Patient", "foo": [{"bar": 1}, {"bar": 2}], "name": [{"famly": "x"}]}`, []example{
		{"name.famly", "element x"}, {"foo.bar", "element 1; element 2"}, {"foo.bar.first() + 1", "Integer 2"}, {"children().count()", "Integer 3"},
		{"name.ofType(Address)", ""}, {"name.famly = 1", "Boolean false"},
	})
}
