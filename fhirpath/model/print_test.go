package model_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

func TestTypeIDString(t *testing.T) {
	for id, want := range map[model.TypeID]string{
		model.Unknown: "unknown", model.SystemQuantity: "System.Quantity", tables.ClassInfo: "System.ClassInfo",
		tables.FirstFHIR - 1: "type 15", tables.FirstFHIR + 2: "type 18",
	} {
		if have := id.String(); have != want {
			t.Errorf("%d prints as %s, want %s", uint16(id), have, want)
		}
	}
}
