package viewdef

import "github.com/fhirview/fhirview/fhirpath/resource"

// Condition returns the elements that where reads, without those of the columns, for a decoder: [Evaluator.Matches] needs
// no more. It is nil where the view has no where, and where that may not be evaluated twice on the same resource, because
// it can call something outside of the view: functions of the caller's, services, trace.
func (p *Plan) Condition() *resource.Projection { return p.condition }

// Literals returns texts of which each has to be the whole text of a string in a resource for where to be true. There
// are none where Condition is nil, and wherever none are found.
func (p *Plan) Literals() []string {
	if p.condition == nil {
		return nil
	}
	var all []string
	for _, w := range p.where {
		all = append(all, w.expr.Literals()...)
	}
	return all
}

// Matches is true for a resource that is one of the view's: of its type, and not left out by where. An error is an
// [*EvalError]. It is what Append begins with.
func (e *Evaluator) Matches(r *resource.Resource) (bool, error) {
	if r.Type(r.Root()) != e.plan.resource {
		return false, nil
	}
	e.env.Reset(r)
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
