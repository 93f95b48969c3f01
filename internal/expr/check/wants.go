package check

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
)

// wants are the System types that are wanted somewhere, any of them; none where anything goes.
type wants []model.TypeID

var (
	boolean  = wants{model.SystemBoolean}
	text     = wants{model.SystemString}
	whole    = wants{model.SystemInteger}
	number   = wants{model.SystemDecimal}
	amount   = wants{model.SystemDecimal, model.SystemQuantity}
	temporal = wants{model.SystemDate, model.SystemDateTime, model.SystemTime}
	dated    = wants{model.SystemDate, model.SystemDateTime}
	timed    = wants{model.SystemDateTime, model.SystemTime}
	precise  = slices.Concat(wants{model.SystemDecimal}, temporal)
	bounded  = slices.Concat(amount, temporal)
	ordering = slices.Concat(text, amount, temporal)
)

// signature says what types a function works on and takes.
type signature struct {
	// each is true where the function takes many items, each of the type.
	each bool
	in   wants
	args []wants
}

// signatures has the functions that do not take everything. Their arguments that are criteria are known from
// funcs.Param.
//
// Specification: FHIRPath, the signatures in "Functions".
var signatures = map[string]signature{
	"allTrue": {in: boolean, each: true}, "anyTrue": {in: boolean, each: true},
	"allFalse": {in: boolean, each: true}, "anyFalse": {in: boolean, each: true},
	"skip": {args: []wants{whole}, each: true}, "take": {args: []wants{whole}, each: true},
	"toQuantity": {args: []wants{text}}, "convertsToQuantity": {args: []wants{text}},
	"indexOf": {in: text, args: []wants{text}}, "lastIndexOf": {in: text, args: []wants{text}},
	"substring":  {in: text, args: []wants{whole, whole}},
	"startsWith": {in: text, args: []wants{text}}, "endsWith": {in: text, args: []wants{text}},
	"contains": {in: text, args: []wants{text}},
	"upper":    {in: text}, "lower": {in: text}, "length": {in: text}, "toChars": {in: text}, "trim": {in: text},
	"replace": {in: text, args: []wants{text, text}}, "replaceMatches": {in: text, args: []wants{text, text, text}},
	"matches": {in: text, args: []wants{text, text}}, "matchesFull": {in: text, args: []wants{text, text}},
	"encode": {in: text, args: []wants{text}}, "decode": {in: text, args: []wants{text}},
	"escape": {in: text, args: []wants{text}}, "unescape": {in: text, args: []wants{text}},
	"split": {in: text, args: []wants{text}}, "join": {in: text, args: []wants{text}, each: true},
	"abs": {in: amount}, "ceiling": {in: amount}, "floor": {in: amount}, "truncate": {in: amount},
	"round": {in: amount, args: []wants{whole}}, "exp": {in: number}, "ln": {in: number}, "sqrt": {in: number},
	"log": {in: number, args: []wants{number}}, "power": {in: number, args: []wants{number}},
	"trace": {args: []wants{text}, each: true}, "defineVariable": {args: []wants{text}, each: true},
	"lowBoundary": {args: []wants{whole}}, "highBoundary": {args: []wants{whole}}, "precision": {in: precise},
	"yearOf": {in: dated}, "monthOf": {in: dated}, "dayOf": {in: dated}, "dateOf": {in: dated},
	"hourOf": {in: timed}, "minuteOf": {in: timed}, "secondOf": {in: timed}, "millisecondOf": {in: timed},
	"timezoneOffsetOf": {in: timed}, "timeOf": {in: timed},
	"duration":   {in: temporal, args: []wants{temporal, text}},
	"difference": {in: temporal, args: []wants{temporal, text}},
	"comparable": {in: amount, args: []wants{amount}},
	"not":        {in: boolean},
	"extension":  {args: []wants{text}, each: true}, "conformsTo": {args: []wants{text}}, "memberOf": {args: []wants{text}},
}

// ordered are the functions that take items by their place.
var ordered = []string{"first", "last", "tail", "skip", "take"}

// checkCall warns of an input and of arguments that a function cannot work with.
func (k *checker) checkCall(n *ast.Call, def *funcs.Def, in Static, args []Static) {
	if slices.Contains(ordered, def.Name) {
		k.checkOrder(n.NameSpan, def.Name+"()", in)
	}
	sig := signatures[def.Name]
	k.want(n.NameSpan, def.Name+"() is", in, sig.in)
	if wantsOneInput(def, sig) {
		k.wantOne(n.NameSpan, def.Name+"()", in)
	}
	if def.Result == funcs.Boundary {
		k.checkKind(n, in, k.typeNames(bounded)+", Period", k.hasBoundary)
	}
	for i, s := range args {
		at := n.Args[i].Range()
		switch {
		case def.Params[i].Kind == funcs.Criterion, def.Name == "iif" && i == 0:
			k.want(at, "a criterion is", s, boolean)
			k.wantOne(at, "a criterion", s)
		case i < len(sig.args):
			k.want(at, "the argument is", s, sig.args[i])
			k.wantOne(at, "the argument", s)
		}
	}
}

// want warns where no item can be of a type that is wanted.
func (k *checker) want(at ast.Span, what string, s Static, w wants) {
	types, known := k.possible(s)
	if !known || len(w) == 0 {
		return
	}
	for _, t := range types {
		if slices.ContainsFunc(w, func(to model.TypeID) bool { return converts(k.systemOf(t), to) }) {
			return
		}
	}
	k.warnf(at, "%s for %s, not for %s", what, k.typeNames(w), k.typeNames(types))
}

// hasBoundary is true for the types that lowBoundary() and highBoundary() work on.
//
// Specification: SQL on FHIR, "lowBoundary" and "highBoundary", has them on Period, too.
func (k *checker) hasBoundary(t model.TypeID) bool {
	period, _ := k.Model.Lookup("Period")
	return k.Model.Is(t, period) || slices.ContainsFunc(bounded, func(to model.TypeID) bool { return converts(k.systemOf(t), to) })
}

// converts is true where a value of one System type can stand where the other is wanted.
//
// Specification: FHIRPath, "Conversion".
func converts(from, to model.TypeID) bool {
	switch {
	case from == to && from != model.Unknown:
		return true
	case to == model.SystemDateTime:
		return from == model.SystemDate
	case isNumber(from):
		return from < to && isNumber(to) || to == model.SystemQuantity
	}
	return false
}

// isNumber is true for the numeric System types, whose ids are in the order in which each converts to the next.
func isNumber(t model.TypeID) bool {
	return t == model.SystemInteger || t == model.SystemLong || t == model.SystemDecimal
}

// checkKind warns where a function of FHIR's or of SQL on FHIR's is for elements of another type.
func (k *checker) checkKind(n *ast.Call, s Static, what string, is func(model.TypeID) bool) {
	types, known := k.possible(s)
	if known && !slices.ContainsFunc(types, is) {
		k.warnf(n.NameSpan, "%s() is for %s, not for %s", n.Name, what, k.typeNames(types))
	}
}
