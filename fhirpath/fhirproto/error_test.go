package fhirproto_test

import (
	"testing"

	codes "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/codes_go_proto"
	datatypes "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/datatypes_go_proto"
	inlined "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/resources/bundle_and_contained_resource_go_proto"
	observation "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/resources/observation_go_proto"
	patient "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/resources/patient_go_proto"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/fhirview/fhirview/fhirpath/fhirproto"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// TestErrors decodes messages that are no resources or hold what FHIR cannot say. The errors contain nothing of them.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		m    proto.Message
		want string
	}{
		{"nil", nil, "there is no message"},
		{"typed nil", (*patient.Patient)(nil), "there is no message"},
		{"empty", &inlined.ContainedResource{}, "the ContainedResource holds no resource"},
		{
			"no resource", &datatypes.HumanName{},
			"google.fhir.r4.core.HumanName is no resource of google/fhir's R4 messages (google.fhir.r4.core)",
		},
		{
			"not FHIR", &anypb.Any{},
			"google.protobuf.Any is no resource of google/fhir's R4 messages (google.fhir.r4.core)",
		},
		{
			"no precision", &patient.Patient{BirthDate: &datatypes.Date{ValueUs: 1, Timezone: "Z"}},
			"Patient.birthDate: a date or time without a precision; set one, or mark it as having no value",
		},
		{
			"zone", &patient.Patient{BirthDate: &datatypes.Date{Timezone: "+x", Precision: datatypes.Date_DAY}},
			"Patient.birthDate: the time zone is neither Z, nor an offset such as +01:00, nor a name that is known here",
		},
		{
			"zone's name", &patient.Patient{BirthDate: &datatypes.Date{Timezone: "no/where", Precision: datatypes.Date_DAY}},
			"Patient.birthDate: the time zone is neither Z, nor an offset such as +01:00, nor a name that is known here",
		},
		{
			"decimal", &observation.Observation{Value: &observation.Observation_ValueX{Choice: &observation.Observation_ValueX_Quantity{
				Quantity: &datatypes.Quantity{Value: &datatypes.Decimal{Value: "1,5"}},
			}}},
			"Observation.valueQuantity.value: not a number as JSON writes it; correct it in the input",
		},
		{
			"code", &patient.Patient{Gender: &patient.Patient_GenderCode{Value: codes.AdministrativeGenderCode_Value(99)}},
			"Patient.gender: the code is not a value of its enum",
		},
		{
			"text", &patient.Patient{Name: []*datatypes.HumanName{{Family: &datatypes.String{Value: "\xff"}}}},
			"Patient.name.family: text is not valid UTF-8; correct it in the input",
		},
		{
			"inlined resource", &patient.Patient{Contained: []*anypb.Any{{TypeUrl: "t/google.fhir.r4.core.ContainedResource", Value: []byte{1}}}},
			"Patient.contained: the inlined resource is not a well-formed google.protobuf.Any",
		},
		{
			"inlined type", &patient.Patient{Contained: []*anypb.Any{{TypeUrl: "t/other"}}},
			"Patient.contained: the type of the inlined resource is not linked into the program: import the package of " +
				"google.fhir.r4.core.ContainedResource",
		},
		{
			"empty inlined resource", &patient.Patient{Contained: []*anypb.Any{{TypeUrl: "t/google.fhir.r4.core.ContainedResource"}}},
			"Patient.contained: the ContainedResource holds no resource",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := fhirproto.NewDecoder(everything(t, "")).Decode(c.m, new(resource.Resource))
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestOtherRelease(t *testing.T) {
	d := fhirproto.NewDecoder((*resource.Projection)(projection.NewBuilder(r5.Model(), model.Unknown).Projection()))
	const want = "the messages are of R4, the projection is not: compile for R4"
	if err := d.Decode(&patient.Patient{}, new(resource.Resource)); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestUnset decodes primitives whose messages are there without anything in them.
func TestUnset(t *testing.T) {
	m := &patient.Patient{
		Gender: &patient.Patient_GenderCode{}, Active: &datatypes.Boolean{}, Deceased: &patient.Patient_DeceasedX{},
		Name: []*datatypes.HumanName{{}, {Given: []*datatypes.String{{}}}},
	}
	const want = `{"resourceType":"Patient","active":false,"name":[{},{"given":[""]}]}`
	d := fhirproto.NewDecoder(everything(t, "Patient"))
	checkJSON(t, want, decoded(t, d, m))

	// What is nothing is no node either, for exists() and count() to see.
	var r resource.Resource
	if err := d.Decode(m, &r); err != nil {
		t.Fatal(err)
	}
	const root, active, names, given = 1, 1, 2, 1
	if (*nodes.Resource)(&r).Table().Count() != root+active+names+given {
		t.Errorf("%d nodes were made", (*nodes.Resource)(&r).Table().Count())
	}
}

// TestOtherType decodes a resource that the projection is not for.
func TestOtherType(t *testing.T) {
	d := fhirproto.NewDecoder(everything(t, "Observation"))
	checkJSON(t, `{"resourceType":"Patient"}`, decoded(t, d, &patient.Patient{Active: &datatypes.Boolean{Value: true}}))
}
