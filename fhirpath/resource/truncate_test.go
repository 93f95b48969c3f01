package resource_test

import (
	"fmt"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
)

// rich has every kind of token, in parts that the projections of the tests read and in others.
const rich = `{ "resourceType" : "Observation", "id":"a\u00e9\"é", "_id":{"extension":[{"url":"u","valueDecimal":-1.50e+3}]},` +
	`"text":{"div":"<p a=\"b\">\\</p>","x":[true,false,null,{},-0.5E-7]}, "valueQuantity":{"value":1.0,"unit":"kg"},` +
	`"category":[{"coding":[{"code":"c"},{}]},null], "contained":[{"id":"p","birthDate":"2000","resourceType":"Patient"}],` +
	"\r\n\t" + `"note":[{"text":"n","_text":{"id":"1"}},{"_text":{"id":"2"}}],"component":[{"valueBoolean":true,"valueInteger":0}]}`

var richPaths = []string{"id", "value.value", "category.coding.code", "contained.birthDate", "note.text.id", "component.value"}

func richProjections(tb testing.TB) map[string]*resource.Projection {
	tb.Helper()
	return map[string]*resource.Projection{
		"some":    readBy(tb, r4.Model(), "Observation", richPaths...),
		"all":     readBy(tb, r4.Model(), "Observation", "**"),
		"any":     readBy(tb, r4.Model(), "", richPaths...),
		"nothing": readBy(tb, r4.Model(), "Observation"),
		"other":   readBy(tb, r4.Model(), "Patient", "id", "name.family"),
	}
}

// TestTruncated cuts a resource off at each of its bytes: nothing may take it for a whole one.
func TestTruncated(t *testing.T) {
	checks := map[string]func([]byte) error{"skim": new(decode.Skimmer).Skim, "validate": jsonscan.Validate}
	for name, p := range richProjections(t) {
		for _, strict := range []bool{false, true} {
			d := resource.NewDecoder(p)
			d.Strict = strict
			var r resource.Resource
			checks[fmt.Sprintf("decode %s, strict %v", name, strict)] = func(data []byte) error { return d.Decode(data, &r) }
		}
	}
	for name, check := range checks {
		t.Run(name, func(t *testing.T) {
			if err := check([]byte(rich)); err != nil {
				t.Fatalf("whole: %v", err)
			}
			for i := range rich {
				// A copy of its own, so that a read past its end is found.
				if check(append(make([]byte, 0, i), rich[:i]...)) == nil {
					t.Errorf("no error at byte %d, after %q", i, rich[max(0, i-20):i])
				}
			}
		})
	}
}

func TestPeekTruncated(t *testing.T) {
	whole := len(`{ "resourceType" : "Observation"`)
	for i := range rich {
		typ, err := decode.Peek([]byte(rich[:i]))
		if i < whole && err == nil || i >= whole && string(typ) != "Observation" {
			t.Errorf("byte %d: %q, %v", i, typ, err)
		}
	}
}

// TestDepth pins the limit: 512 brackets may be open, wherever they are.
func TestDepth(t *testing.T) {
	const limit = 512
	for name, c := range map[string]struct{ open, shut string }{
		"skipped arrays":  {`[`, `]`},
		"skipped objects": {`{"y":`, `}`},
		"read objects":    {`{"name":`, `}`},
		"read arrays":     {`[{"name":`, `}]`},
	} {
		step := len(c.shut)
		fits := `{"name":` + repeat(c.open, (limit-1)/step) + `1` + repeat(c.shut, (limit-1)/step) + `}`
		deep := `{"name":` + repeat(c.open, limit/step) + `1` + repeat(c.shut, limit/step) + `}`
		for what, check := range depthChecks(t, name[:4] == "read") {
			if err := check([]byte(fits)); err != nil {
				t.Errorf("%s: %s: %v", name, what, err)
			}
			if err := check([]byte(deep)); err == nil {
				t.Errorf("%s: %s: no error", name, what)
			}
		}
	}
}

// TestWide has many brackets, but few of them open at a time.
func TestWide(t *testing.T) {
	data := []byte(`{"name":[` + repeat(`{"given":["a",null],"_given":[{"id":"x"},{}],"period":{},"x":[{}]},`, 600) + `{}],"y":[[]]}`)
	d := resource.NewDecoder(readBy(t, r4.Model(), "Patient", "name.**"))
	var r resource.Resource
	if err := d.Decode(data, &r); err != nil {
		t.Error(err)
	}
}

func depthChecks(tb testing.TB, all bool) map[string]func([]byte) error {
	tb.Helper()
	read := func(paths ...string) func([]byte) error {
		d, r := resource.NewDecoder(readBy(tb, r4.Model(), "Patient", paths...)), new(resource.Resource)
		return func(data []byte) error { return d.Decode(data, r) }
	}
	checks := map[string]func([]byte) error{
		"skim":           new(decode.Skimmer).Skim,
		"validate":       jsonscan.Validate,
		"decode nothing": read(),
		"decode id":      read("id"),
		"peek": func(data []byte) error {
			_, err := decode.Peek(data)
			return err
		},
	}
	if all {
		checks["decode all"] = read("**")
	}
	return checks
}
