package resource_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// writeAgain writes what a projection reads of a resource that was decoded whole.
func writeAgain(w *resource.Writer, p *resource.Projection, from, to *resource.Resource) error {
	at := w.Begin(p, from.Type(from.Root()), to)
	writeChildren(w, at, from, from.Root())
	return w.End()
}

func writeChildren(w *resource.Writer, at resource.Place, from *resource.Resource, parent resource.NodeID) {
	for n := from.Child(parent); n != 0; n = from.Next(n) {
		m, ok := at.Member(string(from.Key(n)))
		if !ok {
			continue
		}
		if typ := from.Type(n); from.Model().Kind(typ) == model.KindResource {
			m = m.As(typ)
		}
		w.Open(&m, from.Kind(n), from.Text(n))
		writeChildren(w, m, from, n)
		w.Close()
	}
}

// writerCases are resources and what is read of them.
var writerCases = []struct{ name, typ, data, paths string }{
	{
		"elements, lists and choices", "Patient",
		`{"id":"a","active":true,"multipleBirthInteger":2,"deceasedBoolean":false,"name":[{"family":"f","given":["x","y"]},` +
			`{"given":["z"]}],"maritalStatus":{"coding":[{"code":"M"}]}}`,
		"id active multipleBirth deceased name.given name.family maritalStatus.coding.code",
	},
	{
		"primitives with more than a value", "Patient",
		`{"birthDate":"1970","_birthDate":{"id":"b","extension":[{"url":"u","valueCode":"c"}]},` +
			`"_gender":{"extension":[{"url":"v"}]},"name":[{"given":["x","y"],"_given":[null,{"id":"g"}]}]}`,
		"birthDate.id birthDate.extension.value gender.extension.url name.given.id",
	},
	{
		"nothing of what primitives have", "Patient",
		`{"_gender":{"extension":[{"url":"v"}]},"birthDate":"1970","_birthDate":{"id":"b"}}`, "gender birthDate",
	},
	{
		"inlined resources", "Patient",
		`{"contained":[{"resourceType":"Device","id":"d","status":"active"},{"resourceType":"Observation","valueQuantity":` +
			`{"value":1.50}},{"resourceType":"Patient","deceasedBoolean":true}]}`,
		"contained.id contained.status contained.value.value contained.deceased",
	},
	{
		"elements that no model knows", "Patient",
		`{"foo":[{"bar":1},{"bar":"é\n"}],"contained":[{"resourceType":"Device","foo":1,"value":2}],"deceased":true}`,
		"foo.bar contained.foo contained.value",
	},
	{"strings with escapes", "Patient", `{"id":"a\"\\\u00e9\ud83d\ude00","language":"<&>"}`, "id language"},
	{"another resource", "Patient", `{"resourceType":"Device","id":"d"}`, "id"},
	{"nothing", "Patient", `{"id":"d"}`, "active"},
	{"any resource", "", `{"resourceType":"Device","id":"d","status":"active"}`, "id status value"},
}

// TestWriter writes resources as the decoder read them, and wants to read the same of them.
func TestWriter(t *testing.T) {
	for _, c := range writerCases {
		t.Run(c.name, func(t *testing.T) {
			whole := decoded(t, readBy(t, r4.Model(), c.typ, "**"), c.data)
			all := strings.Fields(c.paths)
			for _, p := range []*resource.Projection{
				readBy(t, r4.Model(), c.typ, all...), readBy(t, r4.Model(), c.typ, "**"),
				readBy(t, r4.Model(), c.typ, append(all, "extension.**", "contained.**")...),
			} {
				checkWritten(t, p, whole, c.data)
			}
		})
	}
}

// TestWriterSamples does the same with all of the sample data's first resources.
func TestWriterSamples(t *testing.T) {
	for typ, paths := range tenColumns {
		lines := sampleLines(t, typ)
		some, all := readBy(t, r4.Model(), typ, paths...), readBy(t, r4.Model(), typ, "**")
		for _, line := range lines[:min(200, len(lines))] {
			whole := decoded(t, all, string(line))
			checkWritten(t, some, whole, string(line))
			checkWritten(t, all, whole, string(line))
			checkJSON(t, rewritten(t, all, whole).JSON(1), line)
		}
	}
}

func decoded(t *testing.T, p *resource.Projection, data string) *resource.Resource {
	t.Helper()
	r := new(resource.Resource)
	if err := resource.NewDecoder(p).Decode([]byte(data), r); err != nil {
		t.Fatal(err)
	}
	return r
}

func rewritten(t *testing.T, p *resource.Projection, whole *resource.Resource) *resource.Resource {
	t.Helper()
	r := new(resource.Resource)
	var w resource.Writer
	if err := writeAgain(&w, p, whole, r); err != nil {
		t.Fatal(err)
	}
	return r
}

func checkWritten(t *testing.T, p *resource.Projection, whole *resource.Resource, data string) {
	t.Helper()
	written := rewritten(t, p, whole)
	if diff := cmp.Diff(dump(decoded(t, p, data)), dump(written)); diff != "" {
		t.Errorf("-decoded +written:\n%s\nof\n%s", diff, p)
	}
}

