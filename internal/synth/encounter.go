package synth

import "time"

// stay says when encounter i was and of what sort. It draws no random numbers, so that what refers to an encounter can
// fall into its time without making it.
func (g *Generator) stay(i int) (start, end time.Time, v visit) {
	h := mix(mix(g.cfg.Seed) ^ uint64(i))
	v = visits[h%uint64(len(visits))]
	day := time.Date(2016, time.January, 1+int(h>>8%3000), 0, 0, 0, 0, g.zones[h>>32%uint64(len(g.zones))])
	start = day.Add(time.Duration(8*60+h>>40%600) * time.Minute)
	return start, start.Add(time.Duration(v.minutes) * time.Minute), v
}

// encounter writes the body of encounter i.
func (g *Generator) encounter(i int) {
	start, end, v := g.stay(i)
	g.str("status", "finished")
	g.coding("class", v.class)
	g.concepts("type", v.kind)
	g.ref("subject", "Patient", i/encountersPerPatient)
	g.array("participant")
	for range 1 + g.rng.IntN(2) {
		g.open()
		g.concepts("type", code{
			"http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "PPRF", "primary performer",
		})
		g.period("period", start, end)
		g.link("individual", "", pick(g, clinicians))
		g.close()
	}
	g.closeArray()
	g.period("period", start, end)
	if g.chance(60) {
		g.concepts("reasonCode", pick(g, disorders))
	}
	if v.class.code == "IMP" {
		g.hospitalization()
	}
	g.link("serviceProvider", "", "Three Rivers Clinic")
}

func (g *Generator) hospitalization() {
	g.object("hospitalization")
	g.concept("dischargeDisposition", code{
		"http://terminology.hl7.org/CodeSystem/discharge-disposition", "home", "Home",
	})
	g.close()
}
