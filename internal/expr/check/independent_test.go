package check

import (
	"testing"

	"github.com/fhirview/fhirview/internal/expr/parse"
)

func TestIndependent(t *testing.T) {
	for source, want := range map[string]bool{
		"1 + 1": true, "{}": true, "-7 div 2": true, "now()": true, "today() > @2020": true, "timeOfDay()": true, "%ucum": true,
		"%`vs-x`": true, "'a'.length()": true, "(1 | 2)[0]": true, "1 is Integer": true, "'a' & 'b'": true, "iif(true, 1, 2)": true,
		"coalesce({}, 1)": true, "(1 | 2).where($this > 1)": true, "(1 | 2).select($index)": true, "1.name": true,
		"(1 | 2).select((3 | 4).where($this > 3))": true, "(1 | 2).aggregate($this + $total, 0)": true, "(2 | 1).sort(-$this)": true,
		"1.defineVariable('a', $this).select(%a)": true, "Quantity { value: 1.0 }": true, "1.ofType(Integer)": true,
		"(1 | 2).all(name.empty())": true, "%factory.string('a')": true, "1.combine(2)": true, "1.iif($this = 1, 2)": true,

		"id": false, "$this": false, "exists()": false, "%resource": false, "%context.id": false, "%rootResource.id": false,
		"Patient": false, "1 + multipleBirth": false, "iif(exists(), 1, 2)": false, "iif(true, id)": false, "coalesce(id, 1)": false,
		"'a'.startsWith(id)": false, "(1 | 2).where(%resource.exists())": false, "1.combine(id)": false, "(1 | 2)[multipleBirth]": false,
		"defineVariable('a', 1)": false, "trace('a')": false, "is(Patient)": false, "'Patient/1'.resolve()": false,
		"Quantity { value: id }": false, "today() > birthDate": false, "(2 | 1).aggregate($this, id)": false, "children()": false,
		"$this is Patient": false, "'x' in name.given": false, "(1 | 2).where('a'.startsWith(%context.id))": false,
	} {
		tree, mistakes := parse.Parse(source)
		if len(mistakes) > 0 {
			t.Errorf("%s: %v", source, mistakes)
			continue
		}
		if got := Independent(tree); got != want {
			t.Errorf("%s is independent: %t, want %t", source, got, want)
		}
	}
}
