package synth

import "time"

// observation writes the body of observation i: a vital sign, a laboratory result or a finding, at its encounter.
func (g *Generator) observation(i int) {
	encounter := i / (observationsPerPatient / encountersPerPatient)
	start, end, _ := g.stay(encounter)
	g.str("status", pick(g, []string{"final", "final", "final", "amended", "preliminary"}))
	switch n := g.rng.IntN(100); {
	case n < 20:
		g.about(categoryVital, bloodPressure, i, encounter, start, end)
		g.bloodPressure()
	case n < 50:
		m := pick(g, vitalSigns)
		g.about(categoryVital, m.code, i, encounter, start, end)
		g.measured(m)
	case n < 85:
		m := pick(g, laboratory)
		g.about(categoryLab, m.code, i, encounter, start, end)
		g.measured(m)
	case n < 93:
		g.about(categorySocial, smokingStatus, i, encounter, start, end)
		g.concept("valueCodeableConcept", pick(g, smokingValues))
	default:
		g.about(categoryLab, urineColor, i, encounter, start, end)
		g.str("valueString", pick(g, urineColors))
	}
}

// about writes the elements between an observation's status and its value.
func (g *Generator) about(category, what code, i, encounter int, start, end time.Time) {
	g.concepts("category", category)
	g.concept("code", what)
	g.ref("subject", "Patient", i/observationsPerPatient)
	g.ref("encounter", "Encounter", encounter)
	switch n := g.rng.IntN(100); {
	case n < 70:
		g.time("effectiveDateTime", start.Add(5*time.Minute), layoutSeconds)
	case n < 85:
		g.time("effectiveDateTime", start, layoutDate)
	default:
		g.period("effectivePeriod", start, end)
	}
	g.time("issued", start.Add(time.Duration(600_000+g.rng.IntN(3_600_000))*time.Millisecond), layoutInstant)
	g.array("performer")
	g.open()
	g.str("display", pick(g, clinicians))
	g.close()
	g.closeArray()
}

// measured writes the value of a measure with its interpretation and reference range, or the reason why there is none.
func (g *Generator) measured(m measure) {
	if g.chance(5) {
		g.concept("dataAbsentReason", pick(g, absentReasons))
		return
	}
	units := m.low + g.rng.IntN(m.high-m.low)
	g.quantity("valueQuantity", units, m.scale, m.unit, m.ucum)
	if m.normalHigh == 0 {
		return
	}
	g.concepts("interpretation", interpret(units, m))
	g.array("referenceRange")
	g.open()
	g.quantity("low", m.normalLow, m.scale, m.unit, m.ucum)
	g.quantity("high", m.normalHigh, m.scale, m.unit, m.ucum)
	g.close()
	g.closeArray()
}

func interpret(units int, m measure) code {
	switch {
	case units < m.normalLow:
		return interpretLow
	case units > m.normalHigh:
		return interpretHigh
	}
	return interpretOK
}

// bloodPressure writes the two components; now and then one of them could not be taken.
func (g *Generator) bloodPressure() {
	g.array("component")
	for _, c := range [...]struct {
		code        code
		low, spread int
	}{{systolic, 98, 62}, {diastolic, 55, 42}} {
		g.open()
		g.concept("code", c.code)
		if g.chance(4) {
			g.concept("dataAbsentReason", pick(g, absentReasons))
		} else {
			g.quantity("valueQuantity", c.low+g.rng.IntN(c.spread), 0, "mmHg", "mm[Hg]")
		}
		g.close()
	}
	g.closeArray()
}
