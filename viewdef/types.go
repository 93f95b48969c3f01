package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
	"github.com/fhirview/fhirview/viewdef/row"
)

// typePrefix stands before the relative names of types.
const typePrefix = "http://hl7.org/fhir/StructureDefinition/"

// columnType returns the FHIR or System type that a column declares; ok is false where the model does not know it.
func columnType(declared string, m *model.Model) (t model.TypeID, ok bool) {
	name := strings.TrimPrefix(declared, typePrefix)
	for _, system := range [...]string{"http://hl7.org/fhirpath/System.", "System."} {
		if rest, found := strings.CutPrefix(name, system); found {
			system, ok := tables.SystemType(rest)
			return model.TypeID(system), ok
		}
	}
	if t, ok = m.Lookup(name); !ok && name == "integer64" {
		return model.SystemLong, true // R4 does not have it, and the specification's table of SQL types does
	}
	return t, ok
}

// rowType returns what the cells of a column of a type hold.
func rowType(t model.TypeID, m *model.Model) row.Type {
	switch m.System(t) {
	case model.SystemBoolean:
		return row.Boolean
	case model.SystemInteger:
		return row.Integer
	case model.SystemLong:
		return row.Integer64
	case model.SystemDecimal:
		return row.Decimal
	case model.Unknown:
		if t != model.Unknown {
			return row.JSON
		}
	}
	return row.String
}

// sqlType returns the ISO/IEC 9075 type that a type is stored in.
//
// Specification: SQL on FHIR, "Default Type Mappings".
func sqlType(t model.TypeID, m *model.Model) string {
	switch m.TypeName(t) {
	case "base64Binary":
		return "BINARY"
	case "boolean", "Boolean":
		return "BOOLEAN"
	case "instant":
		return "TIMESTAMP WITH TIME ZONE"
	case "integer", "positiveInt", "unsignedInt", "Integer":
		return "INT"
	case "integer64", "Long":
		return "BIGINT"
	}
	return "CHARACTER VARYING"
}
