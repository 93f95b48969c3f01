package synth

// The systems that codes and identifiers come from.
const (
	systemUCUM    = "http://unitsofmeasure.org"
	systemLOINC   = "http://loinc.org"
	systemSNOMED  = "http://snomed.info/sct"
	systemActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
	systemMRN     = "http://hospital.example.org/mrn"

	urlAbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
)

// Names of many scripts and shapes: a column that comes through as bytes only by luck fails on one of them.
var (
	familyNames = []string{
		"Anders", "Bergström", "Castillo", "Dubois", "Eriksen", "Fischer", "García Márquez", "Hoffmann", "Ivanova",
		"Jansen", "Kowalczyk", "Larsen", "Müller", "Nguyễn", "O'Brien", "Papadopoulos", "Quispe", "Řezníčková",
		"Silva-Santos", "Tanaka", "Ünal", "van der Berg", "Williams", "Ó Dálaigh", "Yılmaz", "Zhang", "𠮷野",
	}
	femaleNames = []string{"Ana", "Brigitte", "Chloé", "Dorothy", "Emiko", "Fatima", "Grace", "Ольга", "Zoë", "Hậu"}
	maleNames   = []string{"Abdul", "Björn", "Carlos", "Dmitri", "Émile", "Felix", "Giorgos", "Łukasz", "Søren", "健"}
)

type place struct{ city, state, postalCode string }

var (
	places = []place{
		{"Amherst", "MA", "01002"}, {"Brattleboro", "VT", "05301"}, {"Concord", "NH", "03301"},
		{"Duluth", "MN", "55802"}, {"Española", "NM", "87532"}, {"Fargo", "ND", "58102"},
		{"Galena", "IL", "61036"}, {"Hāna", "HI", "96713"}, {"Ithaca", "NY", "14850"},
	}
	streets = []string{"Alder Lane", "Birch Street", "Canal Road", "Dyke Avenue", "Elm Court", "Foundry Row"}
)

type language = code

var languages = []language{
	{"urn:ietf:bcp:47", "en-US", "English (United States)"},
	{"urn:ietf:bcp:47", "es", "Spanish"},
	{"urn:ietf:bcp:47", "vi", "Vietnamese"},
	{"urn:ietf:bcp:47", "ja", "Japanese"},
}

