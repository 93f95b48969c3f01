package funcs

import (
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/system"
	"github.com/fhirview/fhirview/internal/values"
)

var (
	branch     = Param{Name: "true-result", Kind: Branch}
	unit       = optional(Param{Name: "unit"})
	dateFormat = optional(Param{Name: "format"})
)

// Specification: FHIRPath, "Conversion".
var conversion = []Def{
	{Name: "iif", Section: "Conversion", Status: Normative, Params: []Param{{Name: "criterion", Kind: Branch}, branch, optional(Param{Name: "otherwise-result", Kind: Branch})}, Result: Args, Eval: iif},
	to("toBoolean", model.SystemBoolean, toBoolean), converts("convertsToBoolean", toBoolean),
	to("toInteger", model.SystemInteger, toInteger), converts("convertsToInteger", toInteger),
	trialUse(to("toLong", model.SystemLong, toLong)), trialUse(converts("convertsToLong", toLong)),
	formatted(to("toDate", model.SystemDate, toDate, dateFormat), value.KindDate, pickDate),
	formatted(converts("convertsToDate", toDate, dateFormat), value.KindDate, isDate),
	formatted(to("toDateTime", model.SystemDateTime, toDateTime, dateFormat), value.KindDateTime, pickDate),
	formatted(converts("convertsToDateTime", toDateTime, dateFormat), value.KindDateTime, isDate),
	to("toDecimal", model.SystemDecimal, toDecimal), converts("convertsToDecimal", toDecimal),
	to("toQuantity", model.SystemQuantity, toQuantity, unit), converts("convertsToQuantity", toQuantity, unit),
	to("toString", model.SystemString, toString), converts("convertsToString", toString),
	to("toTime", model.SystemTime, toTime), converts("convertsToTime", toTime),
}

// conversionFunc converts a value; text is the optional argument. ok is false where the value cannot be converted.
type conversionFunc func(v value.Value, text string) (converted value.Value, ok bool)

func to(name string, t model.TypeID, f conversionFunc, params ...Param) Def {
	return Def{
		Name: name, Section: "Conversion", Status: Normative, Params: params, Type: t, Reads: Values,
		Eval: func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
			_, converted, ok, err := convert(c, in, args, f)
			if !ok || err != nil {
				return nil, err
			}
			return c.One(converted), nil
		},
	}
}

func converts(name string, f conversionFunc, params ...Param) Def {
	return Def{
		Name: name, Section: "Conversion", Status: Normative, Params: params, Type: model.SystemBoolean, Reads: Values,
		Eval: func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
			some, _, ok, err := convert(c, in, args, f)
			if !some || err != nil {
				return nil, err
			}
			return plan.Boolean(ok), nil
		},
	}
}

// convert applies f to the single item of in; some is false where there is none.
func convert(c *plan.Context, in value.Collection, args []plan.Node, f conversionFunc) (some bool, v value.Value, ok bool, err error) {
	v, some, err = plan.Single(in)
	if err != nil || !some {
		return false, v, false, err
	}
	text := ""
	if len(args) > 0 {
		if text, some, err = stringArg(c, args[0]); err != nil || !some {
			return false, v, false, err
		}
	}
	sys, primitive, err := v.System()
	if err != nil {
		return true, v, false, err
	}
	if primitive {
		v = sys
	}
	v, ok = f(v, text)
	return true, v, ok, nil
}

// iif evaluates with the whole input as $this. It is the only function whose arguments are not all evaluated.
func iif(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	if len(in) > 1 {
		return nil, plan.Failf("want a single value, have %d", len(in))
	}
	this := c.This
	defer func() { c.This = this }()
	c.This = in
	t, err := plan.Condition(c, args[0])
	switch {
	case err != nil:
		return nil, err
	case t == plan.True:
		return args[1].Eval(c)
	case len(args) > 2:
		return args[2].Eval(c)
	}
	return nil, nil
}

var booleanTexts = map[string]bool{
	"true": true, "t": true, "yes": true, "y": true, "1": true, "1.0": true,
	"false": false, "f": false, "no": false, "n": false, "0": false, "0.0": false,
}

func toBoolean(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindBoolean:
		return v, true
	case value.KindString:
		b, ok := booleanTexts[strings.ToLower(v.Text())]
		return value.Bool(b), ok
	}
	text, ok := v.Number()
	if !ok {
		return v, false
	}
	one := decimal.Compare(text, "1") == 0
	return value.Bool(one), one || decimal.Compare(text, "0") == 0
}

func toInteger(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindInteger:
		return v, true
	case value.KindLong:
		return value.Int(int32(v.Integer())), v.Integer() == int64(int32(v.Integer()))
	case value.KindBoolean:
		return value.Int(int32(v.Integer())), true
	case value.KindString:
		i, err := strconv.ParseInt(v.Text(), 10, 32)
		return value.Int(int32(i)), err == nil
	}
	return v, false
}

func toLong(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindInteger, value.KindLong, value.KindBoolean:
		return value.Long(v.Integer()), true
	case value.KindString:
		i, err := strconv.ParseInt(v.Text(), 10, 64)
		return value.Long(i), err == nil
	}
	return v, false
}

func toDecimal(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindDecimal:
		return v, true
	case value.KindBoolean:
		if v.IsTrue() {
			return value.Dec("1.0"), true
		}
		return value.Dec("0.0"), true
	case value.KindString:
		text := strings.TrimPrefix(v.Text(), "+")
		return value.Dec(text), plainDecimal(text)
	}
	text, ok := v.Number()
	return value.Dec(text), ok
}

// plainDecimal is true for -?\d+(\.\d+)?.
func plainDecimal(s string) bool {
	whole, fraction, dot := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return digits(whole) && (!dot || digits(fraction))
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

func toQuantity(v value.Value, unit string) (value.Value, bool) {
	var q system.Quantity
	ok := true
	switch v.Kind() {
	case value.KindBoolean:
		d, _ := toDecimal(v, "")
		q = system.Quantity{Value: d.Text(), Unit: "1"}
	case value.KindString:
		q, ok = system.ParseQuantity(v.Text())
	default:
		q, ok = values.Quantity(v)
	}
	if ok && unit != "" {
		q, ok = q.Convert(unit)
	}
	return values.OfQuantity(q), ok
}

func toString(v value.Value, _ string) (value.Value, bool) {
	s, ok := v.ToString()
	return value.Str(s), ok
}

func toDate(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindDate:
		return v, true
	case value.KindDateTime:
		date, _, _ := strings.Cut(v.Text(), "T")
		return value.At(value.KindDate, date), true
	case value.KindString:
		_, ok := system.ParseDate(v.Text())
		return value.At(value.KindDate, v.Text()), ok
	}
	return v, false
}

func toDateTime(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindDateTime:
		return v, true
	case value.KindDate:
		return value.At(value.KindDateTime, v.Text()), true
	case value.KindString:
		_, ok := system.ParseDateTime(v.Text())
		return value.At(value.KindDateTime, v.Text()), ok
	}
	return v, false
}

func toTime(v value.Value, _ string) (value.Value, bool) {
	switch v.Kind() {
	case value.KindTime:
		return v, true
	case value.KindString:
		text := strings.TrimPrefix(v.Text(), "T")
		_, ok := system.ParseTime(text)
		return value.At(value.KindTime, text), ok
	}
	return v, false
}
