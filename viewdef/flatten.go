package viewdef

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/direct"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Flattener makes rows of the JSON text of resources, for all plans of a [Set] at once. It is the one way from text to
// rows. One goroutine uses it at a time.
//
//	f := viewdef.NewSet(plan).Flattener(nil)
//	for _, text := range texts {
//		_, failures := f.Flatten(text)
//		…
//	}
//	rows := f.Rows(0)
//
// A resource comes to its rows in one of three ways. The prefilter leaves it out where a text is missing without which no
// condition can be true. The fast way makes rows while it decodes; it may refuse any resource, and tells nothing about
// it. The plain way decodes first and then evaluates; it says what there is to say, and the rows are the same.
type Flattener struct {
	set     *Set
	opts    FlattenOptions
	arena   nodes.Arena
	skimmer decode.Skimmer
	// decoded is what the text of the resource at hand was decoded to.
	decoded resource.Resource

	groups     []groupState // by group
	evaluators []*evaluator // by plan, as those below
	batches    []*row.Batch
	stats      []FlattenStats
	failures   []Failure

	// What evaluators are told, those that are made later too.
	ctx     context.Context //nolint:containedctx // It is the context of evaluations, of which there are many.
	around  fhirpath.Bundle
	fullURL []byte
}

// groupState is what a Flattener has for a group. The zero state is that of one that has not been needed yet.
type groupState struct {
	plain *decode.Decoder
	// direct is nil where there is no fast way; backoff says when it is tried.
	direct  *direct.Decoder
	backoff backoff
	// nodes is how many nodes its decoders had built at the last TakeStats.
	nodes int64
	// env is the environment of all evaluators where the group has a tree of several plans.
	env *expr.Env
}

// FlattenOptions say how resources are flattened. The zero value, and nil, are the defaults.
type FlattenOptions struct {
	// StrictJSON has every byte of a resource checked, also of what the views do not read. Default: off.
	StrictJSON bool
	// Now is the time that now(), today() and timeOfDay() tell. Default: that of the clock, asked for each resource.
	Now time.Time
}

// FlattenStats are what a Flattener has counted for a plan.
type FlattenStats struct {
	// Matched is how many resources were of the view's type and fulfilled its conditions.
	Matched int64
	// Failed is how many resources could not be evaluated.
	Failed int64
	// Fast is how many resources were decoded and evaluated in one pass; Refused is for how many this was tried in vain.
	Fast, Refused int64
	// Nodes is how many elements were decoded. Of plans that share what is decoded, they count for the first.
	Nodes int64
}

// Failure says why a resource has no rows, in one view or in all.
type Failure struct {
	// Plan is the place of the plan in the set, or -1 where the resource itself is broken.
	Plan int
	// Type is the type of the resource, or "" where it is not known.
	Type string
	// Err is an [*EvalError], or a [*resource.Error] for broken JSON. It contains nothing of the resource.
	Err error
}

// Flattener returns a new Flattener for the set's plans.
func (s *Set) Flattener(opts *FlattenOptions) *Flattener {
	f := &Flattener{
		set: s, groups: make([]groupState, len(s.groups)),
		evaluators: make([]*evaluator, len(s.plans)), stats: make([]FlattenStats, len(s.plans)),
	}
	if opts != nil {
		f.opts = *opts
	}
	for i := range s.shared {
		f.equip(i)
	}
	for i, p := range s.plans {
		f.evaluators[i] = f.newEvaluator(i)
		f.batches = append(f.batches, row.NewBatch(p.schema))
	}
	return f
}

// equip makes what a group needs.
func (f *Flattener) equip(group int) {
	g, state := &f.set.groups[group], &f.groups[group]
	state.plain = decode.New(g.proj)
	state.plain.Arena, state.plain.Strict = &f.arena, f.opts.StrictJSON
	if g.tree != nil {
		state.direct = g.tree.Decoder(g.proj, &f.arena, f.opts.StrictJSON)
	}
}

func (f *Flattener) newEvaluator(plan int) *evaluator {
	e := f.set.plans[plan].evaluator(&f.arena, f.opts.Now)
	if shared := f.set.of[plan]; f.set.groups[shared].roots != nil {
		state := &f.groups[shared]
		if state.env == nil {
			state.env = e.env
		}
		e.env = state.env
	}
	e.setContext(f.ctx)
	e.env.SetEntry(f.around, f.fullURL)
	return e
}

