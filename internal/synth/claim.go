package synth

import "strconv"

// systemService is an invented system: those that payers use are not free to copy.
const systemService = "http://payer.example.org/service"

// adjudication categories of an item, with the share of the submitted amount in percent.
var adjudications = []struct {
	category code
	percent  int
}{
	{code{"http://terminology.hl7.org/CodeSystem/adjudication", "submitted", "Submitted Amount"}, 100},
	{code{"http://terminology.hl7.org/CodeSystem/adjudication", "eligible", "Eligible Amount"}, 85},
	{code{"http://terminology.hl7.org/CodeSystem/adjudication", "benefit", "Benefit Amount"}, 64},
}

var services = []code{
	{systemService, "visit", "Office visit, established patient"},
	{systemService, "count", "Complete blood count"},
	{systemService, "draw", "Collection of venous blood"},
	{systemService, "ecg", "Electrocardiogram"},
}

// explanationOfBenefit writes the body of the claim result of patient i, for the first of the patient's encounters.
func (g *Generator) explanationOfBenefit(i int) {
	encounter := i * encountersPerPatient
	start, end, _ := g.stay(encounter)
	g.coverage(i)
	g.array("identifier")
	g.open()
	g.str("system", "http://payer.example.org/claim")
	g.key("value")
	g.buf = append(g.buf, `"C`...)
	g.buf = append(appendPadded(g.buf, i, 9), '"')
	g.close()
	g.closeArray()
	g.str("status", "active")
	g.concept("type", code{"http://terminology.hl7.org/CodeSystem/claim-type", "professional", "Professional"})
	g.str("use", "claim")
	g.ref("patient", "Patient", i)
	g.period("billablePeriod", start, end)
	g.time("created", end.AddDate(0, 0, 1), layoutSeconds)
	g.link("insurer", "", "Granite Mutual")
	g.link("provider", "", pick(g, clinicians))
	g.str("outcome", "complete")
	g.diagnosis(encounter)
	g.insurance()
	g.items(encounter)
}

// coverage writes the contained resource that insurance.coverage refers to.
func (g *Generator) coverage(i int) {
	g.array("contained")
	g.open()
	g.str("resourceType", "Coverage")
	g.str("id", "coverage")
	g.str("status", "active")
	g.object("type")
	g.str("text", "Granite Mutual Basic")
	g.close()
	g.ref("beneficiary", "Patient", i)
	g.array("payor")
	g.open()
	g.str("display", "Granite Mutual")
	g.close()
	g.closeArray()
	g.close()
	g.closeArray()
}

func (g *Generator) diagnosis(condition int) {
	g.array("diagnosis")
	g.open()
	g.num("sequence", 1)
	g.ref("diagnosisReference", "Condition", condition)
	g.concepts("type", code{"http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "principal", "Principal Diagnosis"})
	g.close()
	g.closeArray()
}

func (g *Generator) insurance() {
	g.array("insurance")
	g.open()
	g.boolean("focal", true)
	g.link("coverage", "#coverage", "Granite Mutual")
	g.close()
	g.closeArray()
}

// items writes one to three items, each with its adjudications, and the totals that they add up to.
func (g *Generator) items(encounter int) {
	totals := make([]int, len(adjudications))
	g.array("item")
	for n := range 1 + g.rng.IntN(3) {
		cents := 1500 + g.rng.IntN(40000)
		g.open()
		g.num("sequence", n+1)
		g.array("diagnosisSequence")
		g.buf = append(g.buf, '1')
		g.closeArray()
		g.concept("productOrService", pick(g, services))
		start, _, _ := g.stay(encounter)
		g.time("servicedDate", start, layoutDate)
		g.decimalQuantity(1 + g.rng.IntN(3))
		g.money("net", cents)
		g.array("encounter")
		g.open()
		g.refMember("Encounter", encounter)
		g.close()
		g.closeArray()
		g.adjudicate(cents, totals)
		if g.chance(25) {
			g.detail(cents)
		}
		g.close()
	}
	g.closeArray()
	g.totals(totals)
}

func (g *Generator) decimalQuantity(n int) {
	g.object("quantity")
	g.decimal("value", n*10, 1)
	g.close()
}

// adjudicate writes the adjudications of one amount and adds them to totals, one for each category.
func (g *Generator) adjudicate(cents int, totals []int) {
	g.array("adjudication")
	for k, a := range adjudications {
		share := cents * a.percent / 100
		totals[k] += share
		g.open()
		g.concept("category", a.category)
		g.money("amount", share)
		if a.percent < 100 {
			g.decimal("value", a.percent*100, 2)
		}
		g.close()
	}
	g.closeArray()
}

// detail writes the parts of an item: amounts two levels further down.
func (g *Generator) detail(cents int) {
	g.array("detail")
	for n, part := range [...]int{cents * 2 / 3, cents - cents*2/3} {
		g.open()
		g.num("sequence", n+1)
		g.object("productOrService")
		g.str("text", "Part "+strconv.Itoa(n+1))
		g.close()
		g.money("net", part)
		g.array("adjudication")
		g.open()
		g.concept("category", adjudications[0].category)
		g.money("amount", part)
		g.close()
		g.closeArray()
		g.close()
	}
	g.closeArray()
}

func (g *Generator) totals(totals []int) {
	g.array("total")
	for k, a := range adjudications {
		g.open()
		g.concept("category", a.category)
		g.money("amount", totals[k])
		g.close()
	}
	g.closeArray()
	g.object("payment")
	g.money("amount", totals[len(totals)-1])
	g.close()
}
