package viewdef

// literals returns texts of which each has to be the whole text of a string in a resource for where to be true. There
// are none where none are found, and where an evaluation can be noticed outside of the view, which must not be left out
// then: functions of the caller's, services, trace.
func (p *Plan) literals() []string {
	if p.outside {
		return nil
	}
	var all []string
	for _, w := range p.where {
		all = append(all, w.expr.Literals()...)
	}
	return all
}

// passes is true for the resource that the environment is set to, unless a condition leaves it out.
func (e *evaluator) passes() (bool, error) {
	for _, w := range e.plan.where {
		ok, err := e.env.True(w.expr, e.env.Root())
		if err != nil {
			return false, e.fail(w.path, "", err)
		}
		if !ok {
			return false, nil
		}
	}
	return true, nil
}

// repeatable is true where nothing outside of a view is called by its expressions.
func (o *Options) repeatable() bool {
	return len(o.Functions) == 0 && o.Resolver == nil && o.Profiles == nil && o.Terminology == nil && o.Trace == nil
}
