package fhirproto

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	annotations "github.com/google/fhir/go/proto/google/fhir/proto/annotations_go_proto"
)

// Names of google/fhir's messages that are treated in a way of their own.
const (
	core              protoreflect.FullName = "google.fhir.r4.core"
	containedResource protoreflect.FullName = core + ".ContainedResource"
	reference         protoreflect.FullName = core + ".Reference"
	anyMessage        protoreflect.FullName = "google.protobuf.Any"
)

func isResource(d protoreflect.MessageDescriptor) bool {
	return kindOf(d) == annotations.StructureDefinitionKindValue_KIND_RESOURCE
}

func isPrimitive(d protoreflect.MessageDescriptor) bool {
	return kindOf(d) == annotations.StructureDefinitionKindValue_KIND_PRIMITIVE_TYPE
}

func kindOf(d protoreflect.MessageDescriptor) annotations.StructureDefinitionKindValue {
	kind, _ := proto.GetExtension(d.Options(), annotations.E_StructureDefinitionKind).(annotations.StructureDefinitionKindValue)
	return kind
}

// isChoice is true for the message of a choice of types, which holds one field for each.
func isChoice(d protoreflect.MessageDescriptor) bool {
	choice, _ := proto.GetExtension(d.Options(), annotations.E_IsChoiceType).(bool)
	return choice
}

// referenced returns the type of resource that a field of a Reference such as patient_id is for, or "".
func referenced(f protoreflect.FieldDescriptor) string {
	typ, _ := proto.GetExtension(f.Options(), annotations.E_ReferencedFhirType).(string)
	return typ
}

// originalCode returns a code that the enum value's name does not tell, or "".
func originalCode(v protoreflect.EnumValueDescriptor) string {
	code, _ := proto.GetExtension(v.Options(), annotations.E_FhirOriginalCode).(string)
	return code
}
