package viewdef

// Apart has every expression evaluated by itself, which is what walking them together has to come to as well.
func (e *Evaluator) Apart() { e.apart = true }
