package conformance

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/model/r4b"
	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/internal/decode"
)

// fhirpathSuites are the official suites and the releases that they run on. The inputs lie beside a suite, in a folder
// of that name.
var fhirpathSuites = []struct {
	release  string
	suite    string // below conformance/fhirpath in the folder of official material
	excluded string
	model    *model.Model
	without  []string // keys of cases that are not part of it
}{
	{"R4", "r4/tests-fhir-r4.xml", "fhirpath_r4_excluded.txt", r4.Model(), nil},
	// R4B has the suite of R4 but for the two that its own lacks.
	{"R4B", "r4/tests-fhir-r4.xml", "fhirpath_r4_excluded.txt", r4b.Model(), []string{"testEquivalent/24", "miscEngineTests/2"}},
	{"R5", "r5/tests-fhir-r5.xml", "fhirpath_r5_excluded.txt", r5.Model(), nil},
}

// TestFHIRPathSuites fails for a case that does not pass and is not listed, and for one that is listed and passes, so
// that the lists only shrink.
func TestFHIRPathSuites(t *testing.T) {
	for _, s := range fhirpathSuites {
		t.Run(s.release, func(t *testing.T) {
			path := filepath.Join(officialMaterial(t), "conformance", "fhirpath", s.suite)
			excluded := readExclusions(t, s.excluded)
			count, without := map[string]int{}, 0
			for _, c := range readFHIRPathSuite(t, path) {
				if slices.Contains(s.without, c.Key) {
					without++
					continue
				}
				err := runFHIRPath(t, &c, filepath.Dir(path), s.model)
				e, listed := excluded[c.Key]
				delete(excluded, c.Key)
				switch {
				case listed && err == nil:
					t.Errorf("%s (%s) passes: take it off the list", c.Key, c.Name)
				case listed:
					count[e.Kind]++
				case err != nil:
					t.Errorf("%s (%s)\n  %s\n  %v", c.Key, c.Name, c.Expression, err)
				default:
					count["passed"]++
				}
			}
			if without != len(s.without) {
				t.Errorf("%d of the cases %v are there", without, s.without)
			}
			for key := range excluded {
				t.Errorf("%s is listed and in no suite", key)
			}
			for _, kind := range slices.Sorted(maps.Keys(count)) {
				t.Logf("%5d %s", count[kind], kind)
			}
		})
	}
}

// runFHIRPath runs a case twice, compiled for the type of its input and for resources of any type: the outcome has to
// be the same.
func runFHIRPath(t *testing.T, c *FHIRPathCase, folder string, m *model.Model) error {
	t.Helper()
	data, err := fhirpathInput(folder, c.Input)
	if err != nil {
		return err
	}
	name, err := decode.Peek(data)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC) }
	opts := fhirpath.Options{Model: m, Now: clock, Resource: string(name), Terminology: smallTerminology{}}
	typed := c.Run(data, &opts)
	if c.Strict() { // what is doubtful about an expression shows by the type that it is compiled for
		return typed
	}
	opts.Resource = ""
	untyped := c.Run(data, &opts)
	if (typed == nil) != (untyped == nil) {
		t.Errorf("%s (%s)\n  %s\n  for %s: %v\n  for any type: %v", c.Key, c.Name, c.Expression, name, typed, untyped)
	}
	return typed
}

// fhirpathInput returns the JSON form of an input, or an empty object where a case has none.
func fhirpathInput(folder, name string) ([]byte, error) {
	if name == "" {
		return []byte("{}"), nil
	}
	return os.ReadFile(filepath.Join(folder, "input", strings.TrimSuffix(name, filepath.Ext(name))+".json"))
}

func readFHIRPathSuite(t *testing.T, path string) []FHIRPathCase {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := ReadFHIRPath(f)
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func readExclusions(t *testing.T, path string) map[string]exclusion {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := parseExclusions(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return list
}
