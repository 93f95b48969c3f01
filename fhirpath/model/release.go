package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/tables"
)

// releaseOrder has the releases of FHIR from old to new. There are models of those from firstWithModel on.
var releaseOrder = []string{"DSTU1", "DSTU2", "STU3", "R4", "R4B", "R5", "R6"}

const firstWithModel = "R4"

// otherNames are names of releases besides those in releaseOrder.
var otherNames = [][2]string{
	{"R1", "DSTU1"}, {"R2", "DSTU2"}, {"STU2", "DSTU2"}, {"R3", "STU3"}, {"DSTU3", "STU3"}, {"STU4", "R4"},
}

// releaseVersions are the releases by the first numbers of their versions. Drafts count as what they became: 3.5.0 was a
// ballot of R4, and 4.1.0 of R4B.
var releaseVersions = [][2]string{
	{"4", "R4"}, {"4.0", "R4"}, {"3.2", "R4"}, {"3.3", "R4"}, {"3.5", "R4"}, {"3.5a", "R4"},
	{"4.3", "R4B"}, {"4.1", "R4B"},
	{"5", "R5"}, {"5.0", "R5"}, {"4.2", "R5"}, {"4.4", "R5"}, {"4.5", "R5"}, {"4.6", "R5"},
	{"6", "R6"}, {"6.0", "R6"},
	{"3", "STU3"}, {"3.0", "STU3"}, {"1.1", "STU3"}, {"1.2", "STU3"}, {"1.4", "STU3"}, {"1.6", "STU3"}, {"1.8", "STU3"},
	{"1", "DSTU2"}, {"1.0", "DSTU2"}, {"0.4", "DSTU2"}, {"0.5", "DSTU2"},
	{"0.0", "DSTU1"},
}

// ReleaseOf returns the short name of the FHIR release that a name or a version stands for: "R4" for "R4", "r4", "4.0"
// and "4.0.1", "R6" for "6.0.0-ballot2". It knows the releases that there is no model of, too: "STU3" for "3.0.2". It is
// empty for what stands for none.
func ReleaseOf(version string) string {
	name := strings.ToUpper(version)
	if place(name) >= 0 {
		return name
	}
	if release := second(otherNames, name); release != "" {
		return release
	}
	return second(releaseVersions, firstNumbers(version))
}

// firstNumbers returns what stands before the second point of a version such as 4.0.1 or 6.0.0-ballot2, and nothing for
// what does not look like one.
func firstNumbers(version string) string {
	numbers, label, labelled := strings.Cut(version, "-")
	parts := strings.Split(numbers, ".")
	isLabel := func(r rune) bool {
		return r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	if labelled && (label == "" || strings.TrimFunc(label, isLabel) != "") || len(parts) > 3 {
		return ""
	}
	if len(parts) < 3 {
		return numbers
	}
	if parts[2] == "" || strings.Trim(parts[2], "0123456789") != "" {
		return ""
	}
	return parts[0] + "." + parts[1]
}

// second returns what stands beside a name, or nothing.
func second(pairs [][2]string, name string) string {
	for _, pair := range pairs {
		if pair[0] == name {
			return pair[1]
		}
	}
	return ""
}

// place is the place of a release among all, and that of what is none is before them.
func place(release string) int { return slices.Index(releaseOrder, release) }

// Linked returns the models of the releases that the program imports, from old to new.
func Linked() []*Model {
	var models []*Model
	for _, linked := range tables.Linked() {
		m := (*Model)(linked)
		if !slices.ContainsFunc(models, func(other *Model) bool { return other.Release() == m.Release() }) {
			models = append(models, m)
		}
	}
	slices.SortStableFunc(models, func(a, b *Model) int { return cmp.Compare(place(a.Release()), place(b.Release())) })
	return models
}

// ForRelease returns the model that the program imports of the release that a name or a version stands for, as
// [ReleaseOf] reads it. The error says what to import, or which releases there are.
func ForRelease(version string) (*Model, error) { return ForVersions([]string{version}) }

// ForVersions returns the model for data that may be of any of some versions: that of the highest release among them
// which the program imports. Versions of other releases and what is no version are passed over, as long as one is left.
// Where none is, the error says what to import, or which releases there are. Without versions the model is nil.
func ForVersions(versions []string) (*Model, error) {
	var best *Model
	highest := -1
	for _, v := range versions {
		release := ReleaseOf(v)
		highest = max(highest, place(release))
		for _, m := range Linked() {
			if m.Release() == release && (best == nil || place(best.Release()) < place(release)) {
				best = m
			}
		}
	}
	if best != nil || len(versions) == 0 {
		return best, nil
	}
	switch {
	case highest >= place(firstWithModel):
		return nil, notLinked(releaseOrder[highest])
	case highest >= 0:
		return nil, fmt.Errorf("FHIR %s is not supported: fhirview reads %s and later", releaseOrder[highest], firstWithModel)
	}
	return nil, fmt.Errorf("%s: not a release of FHIR that is known; use %s, or a version such as 4.0.1",
		quoted(versions), alternatives(releaseOrder[place(firstWithModel):]))
}

func notLinked(release string) error {
	const packages = "github.com/fhirview/fhirview/fhirpath/model/"
	return fmt.Errorf("the types of FHIR %s are not linked into this program: import _ %q", release, packages+strings.ToLower(release))
}

// quoted has a version in quotation marks, or several.
func quoted(versions []string) string {
	out := make([]string, len(versions))
	for i, v := range versions {
		out[i] = fmt.Sprintf("%q", v)
	}
	return strings.Join(out, ", ")
}

// alternatives are words with commas and an "or".
func alternatives(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
