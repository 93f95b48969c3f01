package resource_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
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
			name: "open and closed", typ: "Patient", steps: "contained.name.text name.family contained.name=name",
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
			name: "closed and open", typ: "Patient", steps: "contained.name.text name.family name=contained.name",
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
			name: "all and closed", typ: "Patient", steps: "maritalStatus.** name.text name=maritalStatus",
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
			name: "closed and all", typ: "Patient", steps: "maritalStatus.text name.** maritalStatus=name",
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
			name: "all and open", typ: "Patient", steps: "maritalStatus.** contained.status maritalStatus=contained",
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
			name: "choices that were opened", typ: "Observation", steps: "component.value.unit component=referenceRange",
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
			name: "below what was opened", typ: "Observation", steps: "component.code.text component=referenceRange",
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
			name: "a circle that is opened", typ: "QuestionnaireResponse",
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
			b := newBuilder(t, r4.Model(), c.typ)
			for step := range strings.FieldsSeq(c.steps) {
				if x, y, unify := strings.Cut(step, "="); unify {
					unifyPaths(b, x, y)
				} else {
					addPath(b, step)
				}
			}
			p := b.Projection()
			if c.projection != "" {
				if diff := cmp.Diff(c.projection, p.String()); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
			want := strings.TrimPrefix(strings.ReplaceAll(c.want, "\t", ""), "\n")
			for _, p := range []*resource.Projection{p, resource.Union(p), resource.Union(p, p)} {
				if diff := cmp.Diff(want, decodeDump(t, p, c.data)); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
		})
	}
}

func TestMember(t *testing.T) {
	m := r4.Model()
	types := func(refs []resource.Ref) string {
		var names []string
		for _, r := range refs {
			name := "?"
			if r.Type != model.Unknown {
				name = m.TypeName(r.Type)
			}
			names = append(names, name)
		}
		return strings.Join(names, " ")
	}
	for _, c := range []struct{ name, typ, path, want string }{
		{"closed", "Patient", "name.given", "string"},
		{"closed choice", "Patient", "deceased", "boolean dateTime"},
		{"closed unknown", "Patient", "foo.bar", "?"},
		{"a key of a choice", "Patient", "deceasedBoolean", "?"},
		{"open", "Patient", "contained.id", "id"},
		{"open choice", "Patient", "contained.value", "?"},
		{"all", "Patient", "name.**.given", "string"},
		{"all choice", "Patient", "**.deceased", "boolean dateTime"},
	} {
		b := newBuilder(t, m, c.typ)
		first := addPath(b, c.path)
		if got := types(first); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if c.name == "a key of a choice" {
			continue // it is nowhere, and each time another nowhere
		}
		for i, r := range addPath(b, c.path) {
			if !r.Same(first[i]) {
				t.Errorf("%s: %d is another the second time", c.name, i)
			}
		}
	}
}

// TestRefsAfterUnify goes on from references that were made before their shapes were merged.
func TestRefsAfterUnify(t *testing.T) {
	b := newBuilder(t, r4.Model(), "QuestionnaireResponse")
	first, second := addPath(b, "item")[0], addPath(b, "item.item")[0]
	if first.Same(second) {
		t.Error("same before they were unified")
	}
	b.Unify(first, second)
	if !first.Same(second) {
		t.Error("not the same after they were unified")
	}
	b.Member(second, "text")
	b.All(b.Member(first, "answer")[0])
	want := "item.answer.**\nitem.item.^\nitem.text"
	if diff := cmp.Diff(want, b.Projection().String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestNames(t *testing.T) {
	b := newBuilder(t, r4.Model(), "Patient")
	given := b.Name("given")
	if given != resource.Intern("given") || given == b.Name("family") || given.String() != "given" {
		t.Errorf("given is %d, %q", given, given)
	}
	if none := resource.Name(0); none.String() != "" || resource.Intern("") != none {
		t.Errorf("the zero name is %q", fmt.Sprint(none))
	}
}