// checkJSON compares two JSON texts, but not the order of keys.
func checkJSON(t *testing.T, got, want []byte) {
	t.Helper()
	if diff := cmp.Diff(parseJSON(t, want), parseJSON(t, got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func parseJSON(t *testing.T, data []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestWriterJSON shows the text that is made of elements.
func TestWriterJSON(t *testing.T) {
	for _, data := range []string{
		`{"resourceType":"Patient","active":true,"name":[{"given":["x","y"]}],"multipleBirthInteger":2}`,
		`{"resourceType":"Patient","birthDate":"1970","_birthDate":{"id":"b"},"_gender":{"extension":[{"url":"v"}]}}`,
		`{"resourceType":"Patient","name":[{"given":[null,"y"],"_given":[{"id":"g"},null]},{"_given":[{"id":"h"}]}]}`,
		`{"resourceType":"Patient","contained":[{"resourceType":"Device","id":"d"}],"maritalStatus":{},"language":"\"\n"}`,
		`{"resourceType":"Patient"}`,
	} {
		p := readBy(t, r4.Model(), "Patient", "**")
		r := rewritten(t, p, decoded(t, p, data))
		if diff := cmp.Diff(data, string(r.JSON(r.Root()))); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		for n := r.Child(r.Root()); n != 0; n = r.Next(n) {
			if got := r.JSON(n); (got == nil) != (r.Kind(n) == resource.None) {
				t.Errorf("%s of %s is %q", r.Key(n), data, got)
			}
		}
	}
}

// TestWriterErrors checks that the first mistake counts, and how it is told.
func TestWriterErrors(t *testing.T) {
	p := readBy(t, r4.Model(), "Patient", "**")
	patient, _ := r4.Model().Lookup("Patient")
	at := new(resource.Writer).Begin(p, patient, new(resource.Resource))
	name, _ := at.Member("name")
	family, _ := name.Member("family")
	for _, c := range []struct {
		name, want string
		write      func(w *resource.Writer)
	}{
		{"number", "Patient.name.family: not a number as JSON writes it; correct it in the input", func(w *resource.Writer) {
			w.Open(&name, resource.Object, "")
			w.Open(&family, resource.Number, "01")
			w.Close()
			w.Open(&family, resource.String, "\xff")
			w.Close()
			w.Close()
		}},
		{"no digits", "Patient.name: not a number as JSON writes it; correct it in the input", func(w *resource.Writer) {
			w.Open(&name, resource.Number, "")
			w.Close()
		}},
		{"text", "Patient.name: text is not valid UTF-8; correct it in the input", func(w *resource.Writer) {
			w.Open(&name, resource.String, "\xff")
			w.Close()
		}},
		{"one's own", "Patient: mine", func(w *resource.Writer) { w.Fail(nil, errors.New("mine")) }},
		{"not closed", "elements are not closed in the order that they were opened in", func(w *resource.Writer) {
			w.Open(&name, resource.Object, "")
		}},
		{"not opened", "elements are not closed in the order that they were opened in", func(w *resource.Writer) {
			w.Close()
		}},
		{"depth", "nested too deeply", func(w *resource.Writer) {
			for range 600 {
				w.Open(&name, resource.Object, "")
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w resource.Writer
			w.Begin(p, patient, new(resource.Resource))
			c.write(&w)
			err := w.End()
			if err == nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			w.Begin(p, patient, new(resource.Resource))
			if w.End() != nil {
				t.Error("the error is still there for the next resource")
			}
		})
	}
}

// TestPlaceMember asks for keys that are no elements.
func TestPlaceMember(t *testing.T) {
	for _, p := range []*resource.Projection{
		readBy(t, r4.Model(), "Patient", "**"),
		readBy(t, r4.Model(), "Patient", "birthDate", "deceased"),
		readBy(t, r4.Model(), "", "birthDate", "deceased"),
	} {
		patient, _ := r4.Model().Lookup("Patient")
		at := new(resource.Writer).Begin(p, patient, new(resource.Resource))
		for key, want := range map[string]bool{
			"birthDate": true, "_birthDate": false, "resourceType": false, "deceasedBoolean": true, "_deceasedBoolean": false,
		} {
			if _, got := at.Member(key); got != want {
				t.Errorf("%s is read: %t, want %t, with\n%s", key, got, want, p)
			}
		}
	}
}

func TestWriterAllocations(t *testing.T) {
	const data = `{"id":"a","active":true,"name":[{"family":"f","given":["x","y"]}],"multipleBirthInteger":2}`
	p := readBy(t, r4.Model(), "Patient", "**")
	whole := decoded(t, p, data)
	patient, _ := r4.Model().Lookup("Patient")
	at := new(resource.Writer).Begin(p, patient, new(resource.Resource))
	members := map[string]resource.Place{}
	for _, key := range []string{"id", "active", "name", "multipleBirthInteger"} {
		members[key], _ = at.Member(key)
	}
	id, active, births := members["id"], members["active"], members["multipleBirthInteger"]
	var w resource.Writer
	out := new(resource.Resource)
	allocations := testing.AllocsPerRun(100, func() {
		w.Begin(p, patient, out)
		w.Open(&id, resource.String, whole.Text(2))
		w.Close()
		w.Open(&active, resource.True, "")
		w.Close()
		w.Open(&births, resource.Number, "2")
		w.Close()
		if w.End() != nil {
			t.Fatal("not written")
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations a resource", allocations)
	}
}
