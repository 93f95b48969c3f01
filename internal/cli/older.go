package cli

import (
	"encoding/json"
	"slices"

	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
)

// olderTypes are the types of resources that STU3 or DSTU2 had, and no later release has.
var olderTypes = []string{
	"BodySite", "Conformance", "DataElement", "DeviceComponent", "DeviceUseRequest", "DiagnosticOrder", "EligibilityRequest",
	"EligibilityResponse", "ExpansionProfile", "ImagingManifest", "ImagingObjectSelection", "MedicationOrder", "Order",
	"OrderResponse", "ProcedureRequest", "ProcessRequest", "ProcessResponse", "ReferralRequest", "Sequence", "ServiceDefinition",
}

// olderElements are elements at the top of resources that STU3 or DSTU2 had, and no later release has.
var olderElements = map[string][]string{
	"AllergyIntolerance":       {"assertedDate", "substance"},
	"CarePlan":                 {"context"},
	"CareTeam":                 {"context"},
	"Claim":                    {"employmentImpacted", "hospitalization", "information"},
	"ClinicalImpression":       {"context", "trigger"},
	"Communication":            {"notDone", "notDoneReason"},
	"Composition":              {"class"},
	"Condition":                {"assertedDate", "context", "dateRecorded", "patient"},
	"Coverage":                 {"grouping", "sequence"},
	"DiagnosticReport":         {"codedDiagnosis", "context", "image"},
	"DocumentReference":        {"class", "created", "indexed"},
	"Encounter":                {"incomingReferral", "indication", "patient"},
	"ExplanationOfBenefit":     {"employmentImpacted", "hospitalization", "information"},
	"FamilyMemberHistory":      {"gender", "notDone", "notDoneReason"},
	"ImagingStudy":             {"accession", "availability", "context"},
	"Immunization":             {"date", "explanation", "notGiven", "vaccinationProtocol", "wasNotGiven"},
	"Medication":               {"isBrand", "isOverTheCounter", "product"},
	"MedicationAdministration": {"notGiven", "prescription", "reasonNotGiven", "wasNotGiven"},
	"MedicationDispense":       {"notDone"},
	"MedicationRequest":        {"context", "definition"},
	"MedicationStatement":      {"notTaken", "reasonNotTaken", "taken", "wasNotTaken"},
	"Observation":              {"comment", "comments", "context", "related"},
	"Patient":                  {"animal", "careProvider"},
	"Practitioner":             {"practitionerRole", "role"},
	"Procedure":                {"context", "definition", "notDone", "notDoneReason", "notPerformed", "reasonNotPerformed"},
	"Questionnaire":            {"group"},
	"QuestionnaireResponse":    {"context", "group", "parent"},
	"RiskAssessment":           {"context"},
	"Task":                     {"context", "definitionReference", "definitionUri"},
}

// olderTexts are elements at the top of resources that were texts in STU3 or DSTU2, and are objects in all later releases.
var olderTexts = map[string][]string{
	"AllergyIntolerance": {"clinicalStatus", "verificationStatus"},
	"Condition":          {"clinicalStatus", "verificationStatus"},
	"Encounter":          {"class"},
}

// How many resources of a type are looked at, how many in all, and how long these may be.
const (
	mostOfType  = 8
	mostWatched = 2000
	longestSeen = 1 << 20
)

// olderWatch passes blocks on and looks at the first resources for signs of releases before R4.
type olderWatch struct {
	seen map[string]int
	left int
	// found is the type of a resource that has a sign, or "".
	found string
}

func watchOlder() *olderWatch { return &olderWatch{seen: map[string]int{}, left: mostWatched} }

func (w *olderWatch) source(src source.Source) source.Source {
	return func(yield func(*source.Block, error) bool) {
		for block, err := range src {
			for i := 0; block != nil && i < len(block.Records) && w.left > 0; i++ {
				w.look(block.Records[i].Data)
			}
			if !yield(block, err) {
				return
			}
		}
	}
}

// look takes a resource without mistakes for one of an older release where it has a sign of one, and looks no further
// then.
func (w *olderWatch) look(data []byte) {
	w.left--
	name, err := decode.Peek(data)
	if err != nil || len(data) > longestSeen {
		return
	}
	typ := string(name)
	older := slices.Contains(olderTypes, typ)
	if !older && (olderElements[typ] != nil || olderTexts[typ] != nil) && w.seen[typ] < mostOfType {
		w.seen[typ]++
		older = isOlder(typ, data)
	}
	if older {
		w.found, w.left = typ, 0
	}
}

// isOlder is true for a resource with an element as only STU3 and DSTU2 had it.
func isOlder(typ string, data []byte) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return false
	}
	has := func(key string) bool { return members[key] != nil }
	isText := func(key string) bool { return has(key) && members[key][0] == '"' }
	return slices.ContainsFunc(olderElements[typ], has) || slices.ContainsFunc(olderTexts[typ], isText)
}

// older warns of resources of a release that is not supported, whether they fail or have nulls in their rows.
func (e *env) older(w *olderWatch, stats *runner.Stats) {
	if w.found != "" && stats.Resources > 0 {
		e.sayf("fhirview: warning: the input has a resource of type %s that looks like STU3 or DSTU2; fhirview reads R4 and later\n", w.found)
	}
}
