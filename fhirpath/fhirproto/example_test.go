package fhirproto_test

import (
	"fmt"
	"time"

	codes "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/codes_go_proto"
	datatypes "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/datatypes_go_proto"
	patient "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/resources/patient_go_proto"
	"google.golang.org/protobuf/proto"

	"github.com/fhirview/fhirview/fhirpath/fhirproto"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
)

func Example() {
	plan, err := viewdef.Compile([]byte(`{
		"resource": "Patient", "status": "active",
		"select": [
			{"column": [{"name": "id", "path": "id"}, {"name": "gender", "path": "gender"}, {"name": "born", "path": "birthDate"}]},
			{"forEach": "name", "column": [{"name": "family", "path": "family"}]}
		]}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	text := func(s string) *datatypes.String { return &datatypes.String{Value: s} }
	born := time.Date(1970, time.March, 1, 0, 0, 0, 0, time.UTC)
	messages := []proto.Message{
		&patient.Patient{
			Id:        &datatypes.Id{Value: "a"},
			Gender:    &patient.Patient_GenderCode{Value: codes.AdministrativeGenderCode_FEMALE},
			BirthDate: &datatypes.Date{ValueUs: born.UnixMicro(), Timezone: "Z", Precision: datatypes.Date_MONTH},
			Name:      []*datatypes.HumanName{{Family: text("Ada")}, {Family: text("Byron")}},
		},
		&patient.Patient{Id: &datatypes.Id{Value: "b"}, Name: []*datatypes.HumanName{{Family: text("Curie")}}},
	}

	// The resource is used again for each message. The rows are valid until the decoder or the Flattener is reset.
	d, f := fhirproto.NewDecoder(plan.Projection()), viewdef.NewSet(plan).Flattener(nil)
	var r resource.Resource
	for _, m := range messages {
		if err := d.Decode(m, &r); err != nil {
			fmt.Println(err)
			return
		}
		for _, failure := range f.FlattenResource(&r) {
			fmt.Println(failure.Err)
		}
	}
	batch := f.Rows(0)
	for i := range batch.Rows() {
		cells := batch.Row(i)
		fmt.Printf("%q\n", []string{cells[0].Text, cells[1].Text, cells[2].Text, cells[3].Text})
	}
	// Output:
	// ["a" "female" "1970-03" "Ada"]
	// ["a" "female" "1970-03" "Byron"]
	// ["b" "" "" "Curie"]
}