// renew replaces the evaluators that share memory with that of a plan, which has panicked.
func (f *Flattener) renew(plan int) {
	shared := f.set.of[plan]
	f.groups[shared].env = nil
	for _, plan := range f.set.groups[shared].plans {
		f.evaluators[plan] = f.newEvaluator(plan)
	}
}

// SetContext sets what ends the calls of a resolver or a terminology service, and the time that now(), today() and
// timeOfDay() tell from the next resource on. Default: the calls end by themselves, and the time is that of the options. The
// zero time is that of the clock, asked for each resource.
func (f *Flattener) SetContext(ctx context.Context, now time.Time) {
	f.ctx, f.opts.Now = ctx, now
	for _, e := range f.evaluators {
		e.setContext(ctx)
		e.env.Now = now
	}
}

// SetEntry says that the next resources are entries of a Bundle, in which their references are looked up, and what the
// fullUrl of the entry is; both nil says that they are not. It is needed for plans that ask for it, by BundleUse.
func (f *Flattener) SetEntry(b fhirpath.Bundle, fullURL []byte) {
	if b == nil && fullURL == nil && f.around == nil && f.fullURL == nil {
		return
	}
	f.around, f.fullURL = b, fullURL
	for _, e := range f.evaluators {
		e.env.SetEntry(b, fullURL)
	}
}

// Rows returns the rows of a plan, by its place in the set, of all resources since Reset. The caller may drop the last of
// them. They refer to the texts of the resources and to memory of the Flattener, and are valid until Reset.
func (f *Flattener) Rows(plan int) *row.Batch { return f.batches[plan] }

// Reset forgets all rows.
func (f *Flattener) Reset() {
	for _, b := range f.batches {
		b.Truncate(0)
	}
	f.arena.Reset()
}

// TakeStats copies what was counted for each plan since the last call.
func (f *Flattener) TakeStats(dst []FlattenStats) {
	for i := range f.groups {
		state, nodes := &f.groups[i], int64(0)
		if state.plain != nil {
			nodes += state.plain.Stats().Nodes
		}
		if state.direct != nil {
			nodes += state.direct.Stats().Nodes
		}
		f.stats[f.set.groups[i].plans[0]].Nodes += nodes - state.nodes
		state.nodes = nodes
	}
	copy(dst, f.stats)
	clear(f.stats)
}

// Flatten adds the rows of a resource to those of the plans that are for resources of its type. Plans that fail add none.
// The failures are valid until the next call.
//
// Where bundle is true, the text is that of a Bundle and nothing has happened: whoever does not want to take it apart has
// FlattenBundle flatten it.
func (f *Flattener) Flatten(data []byte) (bundle bool, failures []Failure) {
	f.failures = f.failures[:0]
	if f.set.oneType && f.groups[0].plain.Begins(data) {
		switch { // as nearly all do; so this is evaluate, without the call
		case !f.opts.StrictJSON && !f.set.groups[0].prefilter.mayMatch(data):
			f.skim(data, 0)
		case !f.direct(data, 0):
			f.plain(data, 0)
		}
		return false, f.failures
	}
	typ, err := decode.Peek(data)
	switch {
	case err != nil:
		f.fail(-1, "", err)
	case typ == nil:
		f.fail(-1, "", errNoType)
	case string(typ) == typeBundle:
		return true, nil
	default:
		f.ofType(data, typ)
	}
	return false, f.failures
}

// FlattenBundle is Flatten for a Bundle.
func (f *Flattener) FlattenBundle(data []byte) (failures []Failure) {
	f.failures = f.failures[:0]
	f.ofType(data, []byte(typeBundle))
	return f.failures
}

// FlattenResource is Flatten for a resource that has been decoded, or written by a [resource.Writer]: for all that the plans
// of its type and release read, so that a plan fails by itself. The rows refer to what the resource refers to.
func (f *Flattener) FlattenResource(r *resource.Resource) (failures []Failure) {
	f.failures = f.failures[:0]
	for i := range f.set.shared {
		g := &f.set.groups[i]
		if g.model != r.Model() || g.typ != g.model.TypeName(r.Type(r.Root())) {
			continue
		}
		for _, plan := range g.plans {
			matched, err := f.append(plan, r)
			f.record(plan, matched, err)
		}
	}
	return f.failures
}

