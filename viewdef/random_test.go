package viewdef_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
)

// What random views are made of: paths and what is more than a path, on the resource and on elements of any kind.
var (
	randomPaths = []string{
		"id", "birthDate", "name.first().family", "name.given.count()", "name.where(use = 'official').first().family", "$this.name.exists()",
		"birthDate.extension.exists()", "birthDate.extension('u').value.ofType(code).first()", "telecom.where(system = 'phone').value.first()",
		"name.given.join('|')", "iif(active, name.first().family, gender)", "extension.value.ofType(string).first()",
		"extension.where(url = 'u').value.first().is(string)", "contact.name.family.first()", "name.first().given.first()", "name.family[0]",
		"(name | contact.name).family.count()", "getResourceKey()", "%resource.name.family.first()", "name.given.first().extension.count()",
		"identifier.where(type.coding.code = 'MR').value.first()", "today() > birthDate", "name.repeat(given).count()",
		"contact.relationship.coding.code.join(',')", "name[0].given[0]", "contact[0].name.given[0].length()", "deceasedBoolean",
		"deceasedDateTime.extension.count()", "multipleBirthInteger", "contact.where(name.exists())[0].name.family",
		"identifier.where(type.coding.exists(code = 'MR')).value", "identifier.where(type.coding.exists(code = 'SS' and system.exists())).value.first()",
		"contact.where(name.given.exists() and gender = 'female').telecom.value", "contact.where(telecom.exists(system = 'phone')).telecom.where(use = 'home').value",
		"iif(name.family.exists(), name.first().family, 'none')", "iif(gender = 'female' or active, birthDate, deceased.ofType(dateTime))",
		"name.first().family & ', ' & name.first().given.first()", "iif(active, iif(gender.exists(), gender, 'x'), telecom.first().value).upper()",
		"birthDate > @1970-01-01 and active",
		"iif(name.exists(use = 'official'), name.where(use = 'official'), iif(active, name, contact.name)).given.first()",
		"iif(contact.exists(), contact.telecom, telecom).first().value.length()", "(gender & name.family.first()).length()", "telecom.count() + name.given.count()", "name.empty().not()",
		"identifier.where(type.coding.code = 'SS').value.first()", "contact.where(name.given = 'Ada' and relationship.coding.code = 'N').gender",
		"contact.where(telecom.system = 'phone' or gender = 'female').exists()", "name.where(given = 'Ada').family", "telecom.exists(period.start = '2020')",
		"identifier.where(type.coding.where(code = 'MR').system = 's').exists()",
		"identifier.exists(type.exists())", "identifier.where(type.coding.exists(code = 'MR') and use = 'usual')[0].value.replace('1', '-')",
	}
	randomElements = []string{
		"name", "contact", "name.first()", "name.where(use = 'official')", "telecom", "name.given", "contact.telecom", "identifier",
		"extension", "name.where(given.count() > 1)", "$this", "contact.where(name.exists())", "name.given.first()", "$this.name", "contact.where(relationship.coding.exists())", "identifier.where(type.coding.exists(code = 'MR'))",
	}
	randomBelow = []string{
		"family", "given.count()", "iif(use = 'home', value, system & '?')", "$this.length() + 1", "iif($this.exists(), 'a', use)", "given.first()", "$this.given.join('+')", "use", "value", "system & use", "%rowIndex", "%resource.id",
		"%context.use", "$this.exists()", "use.extension.exists()", "name.family", "telecom.count()", "url", "value.ofType(string)",
		"telecom.where(system = 'phone').value[0]", "telecom[0].system", "%resource.contact.name.family.first()", "length()", "extension.count()", "$this",
	}
	randomNested = []string{"telecom", "name", "given", "$this", "extension", "$this.where(use.exists())", "coding"}
	randomWhere  = []string{
		"active = true", "name.exists()", "name.where(use = 'official').exists()", "gender = 'female'", "birthDate.exists()", "contact.empty()", "identifier.exists(type.coding.exists(code = 'MR'))",
	}
)

// randomView returns a view of patients.
func randomView(random *rand.Rand) string {
	pick := func(of []string) string { return of[random.IntN(len(of))] }
	number := 0
	columns := func(of []string, most int) string {
		var all []string
		for range 1 + random.IntN(most) {
			number++
			all = append(all, fmt.Sprintf(`{"name":"c%d","path":%q,"collection":%t}`, number, pick(of), random.IntN(3) == 0))
		}
		return `"column":[` + strings.Join(all, ",") + `]`
	}
	selects := []string{"{" + columns(randomPaths, 5) + "}"}
	for range random.IntN(3) {
		each, nested := []string{"forEach", "forEachOrNull"}[random.IntN(2)], ""
		if random.IntN(2) == 0 {
			nested = fmt.Sprintf(`,"select":[{%q:%q,%s}]`, each, pick(randomNested), columns(randomBelow, 2))
		}
		selects = append(selects, fmt.Sprintf(`{%q:%q,%s%s}`, each, pick(randomElements), columns(randomBelow, 3), nested))
	}
	if random.IntN(4) == 0 {
		selects = append(selects, `{"repeat":["contact","telecom","extension"],`+columns(randomBelow, 2)+`}`)
	}
	where := ""
	if random.IntN(2) == 0 {
		where = fmt.Sprintf(`"where":[{"path":%q}],`, pick(randomWhere))
	}
	return fmt.Sprintf(`{"resource":"Patient","status":"active",%s"select":[%s]}`, where, strings.Join(selects, ","))
}

// TestRandomViews evaluates views of all that there is, mixed, in each way that there is.
func TestRandomViews(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 6))
	patients := samples(t, "Patient")
	all, fasts := 0, 0
	for range 2000 {
		view := randomView(random)
		plan, err := viewdef.Compile([]byte(view), nil)
		if err != nil {
			continue // a column has a type that its path never has
		}
		decoder := resource.NewDecoder(plan.Projection())
		for i := range 8 {
			data := patients[random.IntN(len(patients))]
			if i%2 == 0 {
				data = accompanied(random, data)
			}
			all++
			if _, _, fast := sameApart(t, plan, decoder, data); fast {
				fasts++
			}
		}
		if t.Failed() {
			t.Fatal(view)
		}
	}
	if all < 10_000 || fasts < all*3/4 {
		t.Errorf("%d of %d decoded along the tree: too few to say anything", fasts, all)
	}
}
