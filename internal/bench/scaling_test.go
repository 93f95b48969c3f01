package bench

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// BenchmarkScaling shows how the cost of a resource grows: with elements that the view does not read, with the columns
// that it has, with the rows that the resource gives, and with cores.
func BenchmarkScaling(b *testing.B) {
	narrow := subject{name: "patient_demographics", typ: "Patient"}
	for _, n := range []int{0, 10, 100, 1000} {
		b.Run(fmt.Sprintf("unread=%d", n), func(b *testing.B) {
			in, plan := patients(n, 1), narrow.plan(b)
			in.work(func() { fhirviewRun(b, io.Discard, plan, in.text, 1) }).alone(b)
		})
	}
	for _, n := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("columns=%d", n), func(b *testing.B) {
			in, plan := generated(b, "Observation", sampleBytes/2), compiled(b, withColumns(n))
			in.work(func() { fhirviewRun(b, io.Discard, plan, in.text, 1) }).alone(b)
		})
	}
	for _, n := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			in, plan := patients(0, n), compiled(b, []byte(addressView))
			in.work(func() { fhirviewRun(b, io.Discard, plan, in.text, 1) }).alone(b)
		})
	}
	for _, n := range []int{1, 2} {
		b.Run(fmt.Sprintf("cores=%d", n), func(b *testing.B) {
			in, plan := generated(b, "Observation", 2*sampleBytes), subject{name: "observation_flat"}.plan(b)
			w := in.work(func() { fhirviewRun(b, io.Discard, plan, in.text, n) })
			w.cores = n
			w.alone(b)
		})
	}
}

// patients are alike: so many extensions that no view here reads, and so many addresses.
func patients(unread, addresses int) sample {
	one := []byte(`{"resourceType":"Patient","id":"p","extension":[` + repeated(unread,
		`{"url":"http://example.org/extension/n","valueCodeableConcept":{"coding":[{"system":"http://example.org/codes","code":"x"}]}}`) +
		`],"name":[{"use":"official","family":"Aalto","given":["Ada","Bo"]}],"gender":"female","birthDate":"1970-01-01","address":[` +
		repeated(addresses, `{"use":"home","line":["1 Elm Court"],"city":"Bangor","state":"ME","postalCode":"04401"}`) + "]}\n")
	n := max(sampleBytes/4/len(one), 50)
	return sample{text: bytes.Repeat(one, n), resources: n}
}

func repeated(n int, item string) string {
	return strings.TrimSuffix(strings.Repeat(item+",", n), ",")
}

const addressView = `{"resourceType": "ViewDefinition", "status": "active", "resource": "Patient", "select": [
  {"forEach": "address", "column": [
    {"name": "city", "path": "city"}, {"name": "state", "path": "state"}, {"name": "code", "path": "postalCode"}]}]}`

// withColumns is a view of the first n of 16 columns, which read about equally much.
func withColumns(n int) []byte {
	paths := []string{
		"id", "status", "issued", "effective.ofType(dateTime)",
		"code.text", "code.coding.first().code", "code.coding.first().system", "code.coding.first().display",
		"subject.reference", "encounter.reference", "category.first().coding.first().code", "category.first().coding.first().system",
		"value.ofType(Quantity).value", "value.ofType(Quantity).unit", "value.ofType(string)", "performer.first().display",
	}
	var columns []string
	for i, path := range paths[:n] {
		columns = append(columns, fmt.Sprintf(`{"name": "c%d", "path": "%s"}`, i, path))
	}
	return []byte(`{"resourceType": "ViewDefinition", "status": "active", "resource": "Observation", "select": [{"column": [` +
		strings.Join(columns, ", ") + `]}]}`)
}
