package viewdef

// Views of one type share what they read of a resource, and so they would share what is wrong with it. Where something is,
// each is evaluated by itself, with what it reads alone: so it gives what it gives in a run of its own, and only those fail
// that read the part that is wrong.

// malformed deals with a resource that could not be decoded for a group.
func (f *Flattener) malformed(data []byte, group int, err error) {
	g := &f.set.groups[group]
	if len(g.plans) == 1 {
		f.fail(-1, g.typ, err)
		return
	}
	first := len(f.failures)
	failed := f.evaluateEach(data, g.plans)
	if len(failed) == len(g.plans) && sameFault(f.failures[first:]) {
		// None of them can decode it, for the same reason: the resource itself is broken, which is told once.
		f.failures[first].Plan = -1
		f.failures = f.failures[:first+1]
		for _, plan := range failed {
			f.stats[plan].Failed--
		}
	}
}

// evaluateEach evaluates views on a resource of which none has rows yet, each alone, and returns those that could not decode it.
// Their failures name the view.
func (f *Flattener) evaluateEach(data []byte, plans []int) (undecoded []int) {
	for _, plan := range plans {
		group := f.set.own[plan]
		if f.groups[group].plain == nil {
			f.equip(group)
		}
		first := len(f.failures)
		f.evaluate(data, group)
		for i := first; i < len(f.failures); i++ {
			if failure := &f.failures[i]; failure.Plan < 0 {
				failure.Plan = plan
				f.stats[plan].Failed++
				undecoded = append(undecoded, plan)
			}
		}
	}
	return undecoded
}

// sameFault is true where all say the same of a resource.
func sameFault(failures []Failure) bool {
	for _, f := range failures[1:] {
		if f.Err.Error() != failures[0].Err.Error() {
			return false
		}
	}
	return true
}
