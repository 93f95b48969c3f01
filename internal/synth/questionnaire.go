package synth

import "strconv"

// questionnaireResponse writes the body of the form that patient i filled in: three to five questions, nested two to
// five deep, through groups (item.item) and through answers (item.answer.item).
func (g *Generator) questionnaireResponse(i int) {
	encounter := i*encountersPerPatient + encountersPerPatient - 1
	start, _, _ := g.stay(encounter)
	g.str("questionnaire", "http://forms.example.org/Questionnaire/intake|1.2")
	g.str("status", "completed")
	g.ref("subject", "Patient", i)
	g.ref("encounter", "Encounter", encounter)
	g.time("authored", start, layoutSeconds)
	g.ref("source", "Patient", i)
	g.array("item")
	for n := range 3 + g.rng.IntN(3) {
		g.question(strconv.Itoa(n+1), 2+g.rng.IntN(4))
	}
	g.closeArray()
}

// question writes an item that is depth levels deep: a group of items, or an answer under which further items hang.
func (g *Generator) question(linkID string, depth int) {
	g.open()
	defer g.close()
	g.str("linkId", linkID)
	g.str("text", "Question "+linkID)
	if depth > 1 && g.chance(50) {
		g.array("item")
		g.question(linkID+".1", depth-1)
		if g.chance(40) {
			g.question(linkID+".2", 1)
		}
		g.closeArray()
		return
	}
	g.array("answer")
	g.open()
	g.answer()
	if depth > 1 {
		g.array("item")
		g.question(linkID+".a", depth-1)
		g.closeArray()
	}
	g.close()
	g.closeArray()
}

// answer writes a value of one of the types that R4 allows for it.
func (g *Generator) answer() {
	switch g.rng.IntN(7) {
	case 0:
		g.boolean("valueBoolean", g.chance(50))
	case 1:
		g.num("valueInteger", g.rng.IntN(28))
	case 2:
		g.decimal("valueDecimal", 10*g.rng.IntN(900), 2)
	case 3:
		g.time("valueDate", g.day(1990, 2020), layoutDate)
	case 4:
		g.coding("valueCoding", pick(g, smokingValues))
	case 5:
		g.quantity("valueQuantity", 1+g.rng.IntN(40), 1, "h", "h")
	default:
		g.str("valueString", "Nothing to add, \"thank you\"")
	}
}