var (
	races = []code{
		{"urn:oid:2.16.840.1.113883.6.238", "2106-3", "White"},
		{"urn:oid:2.16.840.1.113883.6.238", "2054-5", "Black or African American"},
		{"urn:oid:2.16.840.1.113883.6.238", "2028-9", "Asian"},
		{"urn:oid:2.16.840.1.113883.6.238", "1002-5", "American Indian or Alaska Native"},
	}
	maritalStates = []code{
		{"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "M", "Married"},
		{"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "S", "Never Married"},
		{"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "W", "Widowed"},
	}
	contactRoles = []code{
		{"http://terminology.hl7.org/CodeSystem/v2-0131", "C", "Emergency Contact"},
		{"http://terminology.hl7.org/CodeSystem/v2-0131", "N", "Next-of-Kin"},
	}
	medicalRecordNumber = code{"http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number"}
	driversLicense      = code{"http://terminology.hl7.org/CodeSystem/v2-0203", "DL", "Driver's license number"}
)

// measure is an observation whose value is a quantity. Values are in units of 10^-scale and lie between low and high;
// normalLow and normalHigh bound the reference range.
type measure struct {
	code                  code
	scale                 int
	low, high             int
	normalLow, normalHigh int
	unit, ucum            string
}

var vitalSigns = []measure{
	{code{systemLOINC, "8302-2", "Body height"}, 1, 900, 2050, 0, 0, "cm", "cm"},
	{code{systemLOINC, "29463-7", "Body weight"}, 1, 280, 1400, 0, 0, "kg", "kg"},
	{code{systemLOINC, "8867-4", "Heart rate"}, 0, 48, 130, 60, 100, "beats/minute", "/min"},
	{code{systemLOINC, "9279-1", "Respiratory rate"}, 0, 10, 28, 12, 20, "breaths/minute", "/min"},
	{code{systemLOINC, "8310-5", "Body temperature"}, 1, 355, 402, 361, 372, "°C", "Cel"},
	{code{systemLOINC, "39156-5", "Body mass index (BMI) [Ratio]"}, 2, 1600, 4200, 0, 0, "kg/m2", "kg/m2"},
}

var laboratory = []measure{
	{code{systemLOINC, "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"}, 2, 440, 1190, 400, 560, "%", "%"},
	{code{systemLOINC, "2339-0", "Glucose [Mass/volume] in Blood"}, 1, 620, 2400, 700, 990, "mg/dL", "mg/dL"},
	{code{systemLOINC, "2160-0", "Creatinine [Mass/volume] in Serum or Plasma"}, 2, 50, 310, 60, 120, "mg/dL", "mg/dL"},
	{code{systemLOINC, "6298-4", "Potassium [Moles/volume] in Blood"}, 2, 310, 590, 350, 510, "mmol/L", "mmol/L"},
	{code{systemLOINC, "718-7", "Hemoglobin [Mass/volume] in Blood"}, 1, 78, 181, 120, 175, "g/dL", "g/dL"},
	{code{systemLOINC, "6690-2", "Leukocytes [#/volume] in Blood by Automated count"}, 1, 21, 180, 45, 110, "10*3/uL", "10*3/uL"},
}

var (
	bloodPressure = code{systemLOINC, "85354-9", "Blood pressure panel with all children optional"}
	systolic      = code{systemLOINC, "8480-6", "Systolic blood pressure"}
	diastolic     = code{systemLOINC, "8462-4", "Diastolic blood pressure"}

	smokingStatus = code{systemLOINC, "72166-2", "Tobacco smoking status"}
	smokingValues = []code{
		{systemSNOMED, "266919005", "Never smoked tobacco"},
		{systemSNOMED, "8517006", "Ex-smoker"},
		{systemSNOMED, "449868002", "Smokes tobacco daily"},
	}
	urineColor  = code{systemLOINC, "5778-6", "Color of Urine"}
	urineColors = []string{"yellow", "pale yellow", "amber", "light \"straw\"", "dark brown,\nturbid"}

	categoryVital  = code{"http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital Signs"}
	categoryLab    = code{"http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"}
	categorySocial = code{"http://terminology.hl7.org/CodeSystem/observation-category", "social-history", "Social History"}

	interpretLow  = code{"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "L", "Low"}
	interpretOK   = code{"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "N", "Normal"}
	interpretHigh = code{"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "H", "High"}

	absentReasons = []code{
		{"http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-performed", "Not Performed"},
		{"http://terminology.hl7.org/CodeSystem/data-absent-reason", "error", "Error"},
	}
)

var disorders = []code{
	{systemSNOMED, "38341003", "Hypertensive disorder"},
	{systemSNOMED, "44054006", "Diabetes mellitus type 2"},
	{systemSNOMED, "195967001", "Asthma"},
	{systemSNOMED, "40055000", "Chronic sinusitis"},
	{systemSNOMED, "10509002", "Acute bronchitis"},
	{systemSNOMED, "271737000", "Anemia"},
	{systemSNOMED, "55822004", "Hyperlipidemia"},
}

// visit is a class of encounter with a type that goes with it and its usual length.
type visit struct {
	class   code
	kind    code
	minutes int
}

var visits = []visit{
	{code{systemActCode, "AMB", "ambulatory"}, code{systemSNOMED, "185349003", "Encounter for check up"}, 30},
	{code{systemActCode, "AMB", "ambulatory"}, code{systemSNOMED, "185345009", "Encounter for symptom"}, 20},
	{code{systemActCode, "EMER", "emergency"}, code{systemSNOMED, "50849002", "Emergency room admission"}, 190},
	{code{systemActCode, "IMP", "inpatient encounter"}, code{systemSNOMED, "32485007", "Hospital admission"}, 4300},
}

var clinicians = []string{"Dr. Ada Quill", "Dr. Bo Ferris", "Dr. Célia Amaro", "Dr. Dag Holm"}
