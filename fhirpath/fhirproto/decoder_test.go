package fhirproto_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/fhir/go/fhirversion"
	"github.com/google/fhir/go/jsonformat"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/fhirview/fhirview/fhirpath/fhirproto"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// resources has what a message keeps in another form than JSON. All of it has to come back as it was.
var resources = []struct{ name, data string }{
	{"dates", `{"resourceType":"Patient","birthDate":"1970","deceasedDateTime":"2020-02"}`},
	{"days", `{"resourceType":"Patient","birthDate":"1970-01-02","deceasedDateTime":"0020-02-29"}`},
	{"seconds", `{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05:06Z","issued":"2020-02-03T04:05:06+05:30"}`},
	{"milliseconds", `{"resourceType":"Observation","effectiveDateTime":"1960-02-03T04:05:06.120-11:00","issued":"2020-02-03T04:05:06.007Z"}`},
	{"microseconds", `{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05:06.123450+00:00","issued":"1960-02-03T04:05:06.000001-00:30"}`},
	{"times", `{"resourceType":"Observation","component":[{"valueTime":"01:02:03"},{"valueTime":"23:59:59.120"},{"valueTime":"00:00:00.000001"}]}`},
	{"numbers", `{"resourceType":"Observation","component":[{"valueInteger":-3},{"valueQuantity":{"value":1.50}},` +
		`{"valueQuantity":{"value":-0.0010}},{"valueQuantity":{"value":1e3}},{"valueBoolean":false}],"valueBoolean":true}`},
	{"counts", `{"resourceType":"ExplanationOfBenefit","item":[{"sequence":2147483647}],"procedure":[{"sequence":1}]}`},
	{"codes", `{"resourceType":"Observation","status":"entered-in-error","language":"de","component":[{"valueQuantity":` +
		`{"comparator":">="}}],"identifier":[{"use":"usual"}]}`},
	{"references", `{"resourceType":"Observation","subject":{"reference":"Patient/a"},"encounter":{"reference":"Encounter/b/_history/2"},` +
		`"performer":[{"reference":"#c"},{"reference":"urn:uuid:1"},{"reference":"http://h/fhir/Practitioner/d"},` +
		`{"identifier":{"value":"e"},"display":"f","type":"Patient"}]}`},
	{"companions of references", `{"resourceType":"Observation","subject":{"_reference":{"id":"x"},"id":"y","display":"z"}}`},
	{"primitives without a value", `{"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueCode":"unknown"}]},` +
		`"_gender":{"id":"g"},"name":[{"given":["a",null,"c"],"_given":[{"id":"1"},{"extension":[{"url":"v","valueString":"w"}]},null]}]}`},
	{"extensions", `{"resourceType":"Patient","extension":[{"url":"u","extension":[{"url":"v","valueQuantity":{"value":1,"unit":"kg"}},` +
		`{"url":"w","valueReference":{"reference":"Patient/p"}}]}],"birthDate":"1970-01-02","_birthDate":{"id":"b","extension":` +
		`[{"url":"x","valueDateTime":"1970-01-02T03:04:05Z"}]}}`},
	{"inlined resources", `{"resourceType":"Observation","contained":[{"resourceType":"Patient","id":"p","birthDate":"1970"},` +
		`{"resourceType":"Practitioner","id":"q","active":true}]}`},
	{"bundles", `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p"}},` +
		`{"resource":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Device","status":"active"}}]}}]}`},
	{"binary", `{"resourceType":"Binary","contentType":"text/plain","data":"aGVsbG8="}`},
	{"binary in pieces", `{"resourceType":"Binary","contentType":"text/plain","data":"aGVs  bG8s  IHdv  cmxk  IQ=="}`},
	{"binary in pieces with an id", `{"resourceType":"Binary","contentType":"text/plain","data":"aGVs bG8=","_data":{"id":"d"}}`},
	{"narratives", `{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">é &amp; \"q\"</div>"}}`},
	{"names that Go and protobuf have", `{"resourceType":"Encounter","class":{"code":"AMB"},"status":"in-progress"}`},
	{"elements called like types", `{"resourceType":"List","mode":"working","entry":[{"item":{"reference":"Patient/a"}}]}`},
	{"oids and uuids", `{"resourceType":"Parameters","parameter":[{"name":"a","valueOid":"urn:oid:1.2"},{"name":"b","valueUuid":` +
		`"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},{"name":"c","valueCanonical":"http://c"},{"name":"d","valueUrl":"http://u"},` +
		`{"name":"e","valueMarkdown":"*m*"},{"name":"f","valueUnsignedInt":0},{"name":"g","valueBase64Binary":"AA=="}]}`},
	{"nothing", `{"resourceType":"Patient"}`},
}

