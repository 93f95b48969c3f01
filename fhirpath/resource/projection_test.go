package resource_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

// TestUnify writes what is read after elements were unified, and decodes with it. A step of the form x=y unifies, one
// without reads a path.
func TestUnify(t *testing.T) {
	const questionnaire = `{"item":[{"linkId":"1","item":[{"linkId":"1.1","answer":[{"valueString":"a","item":[{"linkId":"1.1.1",` +
		`"text":"t","item":[{"linkId":"1.1.1.1"}]}]}]}]}]}`
	const contained = `{"contained":[{"resourceType":"Patient","name":[{"text":"p"}]},{"resourceType":"Device","name":"d",` +
		`"status":"s"}],"name":[{"text":"n","family":"f"}],"maritalStatus":{"text":"m"}}`
	for _, c := range []struct{ name, typ, steps, projection, data, want string }{
		{
			name: "items of items", typ: "QuestionnaireResponse", steps: "item.linkId item=item.item",
			projection: "item.item.^\nitem.linkId", data: questionnaire, want: `
			^ QuestionnaireResponse
			  item QuestionnaireResponse.item
			    linkId string "1"
			    item QuestionnaireResponse.item
			      linkId string "1.1"
			`,
		},
		{
			name: "items of answers too", typ: "QuestionnaireResponse",
			steps:      "item.linkId item=item.item item=item.answer.item item.item.text item.answer.value",
			projection: "", data: questionnaire, want: `
			^ QuestionnaireResponse
			  item QuestionnaireResponse.item
			    linkId string "1"
			    item QuestionnaireResponse.item
			      linkId string "1.1"
			      answer QuestionnaireResponse.item.answer
			        value/valueString string "a"
			        item QuestionnaireResponse.item
			          linkId string "1.1.1"
			          text string "t"
			          item QuestionnaireResponse.item
			            linkId string "1.1.1.1"
			`,
		},
		{
			name: "other types", typ: "Patient", steps: "name.text name.family maritalStatus.coding.code name=maritalStatus",
			projection: "maritalStatus.coding.code\nmaritalStatus.family\nmaritalStatus.text\n" +
				"name.coding.code\nname.family\nname.text", data: contained, want: `
			^ Patient
			  name HumanName
			    text string "n"
			    family string "f"
			  maritalStatus CodeableConcept
			    text string "m"
			`,
		},
		{
			name: "untyped and typed", typ: "Patient", steps: "contained.name.text name.family contained.name=name",
			projection: "contained.name.family\ncontained.name.text\nname.family\nname.text", data: contained, want: `
			^ Patient
			  contained Patient
			    name HumanName
			      text string "p"
			  contained Device
			    name ? "d"
			  name HumanName
			    text string "n"
			    family string "f"
			`,
		},
		{
			name: "typed and untyped", typ: "Patient", steps: "contained.name.text name.family name=contained.name",
			projection: "contained.name.family\ncontained.name.text\nname.family\nname.text", data: contained, want: `
			^ Patient
			  contained Patient
			    name HumanName
			      text string "p"
			  contained Device
			    name ? "d"
			  name HumanName
			    text string "n"
			    family string "f"
			`,
		},
		{
			name: "all and typed", typ: "Patient", steps: "maritalStatus.** name.text name=maritalStatus",
			projection: "maritalStatus.**\nname.**", data: contained, want: `
			^ Patient
			  name HumanName
			    text string "n"
			    ?family string "f"
			  maritalStatus CodeableConcept
			    text string "m"
			`,
		},
		{
			name: "typed and all", typ: "Patient", steps: "maritalStatus.text name.** maritalStatus=name",
			projection: "maritalStatus.**\nname.**", data: contained, want: `
			^ Patient
			  name HumanName
			    text string "n"
			    ?family string "f"
			  maritalStatus CodeableConcept
			    text string "m"
			`,
		},
		{
			name: "all and untyped", typ: "Patient", steps: "maritalStatus.** contained.status maritalStatus=contained",
			projection: "contained.**\nmaritalStatus.**", data: contained, want: `
			^ Patient
			  contained Patient
			    ?name HumanName
			      ?text string "p"
			  contained Device
			    ?name ? "d"
			    status code "s"
			  maritalStatus CodeableConcept
			    ?text string "m"
			`,
		},
		{
			name: "choices that became untyped", typ: "Observation", steps: "component.value.unit component=referenceRange",
			projection: "component.value.unit\nreferenceRange.value.unit",
			data:       `{"component":[{"valueQuantity":{"unit":"kg"}}],"referenceRange":[{"value":{"unit":1}}]}`, want: `
			^ Observation
			  component Observation.component
			    value/valueQuantity Quantity
			      unit string "kg"
			  referenceRange Observation.referenceRange
			    value ?
			      unit ? 1
			`,
		},
		{
			name: "below what became untyped", typ: "Observation", steps: "component.code.text component=referenceRange",
			projection: "component.code.text\nreferenceRange.code.text",
			data:       `{"component":[{"code":{"text":"c"}}],"referenceRange":[{"code":{"text":1}}]}`, want: `
			^ Observation
			  component Observation.component
			    code CodeableConcept
			      text string "c"
			  referenceRange Observation.referenceRange
			    code ?
			      text ? 1
			`,
		},
		{
			name: "with itself", typ: "Patient", steps: "name.text name=name", projection: "name.text", data: contained, want: `
			^ Patient
			  name HumanName
			    text string "n"
			`,
		},
		{
			name: "a circle that becomes untyped", typ: "QuestionnaireResponse",
			steps:      "item.linkId item.text item=item.item item=item.answer.item item=contained item.answer=contained",
			projection: "", data: questionnaire, want: `
			^ QuestionnaireResponse
			  item QuestionnaireResponse.item
			    linkId string "1"
			    item QuestionnaireResponse.item
			      linkId string "1.1"
			      answer QuestionnaireResponse.item.answer
			        item QuestionnaireResponse.item
			          linkId string "1.1.1"
			          text string "t"
			          item QuestionnaireResponse.item
			            linkId string "1.1.1.1"
			`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := projectiontest.Builder(t, r4.Model(), c.typ)
			for step := range strings.FieldsSeq(c.steps) {
				if x, y, unify := strings.Cut(step, "="); unify {
					projectiontest.Unify(b, x, y)
				} else {
					projectiontest.Add(b, step)
				}
			}
			p := (*resource.Projection)(b.Projection())
			if c.projection != "" {
				if diff := cmp.Diff(c.projection, p.String()); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
			want := strings.TrimPrefix(strings.ReplaceAll(c.want, "\t", ""), "\n")
			for _, d := range []*resource.Decoder{resource.NewDecoder(p), resource.NewDecoder(p, p)} {
				if diff := cmp.Diff(want, decodeDump(t, d, c.data)); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
		})
	}
}

// TestDecoderOfSeveral decodes for a projection that knows a name and one that reads its element.
func TestDecoderOfSeveral(t *testing.T) {
	b := projectiontest.Builder(t, r4.Model(), "Patient")
	b.All(b.Root())
	b.Name("gender")
	d := resource.NewDecoder((*resource.Projection)(b.Projection()), readBy(t, r4.Model(), "Patient", "id"))
	want := "^ Patient\n  id id \"1\"\n  gender code \"m\"\n  ?active boolean true\n"
	if diff := cmp.Diff(want, decodeDump(t, d, `{"id":"1","gender":"m","active":true}`)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestManyEntries has more keys in one object than there are bits to note those that have come.
func TestManyEntries(t *testing.T) {
	var paths, members, want strings.Builder
	for i := range 100 {
		key := string([]byte{'x', byte('a' + i/10), byte('a' + i%10)})
		paths.WriteString(key + " ")
		members.WriteString(`,"_` + key + `":{"id":"1"},"` + key + `":0`)
		want.WriteString("  " + key + " ? 0\n")
	}
	p := readBy(t, r4.Model(), "Patient", strings.Fields(paths.String())...)
	data := "{" + members.String()[1:]
	if diff := cmp.Diff("^ Patient\n"+want.String(), decodeDump(t, resource.NewDecoder(p), data+"}")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, key := range []string{"xaa", "_xaa", "xjj", "_xjj"} {
		var r resource.Resource
		err := resource.NewDecoder(p).Decode([]byte(data+`,"`+key+`":null}`), &r)
		if want := (&resource.Error{Offset: len(data) + 1, Msg: twice}); !cmp.Equal(err, error(want)) {
			t.Errorf("%s twice: %v", key, err)
		}
	}
}

func decodeDump(tb testing.TB, d *resource.Decoder, data string) string {
	tb.Helper()
	var r resource.Resource
	if err := d.Decode([]byte(data), &r); err != nil {
		tb.Fatal(err)
	}
	return dump(&r)
}
