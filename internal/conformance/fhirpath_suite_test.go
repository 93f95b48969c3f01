package conformance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
)

const smallSuite = `<?xml version="1.0"?>
<tests xmlns="http://hl7.org/fhirpath/tests">
  <group name="a">
    <test name="twice" inputfile="patient.xml" predicate="true"><expression>
      name </expression><output type="boolean">true</output></test>
    <!-- <test name="commented out"><expression>1</expression></test> -->
    <test name="twice" ordered="false" mode="strict"><expression invalid="false">1 &lt; 2</expression>
      <output type="string"> kept as it is </output><output>@2014</output></test>
  </group>
  <group name="b"><test><expression invalid="execution" mode="element">x</expression></test></group>
</tests>`

func TestReadFHIRPath(t *testing.T) {
	have, err := ReadFHIRPath(strings.NewReader(smallSuite))
	if err != nil {
		t.Fatal(err)
	}
	want := []FHIRPathCase{
		{
			Key: "a/1", Name: "twice", Expression: "name", Input: "patient.xml", Predicate: true,
			Outputs: []FHIRPathOutput{{Type: "boolean", Text: "true"}},
		},
		{
			Key: "a/2", Name: "twice", Expression: "1 < 2", Unordered: true, Mode: "strict",
			Outputs: []FHIRPathOutput{{Type: "string", Text: " kept as it is "}, {Text: "@2014"}},
		},
		{Key: "b/1", Expression: "x", Mode: "element", Invalid: FailsExecution},
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
	if _, err := ReadFHIRPath(strings.NewReader("<tests>")); err == nil {
		t.Error("half a file is read")
	}
}

// TestRunFHIRPath makes sure that cases fail where they have to: want is a part of the error, or "" for none.
func TestRunFHIRPath(t *testing.T) {
	output := func(typ, text string) []FHIRPathOutput { return []FHIRPathOutput{{typ, text}} }
	for _, test := range []struct {
		c    FHIRPathCase
		want string
	}{
		{FHIRPathCase{Expression: "1 + 1", Outputs: output("integer", "2")}, ""},
		{FHIRPathCase{Expression: "1 + 1", Outputs: output("integer", "3")}, "want 3, have 2"},
		{FHIRPathCase{Expression: "1 + 1", Outputs: output("decimal", "2")}, "want a Decimal, have a Integer"},
		{FHIRPathCase{Expression: "2.50", Outputs: output("decimal", "2.5")}, ""},
		{FHIRPathCase{Expression: "2.50", Outputs: output("", "2.5")}, "want 2.5, have 2.50"},
		{FHIRPathCase{Expression: "gender", Outputs: output("code", "male")}, ""},
		{FHIRPathCase{Expression: "gender", Outputs: output("string", "male")}, ""},
		{FHIRPathCase{Expression: "gender", Outputs: output("id", "male")}, "want a id, have a code"},
		{FHIRPathCase{Expression: "'male'", Outputs: output("code", "male")}, ""},
		{FHIRPathCase{Expression: "'Male'", Outputs: output("code", "male")}, "want male"},
		{FHIRPathCase{Expression: "@2014", Outputs: output("date", "@2014")}, ""},
		{FHIRPathCase{Expression: "@2014", Outputs: output("dateTime", "@2014")}, "want a DateTime, have a Date"},
		{FHIRPathCase{Expression: "@2014T", Outputs: output("dateTime", "@2014T")}, ""},
		{FHIRPathCase{Expression: "@T10:00", Outputs: output("time", "@T10:00")}, ""},
		{FHIRPathCase{Expression: "1 'mg'", Outputs: output("Quantity", "1 'mg'")}, ""},
		{FHIRPathCase{Expression: "{}"}, ""},
		{FHIRPathCase{Expression: "1"}, "want 0 items, have 1: [1 (Integer)]"},
		{FHIRPathCase{Expression: "{}", Outputs: output("integer", "1")}, "want 1 items, have 0"},
		{FHIRPathCase{Expression: "gender", Predicate: true, Outputs: output("boolean", "true")}, ""},
		{FHIRPathCase{Expression: "photo", Predicate: true, Outputs: output("boolean", "false")}, ""},
		{FHIRPathCase{Expression: "2 | 1", Outputs: []FHIRPathOutput{{"integer", "1"}, {"integer", "2"}}}, "item 0: want 1, have 2"},
		{FHIRPathCase{Expression: "2 | 1", Unordered: true, Outputs: []FHIRPathOutput{{"integer", "1"}, {"integer", "2"}}}, ""},
		{FHIRPathCase{Expression: "(", Invalid: FailsSyntax}, ""},
		{FHIRPathCase{Expression: "foo()", Invalid: FailsSemantics}, ""},
		{FHIRPathCase{Expression: "foo()", Invalid: FailsExecution}, ""},
		{FHIRPathCase{Expression: "1 + 'a'", Invalid: FailsExecution}, ""},
		{FHIRPathCase{Expression: "1 + 'a'", Invalid: FailsAnywhere}, ""},
		{FHIRPathCase{Expression: "1 + 'a'", Invalid: FailsSemantics}, ""},
		{FHIRPathCase{Expression: "('a' | 'b').single()", Invalid: FailsSemantics}, "want an error when it is compiled"},
		{FHIRPathCase{Expression: "gendr", Mode: "strict", Invalid: FailsSemantics}, ""},
		{FHIRPathCase{Expression: "gendr"}, ""},
		{FHIRPathCase{Expression: "1", Invalid: FailsExecution}, "want an error (execution), have none"},
		{FHIRPathCase{Expression: "1 + 'a'"}, "not defined"},
	} {
		patient := &fhirpath.Options{Resource: "Patient"}
		err := test.c.Run([]byte(`{"resourceType": "Patient", "gender": "male", "active": true}`), patient)
		if err == nil && test.want == "" {
			continue
		}
		if err == nil || test.want == "" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: have %v, want %q", test.c, err, test.want)
		}
	}
}

func TestParseExclusions(t *testing.T) {
	have, err := parseExclusions(strings.NewReader("# why\n\n a/1 | some kind |because | of this\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]exclusion{"a/1": {Key: "a/1", Kind: "some kind", Reason: "because | of this"}}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
	for _, bad := range []string{"a/1 | kind", "a/1 | kind | ", " | kind | reason", "a|b|c\na|b|c"} {
		if _, err := parseExclusions(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
