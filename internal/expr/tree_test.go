package expr_test

import (
	"testing"

	"github.com/fhirview/fhirview/internal/expr"
)

// TestTreeTakes says which expressions a tree takes, on the resource and on the elements of a branch.
func TestTreeTakes(t *testing.T) {
	for _, c := range []struct {
		source         string
		taken, takeAll bool
	}{
		{"birthDate", true, true},
		{"name.given", true, true},
		{"name.where(use = 'official').given", true, true},
		{"name[0].given[0]", true, true},
		{"name.given[1]", false, false},
		{"deceasedBoolean", true, true},
		{"deceased.ofType(boolean)", true, true},
		{"extension('u').value.ofType(string)", true, true},
		{"identifier.where(type.coding.exists(system = 's' and code = 'MR')).value", true, true},
		{"identifier.where(type.coding.where(code = 'MR').exists() and use = 'usual').value.first()", true, true},
		{"identifier.where(type.coding.first().exists()).value", false, false},
		{"identifier.where(type.coding.code = 'MR').value", true, true},
		{"identifier.where(type.coding.code = 'MR' and type.coding.exists(system = 's') and use = 'usual')[0].value", true, true},
		{"identifier.where(type.coding.first().code = 'MR').value", false, false},
		{"identifier.where(type.coding.code != 'MR').value", false, false},
		{"identifier.where(type.coding.exists() or use.exists()).value", false, false},
		{"name.exists()", true, false},
		{"name.given.join(' ')", true, false},
		{"getResourceKey()", true, false},
		{"generalPractitioner.first().getReferenceKey()", true, false},
		{"name.first().family.upper().replace('A', 'B')", true, false},
		{"name.count() + telecom.count()", true, false},
		{"iif(maritalStatus.text.exists(), maritalStatus.text, maritalStatus.coding.first().display)", true, false},
		{"iif(name.where(use = 'official').exists(), name.where(use = 'official').first(), name.first()).given.join(' ')", true, false},
		{"iif(active, iif(gender.exists(), name[0], name.first()), contact.name).given.first()", true, false},
		{"iif(active, name, contact.name.select($this)).given.first()", false, false},
		{"name.first().family & ', ' & name.first().given.first()", true, false},
		{"active and birthDate > @1970-01-01", true, false},
		{"iif(name.exists(), name.first(), contact.name.first())", false, false}, // of complex elements, which have more than values
		{"name.first().family = name.first().given.first()", false, false},       // which compares extensions too
		{"name.select(family & use)", false, false},
		{"today()", false, false},
		{"'text'", false, false},
		{"$this", false, false},
	} {
		scope, err := expr.NewScope(expr.Options{Resource: "Patient"})
		if err != nil {
			t.Fatal(err)
		}
		x, err := scope.Compile(c.source, scope.Root())
		if err != nil {
			t.Fatalf("%s: %v", c.source, err)
		}
		tree := expr.NewTree(scope.Model())
		if _, taken := tree.Add(0, x); taken != c.taken {
			t.Errorf("%s is taken: %t", c.source, taken)
		}
		if _, all := tree.AddAll(0, x); all != c.takeAll {
			t.Errorf("of %s, all elements are taken: %t", c.source, all)
		}
	}
}

// TestTreeTakesThis adds $this, and functions of it, to the elements of a branch.
func TestTreeTakesThis(t *testing.T) {
	scope, err := expr.NewScope(expr.Options{Resource: "Patient"})
	if err != nil {
		t.Fatal(err)
	}
	given, err := scope.Compile("name.given", scope.Root())
	if err != nil {
		t.Fatal(err)
	}
	tree := expr.NewTree(scope.Model())
	branch, ok := tree.Each(0, given)
	if !ok {
		t.Fatal("the tree does not take the branch")
	}
	for _, source := range []string{"$this", "$this.length()", "upper()", "iif($this.length() > 3, 'long', 'short')"} {
		x, err := scope.Compile(source, given.Focus())
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		if _, taken := tree.Add(branch.Index, x); !taken {
			t.Errorf("%s is not taken", source)
		}
	}
}
