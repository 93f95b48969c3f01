// Package plan holds compiled expressions: trees of small nodes that evaluate without looking anything up by name.
//
// A tree is immutable and can be evaluated by many goroutines at once, each with a [Context] of its own.
package plan

import (
	"regexp"
	"time"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
)

// Node is a part of a compiled expression.
//
// Eval returns a collection that is valid until the caller releases the context to the mark from before the call.
// What a node needs in between it pushes on the context's stack; it need not clean up.
type Node interface {
	Eval(c *Context) (value.Collection, error)
}

// Context is what an expression is evaluated in, and the memory to do it with. One goroutine uses it.
type Context struct {
	// This is $this: one item, or none.
	This value.Collection
	// Index and Total are $index and $total.
	Index int
	Total value.Collection
	// Root is %context, Resource is %resource and RootResource is %rootResource.
	Root, Resource, RootResource value.Collection
	// RowIndex is %rowIndex.
	RowIndex int
	// Model is the model that the expression was compiled for.
	Model *model.Model
	// Arena holds text that is made on the way.
	Arena *nodes.Arena
	// Now is the time that now(), today() and timeOfDay() tell during one evaluation; zero until one of them asks.
	Now time.Time
	// Clock tells the time; nil is time.Now.
	Clock func() time.Time
	// Trace gets what trace() is called with; nil is nobody.
	Trace func(name string, c value.Collection)

	// Outside is what can be reached beyond the resource.
	Outside Outside
	// Around is the Bundle that the resource was an entry of.
	Around Around

	// Steps is how much more work the evaluation may do; see Spend.
	Steps int64

	// Walker walks the trees of paths.
	Walker paths.Walker
	// frame is the one that a woven expression is evaluated on, and Found the value that the last has come to.
	frame int
	Found value.Value

	stack   []value.Value
	walked  []resource.NodeID
	locals  []local
	types   map[model.TypeID]value.Value
	regexps map[string]*regexp.Regexp
}

// MaxSteps is how much work one evaluation may do. Expressions that people write on resources of real size do a
// thousandth of it. It is there for those that never end, such as 1.repeat($this + 1), and for those that would take
// hours, such as a dozen select() on each other.
const MaxSteps = 2_000_000

// Spend takes away from the work that may be done: a step for every item that is visited or compared. Whoever loops
// over many items asks Exhausted when to give up; Err then is the outcome of the evaluation.
func (c *Context) Spend(steps int) { c.Steps -= int64(steps) }

// bytesPerStep is how much text may be made for a step.
const bytesPerStep = 8

// SpendText is Spend for text that is about to be made. It returns an error where that is too much.
func (c *Context) SpendText(bytes int) error {
	c.Spend(1 + bytes/bytesPerStep)
	return c.Err()
}

// Exhausted is true where the evaluation has done more than it may.
func (c *Context) Exhausted() bool { return c.Steps < 0 }

// Err returns an error where the context is exhausted.
func (c *Context) Err() error {
	if c.Exhausted() {
		return Failf("the evaluation takes more than %d steps", MaxSteps)
	}
	return nil
}

// Mark returns the height of the stack, for Release and Keep.
func (c *Context) Mark() int { return len(c.stack) }

// Release gives up everything that was pushed since the mark.
func (c *Context) Release(mark int) { c.stack = c.stack[:mark] }

// Push adds a value to the stack.
func (c *Context) Push(v value.Value) { c.stack = append(c.stack, v) }

// Since returns what was pushed since the mark.
func (c *Context) Since(mark int) value.Collection { return c.stack[mark:len(c.stack):len(c.stack)] }

// Keep moves a collection, which may stand anywhere, down to the mark, and gives up what was pushed above.
func (c *Context) Keep(mark int, vs value.Collection) {
	c.stack = append(c.stack[:mark], vs...)
}

// One returns a collection of one value.
func (c *Context) One(v value.Value) value.Collection {
	mark := c.Mark()
	c.Push(v)
	return c.Since(mark)
}

var (
	trueCollection  = value.Collection{value.Bool(true)}
	falseCollection = value.Collection{value.Bool(false)}
)

// Boolean returns a collection of one Boolean.
func Boolean(b bool) value.Collection {
	if b {
		return trueCollection
	}
	return falseCollection
}

// Start returns the time of the evaluation, the same however often it is asked for.
func (c *Context) Start() time.Time {
	switch {
	case !c.Now.IsZero():
	case c.Clock != nil:
		c.Now = c.Clock()
	default:
		c.Now = time.Now()
	}
	return c.Now
}
