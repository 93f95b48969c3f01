package resource_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// decodeCase is a resource, what a projection reads of it, and the tree that comes of it. The cases are the seeds of
// the fuzz tests too.
type decodeCase struct {
	name  string
	typ   string // "" for any
	paths string
	data  string
	want  string
}

func TestDecode(t *testing.T) {
	for _, c := range decodeCases {
		t.Run(c.name, func(t *testing.T) {
			p := readBy(t, r4.Model(), c.typ, strings.Fields(c.paths)...)
			for _, strict := range []bool{false, true} {
				d := resource.NewDecoder(p)
				d.Strict = strict
				var r resource.Resource
				for range 2 { // the second time in memory that the first has used
					if err := d.Decode([]byte(c.data), &r); err != nil {
						t.Fatalf("strict %v: %v", strict, err)
					}
					want := strings.TrimPrefix(strings.ReplaceAll(c.want, "\t", ""), "\n")
					if diff := cmp.Diff(want, dump(&r)); diff != "" {
						t.Errorf("strict %v, -want +got:\n%s", strict, diff)
					}
				}
			}
		})
	}
}

var decodeCases = []decodeCase{
	{
		name: "what is not read is skipped", typ: "Patient", paths: "id name.family",
		data: `{"resourceType":"Patient","id":"p","text":{"div":"<p>\"}{][\\"},"name":[{"use":"a","family":"F","period":{}}]}`,
		want: `
		^ Patient
		  id id "p"
		  name HumanName
		    family string "F"
		`,
	},
	{
		name: "order and items of arrays", typ: "Patient", paths: "name.given gender",
		data: ` { "name" : [ { "given" : [ "A" , "B" ] } , { "given" : [ ] } , { } ] , "gender" : "x" } ` + "\n\t\r",
		want: `
		^ Patient
		  name HumanName
		    given string "A"
		    given string "B"
		  name HumanName
		  name HumanName
		  gender code "x"
		`,
	},
	{
		name: "numbers keep their text", typ: "Observation", paths: "value.value component.value",
		data: `{"valueQuantity":{"value":1.0},"component":[{"valueInteger":-0},{"valueDecimal":1.50e-7},` +
			`{"valueInteger":12345678901234567890}]}`,
		want: `
		^ Observation
		  value/valueQuantity Quantity
		    value decimal 1.0
		  component Observation.component
		    value/valueInteger integer -0
		  component Observation.component
		  component Observation.component
		    value/valueInteger integer 12345678901234567890
		`,
	},
	{
		name: "kinds of values", typ: "Patient", paths: "active deceased multipleBirth birthDate gender maritalStatus",
		data: `{"active":true,"deceasedBoolean":false,"multipleBirthInteger":2,"birthDate":null,"gender":7,"maritalStatus":"x"}`,
		want: `
		^ Patient
		  active boolean true
		  deceased/deceasedBoolean boolean false
		  multipleBirth/multipleBirthInteger integer 2
		  gender code 7
		  maritalStatus CodeableConcept "x"
		`,
	},
	{
		name: "escapes and UTF-8", typ: "Patient", paths: "name.text name.family",
		data: `{"name":[{"text":"\"\\\/\b\f\n\r\t\u00e9\u20AC\uD83D\uDE00 é€😀","family":"Ольга"},{"text":"","family":"\u0000"}]}`,
		want: `
		^ Patient
		  name HumanName
		    text string "\"\\/\b\f\n\r` + `\t` + `é€😀 é€😀"
		    family string "Ольга"
		  name HumanName
		    text string ""
		    family string "\x00"
		`,
	},
	{
		name: "keys with escapes", typ: "Patient", paths: "birthDate.id gender",
		data: `{"birth\u0044ate":"2000","_birt\u0068Date":{"i\u0064":"x"},"\u005fgender":{"id":"g"},"gender":"m"}`,
		want: `
		^ Patient
		  birthDate date "2000"
		    id string "x"
		  gender code "m"
		`,
	},
	{
		name: "a key with escapes pairs with one without", typ: "Patient", paths: "**",
		data: `{"f\u006fo":["1","2"],"_foo":[null,{"id":"x"},{"id":"y"}],"\u005fbar":{"id":"b"},"bar":1}`,
		want: `
		^ Patient
		  ?foo ? "1"
		  ?foo ? "2"
		    ?id ? "x"
		  ?foo ? -
		    ?id ? "y"
		  ?bar ? 1
		    ?id ? "b"
		`,
	},
	{
		name: "companion after its value", typ: "Patient", paths: "birthDate.extension.value birthDate.id gender",
		data: `{"birthDate":"2000","gender":"m","_birthDate":{"id":"b","extension":[{"url":"u","valueCode":"c"}]}}`,
		want: `
		^ Patient
		  birthDate date "2000"
		    id string "b"
		    extension Extension
		      value/valueCode code "c"
		  gender code "m"
		`,
	},
	{
		name: "companion before its value", typ: "Patient", paths: "birthDate.id gender",
		data: `{"_birthDate":{"id":"b"},"gender":"m","birthDate":"2000"}`,
		want: `
		^ Patient
		  birthDate date "2000"
		    id string "b"
		  gender code "m"
		`,
	},
	{
		name: "companion without a value", typ: "Patient", paths: "birthDate.id gender deceased",
		data: `{"_birthDate":{"id":"b"},"_gender":{"extension":[]},"_deceasedBoolean":{ },"_deceasedDateTime":null}`,
		want: `
		^ Patient
		  birthDate date -
		    id string "b"
		  gender code -
		`,
	},
	{
		name: "companion whose value is null", typ: "Patient", paths: "birthDate.id gender.id",
		data: `{"_birthDate":{"id":"b"},"birthDate":null,"gender":null,"_gender":{"id":"g"}}`,
		want: `
		^ Patient
		  birthDate date -
		    id string "b"
		  gender code -
		    id string "g"
		`,
	},
	{
		name: "companions of an array keep positions", typ: "Patient", paths: "name.given.id",
		data: `{"name":[{"given":["A",null,"C",null],"_given":[null,{"id":"b"},{"id":"c"},null]}]}`,
		want: `
		^ Patient
		  name HumanName
		    given string "A"
		    given string -
		      id string "b"
		    given string "C"
		      id string "c"
		`,
	},
	{
		name: "companions before an array", typ: "Patient", paths: "name.given.id name.use",
		data: `{"name":[{"_given":[null,{"id":"b"},{"id":"c"}],"use":"u","given":["A",null,"C","D"]}]}`,
		want: `
		^ Patient
		  name HumanName
		    given string "A"
		    given string -
		      id string "b"
		    given string "C"
		      id string "c"
		    use code "u"
		    given string "D"
		`,
	},
	{
		name: "more companions than values", typ: "Patient", paths: "name.given.id name.use",
		data: `{"name":[{"given":["A"],"use":"u","_given":[{"id":"a"},{"id":"b"},null,{"id":"d"}]}]}`,
		want: `
		^ Patient
		  name HumanName
		    given string "A"
		      id string "a"
		    use code "u"
		    given string -
		      id string "b"
		    given string -
		      id string "d"
		`,
	},
	{
		name: "nulls alone are nothing", typ: "Patient", paths: "name.given link contact",
		data: `{"name":[null,{"given":[null],"_given":[null,{}]}],"link":[null],"contact":null}`,
		want: `
		^ Patient
		  name HumanName
		`,
	},
	{
		name: "holes at every place", typ: "Patient", paths: "name.given",
		data: `{"name":[{"given":[null,"A",null,null,"B",null]}]}`,
		want: `
		^ Patient
		  name HumanName
		    given string "A"
		    given string "B"
		`,
	},
	{
		name: "one value and an array of companions", typ: "Patient", paths: "gender.id birthDate.id",
		data: `{"gender":"m","_gender":[{"id":"1"},{"id":"2"}],"birthDate":["2000","2001"],"_birthDate":{"id":"b"}}`,
		want: `
		^ Patient
		  gender code "m"
		    id string "1"
		  gender code -
		    id string "2"
		  birthDate date "2000"
		    id string "b"
		  birthDate date "2001"
		`,
	},
	{
		name: "companions under all", typ: "Patient", paths: "** birthDate",
		data: `{"_foo":[{"id":"1"},null],"birthDate":"2000","foo":[null,2],"_birthDate":{"extension":[{"url":"u"}]},"_name":{"id":"x"}}`,
		want: `
		^ Patient
		  ?foo ? -
		    ?id ? "1"
		  ?foo ? 2
		  birthDate date "2000"
		    ?extension Extension
		      ?url uri "u"
		`,
	},
	{
		name: "choices", typ: "Observation", paths: "value.value value.start value.coding.code effective value.id",
		data: `{"valueQuantity":{"value":1},"valuePeriod":{"start":"2"},"valueCodeableConcept":{"coding":[{"code":"c"}]},` +
			`"valueString":"s","_valueString":{"id":"i"},"effectiveInstant":"e","value":"v","valueFoo":1}`,
		want: `
		^ Observation
		  value/valueQuantity Quantity
		    value decimal 1
		  value/valuePeriod Period
		    start dateTime "2"
		  value/valueCodeableConcept CodeableConcept
		    coding Coding
		      code code "c"
		  value/valueString string "s"
		    id string "i"
		  effective/effectiveInstant instant "e"
		`,
	},
	{
		name: "choices under all", typ: "Observation", paths: "** value",
		data: `{"valueQuantity":{"value":1},"effectiveInstant":"e","value":"v","valueFoo":1}`,
		want: `
		^ Observation
		  value/valueQuantity Quantity
		    value decimal 1
		  ?effectiveInstant instant "e"
		  ?value ? "v"
		  ?valueFoo ? 1
		`,
	},
	{
		name: "unknown elements", typ: "Patient", paths: "nickname.first foo name.bar",
		data: `{"nickname":{"first":["a",{"b":1}],"last":2},"foo":true,"_foo":{"id":"f"},"name":[{"bar":null},{"bar":{}}]}`,
		want: `
		^ Patient
		  nickname ?
		    first ? "a"
		    first ?
		  foo ? true
		  name HumanName
		  name HumanName
		    bar ?
		`,
	},
	{
		name: "keys that are no elements", typ: "Patient", paths: "resourceType _gender deceasedBoolean id",
		data: `{"resourceType":"Patient","_gender":{"id":"x"},"deceasedBoolean":true,"id":"1"}`,
		want: `
		^ Patient
		  id id "1"
		`,
	},
	{
		name: "an element that is called resourceType", typ: "ExampleScenario", paths: "instance.resourceType",
		data: `{"resourceType":"ExampleScenario","instance":[{"resourceType":"Patient"}]}`,
		want: `
		^ ExampleScenario
		  instance ExampleScenario.instance
		    resourceType code "Patient"
		`,
	},
	{
		name: "an element that is called resourceType in a resource of any type", typ: "", paths: "instance.resourceType",
		data: `{"instance":[{"resourceType":"Patient"}],"resourceType":"ExampleScenario"}`,
		want: `
		^ ExampleScenario
		  instance ExampleScenario.instance
		    resourceType code "Patient"
		`,
	},
	{
		name: "odd keys under all", typ: "Patient", paths: "**",
		data: `{"":1,"_":2,"__":{"id":"3"},"___":{"id":"4"},"_x":{"resourceType":"y"}}`,
		want: `
		^ Patient
		  ? ? 1
		  ?_ ? 2
		    ?id ? "3"
		  ?x ? -
		`,
	},
	{
		name: "contained resources", typ: "Patient", paths: "contained.id contained.value.unit contained.name.family",
		data: `{"contained":[{"resourceType":"Observation","id":"o","valueQuantity":{"unit":"kg","value":1}},` +
			`{"id":"p","name":[{"family":"F"}],"resourceType":"Patient"},{"id":"x","resourceType":"Nonsense"},{"id":"y"}]}`,
		want: `
		^ Patient
		  contained Observation
		    id id "o"
		    value/valueQuantity Quantity
		      unit string "kg"
		  contained Patient
		    id id "p"
		    name HumanName
		      family string "F"
		  contained ?
		    id ? "x"
		  contained ?
		    id ? "y"
		`,
	},
	{
		name: "contained resources whose elements are not read", typ: "Patient", paths: "contained",
		data: `{"contained":[{"id":"o","resourceType":"Observation"}]}`,
		want: `
		^ Patient
		  contained Observation
		`,
	},
	{
		name: "entries of a bundle", typ: "Bundle", paths: "entry.resource.gender.id entry.resource.deceased",
		data: `{"resourceType":"Bundle","entry":[{"fullUrl":"u","resource":{"gender":"m","_gender":{"id":"g"},` +
			`"deceasedDateTime":"2000","_deceasedDateTime":{"id":"d"},"resource\u0054ype":"Pati\u0065nt"}},{"resource":null}]}`,
		want: `
		^ Bundle
		  entry Bundle.entry
		    resource Patient
		      gender code "m"
		        id string "g"
		      deceased/deceasedDateTime dateTime "2000"
		  entry Bundle.entry
		`,
	},
	{
		name: "any type of resource", typ: "", paths: "id value.value",
		data: `{"id":"o","status":"s","valueQuantity":{"value":1},"resourceType":"Observation"}`,
		want: `
		^ Observation
		  id id "o"
		  value/valueQuantity Quantity
		    value decimal 1
		`,
	},
	{
		name: "a resource without a type where any is read", typ: "", paths: "id",
		data: `{"id":"o","resourceType":5}`,
		want: `
		^ ?
		  id ? "o"
		`,
	},
	{
		name: "a resource of another type", typ: "Patient", paths: "id **",
		data: `{"id":"o","resourceType":"Observation"}`,
		want: `
		^ Observation
		`,
	},
	{
		name: "nothing is read", typ: "Patient", paths: "",
		data: `{"id":"o","name":[{"family":"F"}]}`,
		want: `
		^ Patient
		`,
	},
	{
		name: "all below one element", typ: "Patient", paths: "name.** gender name.period.start",
		data: `{"resourceType":"Patient","active":true,"gender":"m","name":[{"use":"u","period":{"start":"1","x":[1,{}]}}]}`,
		want: `
		^ Patient
		  gender code "m"
		  name HumanName
		    ?use code "u"
		    period Period
		      start dateTime "1"
		      ?x ? 1
		      ?x ?
		`,
	},
	{
		name: "all below contained resources", typ: "Patient", paths: "contained.**",
		data: `{"contained":[{"resourceType":"Observation","resourceType2":1,"valueQuantity":{"value":1}}]}`,
		want: `
		^ Patient
		  contained Observation
		    ?resourceType2 ? 1
		    ?valueQuantity Quantity
		      ?value decimal 1
		`,
	},
}