const typeBundle = "Bundle"

var errNoType = errors.New("the resource has no resourceType")

// ofType evaluates the views of a type.
func (f *Flattener) ofType(data, typ []byte) {
	wanted := false
	for i := range f.set.shared {
		if f.set.groups[i].typ == string(typ) {
			wanted = true
			before := len(f.failures)
			f.evaluate(data, i)
			f.tellOnce(before)
		}
	}
	if !wanted {
		f.checkOnly(data, typ)
	}
}

// tellOnce drops the failures from before on that say of the resource what those before have said: what is wrong with its
// text is found by the group of each release.
func (f *Flattener) tellOnce(before int) {
	earlier := f.failures[:before]
	if len(earlier) == 0 {
		return
	}
	said := func(a Failure) bool {
		return a.Plan < 0 && slices.ContainsFunc(earlier, func(b Failure) bool { return b.Plan < 0 && b.Err.Error() == a.Err.Error() })
	}
	kept := slices.DeleteFunc(f.failures[before:], said)
	f.failures = f.failures[:before+len(kept)]
}

// checkOnly makes sure that a resource that no view is for is not half of one, and that it is of a type that there is: one
// whose type is damaged may have been for a view.
func (f *Flattener) checkOnly(data, typ []byte) {
	check := f.skimmer.SkimOneType
	if f.opts.StrictJSON {
		check = jsonscan.Validate
	}
	err := check(data)
	if err == nil {
		err = f.set.releases.check(typ)
	}
	if err != nil {
		f.fail(-1, "", err)
	}
}

// evaluate evaluates the views of a group.
func (f *Flattener) evaluate(data []byte, group int) {
	switch {
	case !f.opts.StrictJSON && !f.set.groups[group].prefilter.mayMatch(data):
		f.skim(data, group)
	case !f.direct(data, group):
		f.plain(data, group)
	}
}

// skim checks a resource that no view of a group wants.
func (f *Flattener) skim(data []byte, group int) {
	if err := f.skimmer.Skim(data); err != nil {
		f.malformed(data, group, err)
	}
}

// plain evaluates the views of a group on a resource the plain way.
func (f *Flattener) plain(data []byte, group int) {
	if err := f.decode(data, f.groups[group].plain); err != nil {
		f.malformed(data, group, err)
		return
	}
	f.evaluateAll(data, group)
}

// evaluateAll evaluates the views of a group on the decoded resource.
func (f *Flattener) evaluateAll(data []byte, group int) {
	g := &f.set.groups[group]
	var again []int
	for _, plan := range g.plans {
		matched, err := f.append(plan, &f.decoded)
		if err != nil && len(g.plans) > 1 {
			again = append(again, plan) // when the others are done with the decoded resource
			continue
		}
		f.record(plan, matched, err)
	}
	f.evaluateEach(data, again)
}

// record counts a resource that was evaluated as a whole.
func (f *Flattener) record(plan int, matched bool, err error) {
	if err != nil {
		f.stats[plan].Failed++
		f.fail(plan, f.set.plans[plan].Resource(), err)
	}
	if matched {
		f.stats[plan].Matched++
	}
}

// decode decodes a resource. A panic, here and in append, is the resource's failure and not the program's.
func (f *Flattener) decode(data []byte, d *decode.Decoder) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errPanic(p)
		}
	}()
	return d.Decode(data, (*nodes.Resource)(&f.decoded).Table())
}

// append adds a view's rows of a resource to the plan's: all of them, or none after an error.
func (f *Flattener) append(plan int, r *resource.Resource) (matched bool, err error) {
	rows := f.batches[plan].Rows()
	defer func() {
		if p := recover(); p != nil {
			f.batches[plan].Truncate(rows)
			f.renew(plan)
			matched, err = false, errPanic(p)
		}
	}()
	return f.evaluators[plan].append(f.batches[plan], r)
}

// errPanic makes an error of a panic, which is a mistake of ours or of a service of the caller's. The value of the panic may
// hold data: only its type is told.
func errPanic(p any) error { return fmt.Errorf("internal error: panic with a %T", p) }

func (f *Flattener) fail(plan int, typ string, err error) {
	f.failures = append(f.failures, Failure{plan, typ, err})
}
