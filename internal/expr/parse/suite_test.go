package parse

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// suites are the official test suites, with the number of their expressions that are to parse and to be refused.
var suites = []struct {
	file           string
	valid, invalid int
}{
	{"r4/tests-fhir-r4.xml", 931, 4},
	{"r5/tests-fhir-r5.xml", 1047, 4},
}

// refused lists the expressions that the suites call wrong when they are evaluated and that we refuse before: the time of
// the specification's section "Time" has no time zone, so these are no literals.
var refused = map[string]bool{
	"@T14:34:28Z.is(Time)":      true,
	"@T14:34:28+10:00.is(Time)": true,
}

type suite struct {
	Groups []struct {
		Name  string `xml:"name,attr"`
		Tests []struct {
			Name       string `xml:"name,attr"`
			Expression struct {
				Text    string `xml:",chardata"`
				Invalid string `xml:"invalid,attr"`
			} `xml:"expression"`
		} `xml:"test"`
	} `xml:"group"`
}

func TestSuites(t *testing.T) {
	folder := filepath.Join(sharedFolder(t), "conformance", "fhirpath")
	for _, s := range suites {
		t.Run(filepath.Dir(s.file), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(folder, s.file))
			if err != nil {
				t.Skip("the official suite is not here: ", err)
			}
			valid, invalid := runSuite(t, data)
			if valid != s.valid || invalid != s.invalid {
				t.Errorf("%d expressions parsed and %d were refused, want %d and %d", valid, invalid, s.valid, s.invalid)
			}
		})
	}
}

func runSuite(t *testing.T, data []byte) (valid, invalid int) {
	var s suite
	if err := xml.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	for _, group := range s.Groups {
		for _, test := range group.Tests {
			src := test.Expression.Text
			bad := test.Expression.Invalid == "syntax" || refused[strings.TrimSpace(src)]
			root, errs := Parse(src)
			switch {
			case bad && len(errs) > 0:
				invalid++
			case bad:
				t.Errorf("%s/%s: %s: parsed as %v", group.Name, test.Name, src, root)
			case len(errs) > 0:
				t.Errorf("%s/%s: %s: %v", group.Name, test.Name, src, errs)
			default:
				valid++
				roundTrip(t, root)
			}
		}
	}
	return valid, invalid
}

// sharedFolder is where the official suites lie: in $FHIRVIEW_SHARED, or in the folder shared beside the repository.
func sharedFolder(t *testing.T) string {
	if folder := os.Getenv("FHIRVIEW_SHARED"); folder != "" {
		return folder
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for folder != filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		folder = filepath.Dir(folder)
	}
	return filepath.Join(folder, "..", "shared")
}
