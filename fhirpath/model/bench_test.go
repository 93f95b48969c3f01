package model_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
)

func BenchmarkElementByKey(b *testing.B) {
	m := r4.Model()
	for _, c := range []struct{ name, typ, key string }{
		{"own", "Patient", "birthDate"},
		{"inherited", "Patient", "id"},
		{"choice", "Observation", "valueQuantity"},
		{"extension", "Extension", "valueCodeableConcept"},
		{"unknown", "Patient", "resourceType"},
	} {
		typ, _ := m.Lookup(c.typ)
		key := []byte(c.key)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var e model.Element
			for b.Loop() {
				e, _, _ = m.ElementByKey(typ, key)
			}
			_ = e
		})
	}
}

func BenchmarkElement(b *testing.B) {
	m := r4.Model()
	patient, _ := m.Lookup("Patient")
	b.ReportAllocs()
	for b.Loop() {
		m.Element(patient, "birthDate")
	}
}

func BenchmarkLookup(b *testing.B) {
	m := r4.Model()
	b.ReportAllocs()
	for b.Loop() {
		m.Lookup("Observation")
	}
}

func BenchmarkIs(b *testing.B) {
	m := r4.Model()
	patient, _ := m.Lookup("Patient")
	resource, _ := m.Lookup("Resource")
	b.ReportAllocs()
	for b.Loop() {
		m.Is(patient, resource)
	}
}
