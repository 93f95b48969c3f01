package synth

import "time"

// patient writes the body of a patient. About one in ten lacks each optional part, and the odd forms that FHIR allows
// (partial dates, primitives with extensions, choices of type) all come up within a few dozen patients.
func (g *Generator) patient(_ int) {
	female := g.chance(50)
	g.array("extension")
	g.race()
	g.open()
	g.str("url", "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex")
	g.str("valueCode", map[bool]string{true: "F", false: "M"}[female])
	g.close()
	g.closeArray()
	g.patientIdentifiers()
	g.boolean("active", !g.chance(10))
	family := pick(g, familyNames)
	g.patientNames(family, female)
	g.telecoms(1 + g.rng.IntN(3))
	g.gender(female)
	g.birthDate(g.birthDay())
	g.deceased()
	g.array("address")
	for n := range 1 + g.rng.IntN(2) {
		g.open()
		g.addressMembers(n)
		g.close()
	}
	g.closeArray()
	g.concept("maritalStatus", pick(g, maritalStates))
	g.multipleBirth()
	g.contacts(family)
	g.communication()
	g.array("generalPractitioner")
	g.open()
	g.str("display", pick(g, clinicians))
	g.close()
	g.closeArray()
}

// race writes the extension of US Core: an extension whose parts are extensions.
func (g *Generator) race() {
	r := pick(g, races)
	g.open()
	g.array("extension")
	g.open()
	g.str("url", "ombCategory")
	g.coding("valueCoding", r)
	g.close()
	g.open()
	g.str("url", "text")
	g.str("valueString", r.display)
	g.close()
	g.closeArray()
	g.str("url", "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race")
	g.close()
}

func (g *Generator) patientIdentifiers() {
	g.array("identifier")
	g.identifier("usual", medicalRecordNumber, systemMRN, g.rng.IntN(1e8))
	if g.chance(60) {
		g.identifier("official", driversLicense, "urn:oid:2.16.840.1.113883.4.3.25", g.rng.IntN(1e8))
	}
	g.closeArray()
}

func (g *Generator) identifier(use string, kind code, system string, number int) {
	g.open()
	g.str("use", use)
	g.concept("type", kind)
	g.str("system", system)
	g.key("value")
	g.buf = append(g.buf, '"', 'S')
	g.buf = appendPadded(g.buf, number, 8)
	g.buf = append(g.buf, '"')
	g.close()
}

func (g *Generator) patientNames(family string, female bool) {
	given := maleNames
	if female {
		given = femaleNames
	}
	g.array("name")
	g.open()
	g.str("use", "official")
	g.familyName(family)
	g.givenNames(given)
	if g.chance(30) {
		g.array("prefix")
		g.text("Dr.")
		g.closeArray()
	}
	g.close()
	if g.chance(40) {
		g.open()
		g.str("use", pick(g, []string{"maiden", "old", "usual"}))
		g.str("family", pick(g, familyNames))
		g.array("given")
		g.text(pick(g, given))
		g.closeArray()
		g.object("period")
		g.time("end", g.day(1985, 2015), layoutMonth)
		g.close()
		g.close()
	}
	g.closeArray()
}

// familyName writes the name, or now and then only the reason why there is none.
func (g *Generator) familyName(family string) {
	if !g.chance(5) {
		g.str("family", family)
		return
	}
	g.object("_family")
	g.absentReason("masked")
	g.close()
}

// givenNames writes one to three names; sometimes the last has an extension, which takes a second, parallel array.
func (g *Generator) givenNames(names []string) {
	count := 1 + g.rng.IntN(3)
	g.array("given")
	first := g.rng.IntN(len(names))
	for n := range count {
		g.text(names[(first+n)%len(names)])
	}
	g.closeArray()
	if count == 1 || !g.chance(30) {
		return
	}
	g.array("_given")
	for range count - 1 {
		g.null()
	}
	g.open()
	g.array("extension")
	g.open()
	g.str("url", "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier")
	g.str("valueCode", "CL")
	g.close()
	g.closeArray()
	g.close()
	g.closeArray()
}

// absentReason writes the extension member that stands in for a value.
func (g *Generator) absentReason(reason string) {
	g.array("extension")
	g.open()
	g.str("url", urlAbsentReason)
	g.str("valueCode", reason)
	g.close()
	g.closeArray()
}

func (g *Generator) gender(female bool) {
	switch {
	case g.chance(4):
		g.str("gender", pick(g, []string{"other", "unknown"}))
	case female:
		g.str("gender", "female")
	default:
		g.str("gender", "male")
	}
}

func (g *Generator) birthDay() time.Time { return g.day(1930, 2014) }

// birthDate writes a date of any precision, a date with a time of birth, or the reason why none is known.
func (g *Generator) birthDate(born time.Time) {
	switch n := g.rng.IntN(100); {
	case n < 6:
		g.object("_birthDate")
		g.absentReason("unknown")
		g.close()
	case n < 12:
		g.time("birthDate", born, layoutYear)
	case n < 18:
		g.time("birthDate", born, layoutMonth)
	case n < 30:
		g.time("birthDate", born, layoutDate)
		g.object("_birthDate")
		g.array("extension")
		g.open()
		g.str("url", "http://hl7.org/fhir/StructureDefinition/patient-birthTime")
		g.time("valueDateTime", born.Add(time.Duration(g.rng.IntN(86400))*time.Second), layoutSeconds)
		g.close()
		g.closeArray()
		g.close()
	default:
		g.time("birthDate", born, layoutDate)
	}
}

func (g *Generator) deceased() {
	switch n := g.rng.IntN(100); {
	case n < 10:
		g.time("deceasedDateTime", g.moment(g.day(2024, 2025)), layoutSeconds)
	case n < 15:
		g.boolean("deceasedBoolean", true)
	case n < 60:
		g.boolean("deceasedBoolean", false)
	}
}

func (g *Generator) multipleBirth() {
	switch n := g.rng.IntN(100); {
	case n < 10:
		g.num("multipleBirthInteger", 1+g.rng.IntN(3))
	case n < 70:
		g.boolean("multipleBirthBoolean", false)
	}
}

func (g *Generator) communication() {
	g.array("communication")
	first := g.rng.IntN(len(languages))
	for n := range 1 + g.rng.IntN(2) {
		g.open()
		g.concept("language", languages[(first+n)%len(languages)])
		g.boolean("preferred", n == 0)
		g.close()
	}
	g.closeArray()
}
