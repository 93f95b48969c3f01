package viewdef_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// patientOfPaths has what makes paths differ: several items, texts in them, and other keys first.
const patientOfPaths = `{"resourceType":"Patient","id":"a","active":true,"multipleBirthInteger":2,
 "name":[{"use":"old","family":"O"},{"use":"official","family":"F","given":["G","H"]},{"use":"official","family":"F2"}],
 "telecom":[{"system":"phone","value":"1","use":"home"},{"system":"email","value":"2"},{"system":"phone","value":"3","use":"work"}],
 "identifier":[{"use":"usual","system":"s","value":"v"},{"system":"t","value":"w"}],
 "contact":[{"name":{"use":"official","family":"C"},"telecom":[{"system":"phone","value":"4"}]},{"gender":"male"}],
 "extension":[{"url":"u","valueString":"x"},{"url":"w","valueCode":"y"}]}`

// TestDirect evaluates paths while a resource is decoded, and has them come to what they do by themselves. Usual is false
// for those that this is left to.
func TestDirect(t *testing.T) {
	for _, test := range []struct {
		select_ string
		want    string
		usual   bool
	}{
		{`{"column": [{"name": "a", "path": "id"}, {"name": "b", "path": "active"}, {"name": "c", "path": "multipleBirth.ofType(integer)"}]}`, "a|true|2", true},
		{`{"column": [{"name": "a", "path": "name.family"}]}`, "", false},
		{`{"column": [{"name": "a", "path": "name.first().family"}, {"name": "b", "path": "name.first().given.first()"}]}`, "O|-", true},
		{`{"column": [{"name": "a", "path": "name.where(use = 'official').first().family"}, {"name": "b", "path": "name.where(use = 'official').first().given.join('+')"}]}`, "F|G+H", true},
		{`{"column": [{"name": "a", "path": "name.where(use = 'old').family"}, {"name": "b", "path": "name.where(use = 'none').family"}, {"name": "c", "path": "name.first().family"}]}`, "O|-|O", true},
		{`{"column": [{"name": "a", "path": "name.first().where(use = 'official').family"}, {"name": "b", "path": "name.first().where(use = 'old').family"}]}`, "-|O", true},
		{`{"column": [{"name": "a", "path": "telecom.where(system = 'phone').where(use = 'home').value"}]}`, "1", true},
		{`{"column": [{"name": "a", "path": "telecom.where(system = 'phone' and use = 'work').value"}, {"name": "b", "path": "telecom.where(system = 'email').value"}]}`, "3|2", true},
		{`{"column": [{"name": "a", "path": "telecom.where(use = 'work').value"}, {"name": "b", "path": "telecom.where(system = 'email').value"}]}`, "3|2", true},
		{`{"column": [{"name": "a", "path": "telecom.where(system = 'phone').where(system = 'email').value"}]}`, "-", true},
		{`{"column": [{"name": "a", "path": "identifier.where(system = 't').value"}]}`, "w", true},
		{`{"column": [{"name": "a", "path": "extension('w').value.ofType(code)"}, {"name": "b", "path": "extension('u').value.ofType(code)"}]}`, "y|-", true},
		{`{"column": [{"name": "a", "path": "contact.where(gender = 'male').name.family"}, {"name": "b", "path": "contact.name.where(use = 'official').family"}]}`, "-|C", true},
		{`{"forEach": "telecom", "column": [{"name": "i", "path": "%rowIndex"}, {"name": "a", "path": "value"}]}`, "0|1;1|2;2|3", true},
		{`{"forEach": "name.where(use = 'official')", "column": [{"name": "a", "path": "family"}, {"name": "b", "path": "given.first()"}]}`, "F|G;F2|-", true},
		{`{"forEach": "contact", "select": [{"forEachOrNull": "telecom.first()", "column": [{"name": "a", "path": "value"}]}, {"forEachOrNull": "name", "column": [{"name": "b", "path": "family"}, {"name": "i", "path": "%rowIndex"}]}]}`, "4|C|0;-|-|0", true},
		{`{"repeat": ["contact", "telecom"], "column": [{"name": "a", "path": "value"}, {"name": "b", "path": "gender"}]}`, "-|-;4|-;-|male;1|-;2|-;3|-", true},
		{`{"column": [{"name": "a", "path": "name.first().given", "collection": true}]}`, "[]", true},
		{`{"column": [{"name": "a", "path": "name.where(use = 'old').family.upper()"}]}`, "O", true},
		{`{"column": [{"name": "a", "path": "name.given.count()"}, {"name": "b", "path": "name.where(use = 'official').first().given.join('+')"}, {"name": "c", "path": "id"}]}`, "2|G+H|a", true},
		{`{"column": [{"name": "a", "path": "iif(active, gender, birthDate).empty()"}, {"name": "b", "path": "active"}]}`, "true|true", true},
		{`{"column": [{"name": "a", "path": "multipleBirth.ofType(integer) + 1"}, {"name": "b", "path": "multipleBirth.ofType(integer)"}]}`, "3|2", true},
		{`{"forEach": "contact", "column": [{"name": "a", "path": "telecom.count() + %rowIndex"}, {"name": "b", "path": "name.family"}, {"name": "c", "path": "%resource.name.count()"}]}`, "1|C|3;1|-|3", true},
		{`{"forEach": "name.given", "column": [{"name": "a", "path": "$this"}, {"name": "i", "path": "%rowIndex"}]}`, "G|0;H|1", true},
		{`{"forEach": "name.where(given.count() > 1)", "column": [{"name": "a", "path": "family"}], "select": [{"forEach": "given", "column": [{"name": "b", "path": "$this"}]}]}`, "F|G;F|H", true},
		{`{"forEach": "telecom", "column": [{"name": "a", "path": "value"}, {"name": "b", "path": "system & use"}], "select": [{"forEachOrNull": "$this.where(use.exists() and system = 'phone')", "column": [{"name": "c", "path": "use"}]}]}`, "1|phonehome|home;2|email|-;3|phonework|work", true},
		{`{"repeat": ["contact", "telecom"], "column": [{"name": "a", "path": "value"}, {"name": "b", "path": "iif(telecom.exists(), telecom.count(), 0)"}]}`, "-|1;4|0;-|0;1|0;2|0;3|0", true},
		{`{"unionAll": [{"forEach": "name", "column": [{"name": "a", "path": "family.upper()"}]}, {"forEach": "name", "column": [{"name": "a", "path": "given.count().toString()"}]}]}`, "O;F;F2;0;2;0", true},
		{`{"column": [{"name": "a", "path": "children().count() > 1"}]}`, "true", false},
		{`{"column": [{"name": "a", "path": "name.family.pathname().first()"}, {"name": "b", "path": "id"}]}`, "Patient.name[0].family[0]|a", true},
		{`{"forEach": "name", "column": [{"name": "a", "path": "family.pathname()"}]}`, "", false},
	} {
		view := fmt.Sprintf(`{"resource": "Patient", "status": "active", "select": [%s]}`, test.select_)
		plan, err := viewdef.Compile([]byte(view), nil)
		if err != nil {
			t.Errorf("%s: %v", test.select_, err)
			continue
		}
		text := []byte(strings.ReplaceAll(patientOfPaths, "\n", ""))
		for range 2 { // the second time in an order of keys that is known
			d, batch := resource.NewDecoder(plan.Projection()), row.NewBatch(plan.Schema())
			if _, usual := plan.Evaluator(nil, now).AppendText(batch, d, text, new(resource.Resource)); usual != test.usual {
				t.Errorf("%s: decoded along the tree: %t", test.select_, usual)
			} else if have := strings.Join(lines(batch), ";"); usual && have != test.want {
				t.Errorf("%s:\n%s", test.select_, cmp.Diff(test.want, have))
			}
			sameApart(t, plan, d, text)
		}
	}
}