// TestDecode reads everything of messages and wants the JSON that they were made of.
func TestDecode(t *testing.T) {
	d := fhirproto.NewDecoder(everything(t, ""))
	for _, c := range resources {
		t.Run(c.name, func(t *testing.T) {
			m := message(t, c.data)
			checkJSON(t, c.data, decoded(t, d, m))
			checkJSON(t, c.data, decoded(t, d, inner(m)))
			checkMarshalled(t, m, decoded(t, d, m))
		})
	}
}

// TestDecodeSynthetic does so with whole resources.
func TestDecodeSynthetic(t *testing.T) {
	u, d := unmarshaller(t), fhirproto.NewDecoder(everything(t, ""))
	for _, typ := range []string{"Condition", "Encounter", "ExplanationOfBenefit", "Observation", "Patient", "QuestionnaireResponse"} {
		for _, line := range syntheticLines(t, typ) {
			if m, err := u.Unmarshal(line); err == nil {
				checkJSON(t, string(line), decoded(t, d, m))
			}
		}
	}
}

// TestDecodeBundle does so with a bundle of many types.
func TestDecodeBundle(t *testing.T) {
	data, err := os.ReadFile("../../testdata/synthetic/Bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	checkJSON(t, string(data), decoded(t, fhirproto.NewDecoder(everything(t, "Bundle")), message(t, string(data))))
}

// TestLoss shows what jsonformat changes, so that no decoder can have it back.
func TestLoss(t *testing.T) {
	d := fhirproto.NewDecoder(everything(t, ""))
	for _, c := range []struct{ name, data, want string }{
		{
			"digits of a second", `{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05:06.5Z"}`,
			`{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05:06.500Z"}`,
		},
		{
			"digits beyond microseconds", `{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05:06.123456789Z"}`,
			`{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05:06.123456Z"}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) { checkJSON(t, c.want, decoded(t, d, message(t, c.data))) })
	}
}

// TestRefused lists what jsonformat refuses and fhirview reads from JSON.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, data, want string
		unchecked        bool // whether it takes it with validation switched off
	}{
		{"what is required is missing", `{"resourceType":"Observation","status":"final"}`,
			`error at "Observation": missing required field "code"`, true},
		{"a dateTime without seconds", `{"resourceType":"Observation","effectiveDateTime":"2020-02-03T04:05Z"}`,
			`error at "Observation.effectiveDateTime": expected datetime`, false},
		{"a canonical with a version", `{"resourceType":"Patient","extension":[{"url":"u","valueCanonical":"http://c|1"}]}`,
			`error at "Patient.extension.value.canonical": invalid canonical`, false},
		{"an element that is not in R4", `{"resourceType":"Patient","foo":1}`,
			`error at "Patient": unknown field`, false},
		{"a code that is not in its value set", `{"resourceType":"Patient","gender":"F"}`,
			`error at "Patient.gender": code type mismatch`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := strictUnmarshaller(t).Unmarshal([]byte(c.data))
			if err == nil {
				t.Fatal("it is not refused")
			}
			if got := reasonOf(err); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
			if _, err := unmarshaller(t).Unmarshal([]byte(c.data)); (err == nil) != c.unchecked {
				t.Errorf("without validation: %v", err)
			}
		})
	}
}

func decoded(t *testing.T, d *fhirproto.Decoder, m proto.Message) string {
	t.Helper()
	before := proto.Clone(m)
	var r resource.Resource
	if err := d.Decode(m, &r); err != nil {
		t.Fatal(err)
	}
	text := string(r.JSON(r.Root()))
	d.Reset()
	if !proto.Equal(before, m) {
		t.Error("the message was changed")
	}
	return text
}

// checkMarshalled compares with what jsonformat writes, which changes its message.
func checkMarshalled(t *testing.T, m proto.Message, got string) {
	t.Helper()
	marshaller, err := jsonformat.NewMarshaller(false, "", "", fhirversion.R4)
	if err != nil {
		t.Fatal(err)
	}
	want, err := marshaller.Marshal(proto.Clone(m))
	if err != nil {
		t.Fatal(err)
	}
	checkJSON(t, string(want), got)
}

// checkJSON compares two JSON texts, but not the order of keys.
func checkJSON(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(parseJSON(t, want), parseJSON(t, got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func parseJSON(t *testing.T, data string) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(data)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
