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

// Specification: FHIRPath, "Extract Date/DateTime/Time components" and "Date and Time Interval Functions".
var components = []Def{
	component("yearOf", system.PrecisionYear),
	component("monthOf", system.PrecisionMonth),
	component("dayOf", system.PrecisionDay),
	component("hourOf", system.PrecisionHour),
	component("minuteOf", system.PrecisionMinute),
	component("secondOf", system.PrecisionSecond),
	component("millisecondOf", system.PrecisionMillisecond),
	extractor("timezoneOffsetOf", model.SystemDecimal, offsetOf),
	extractor("dateOf", model.SystemDate, part(value.KindDate, system.Temporal.DatePart)),
	extractor("timeOf", model.SystemTime, part(value.KindTime, system.Temporal.TimePart)),
	interval("duration", system.Temporal.Duration),
	interval("difference", system.Temporal.Difference),
}

// extractor defines a function of a date or time. It is empty for values of all other types.
func extractor(name string, t model.TypeID, f func(c *plan.Context, t system.Temporal) (value.Value, bool)) Def {
	return Def{
		Name: name, Section: "Utility functions", Status: TrialUse, Type: t, Reads: Values,
		Eval: func(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
			v, ok, err := plan.SingleSystem(in)
			if err != nil || !ok {
				return nil, err
			}
			t, ok := values.Temporal(v)
			if !ok {
				return nil, nil
			}
			v, ok = f(c, t)
			if !ok {
				return nil, nil
			}
			return c.One(v), nil
		},
	}
}

func component(name string, p system.Precision) Def {
	return extractor(name, model.SystemInteger, func(_ *plan.Context, t system.Temporal) (value.Value, bool) {
		i, ok := t.Component(p)
		return value.Int(int32(i)), ok
	})
}

func part(kind value.Kind, f func(system.Temporal) (system.Temporal, bool)) func(*plan.Context, system.Temporal) (value.Value, bool) {
	return func(c *plan.Context, t system.Temporal) (value.Value, bool) {
		t, ok := f(t)
		if !ok {
			return value.Value{}, false
		}
		return c.Temporal(kind, t), true
	}
}

// offsetOf returns the offset in hours, with one decimal at least.
func offsetOf(_ *plan.Context, t system.Temporal) (value.Value, bool) {
	minutes, ok := t.Offset()
	if !ok {
		return value.Value{}, false
	}
	hours, ok := decimal.Div(strconv.Itoa(minutes), "60")
	if !strings.Contains(hours, ".") {
		hours += ".0"
	}
	return value.Dec(hours), ok
}

// interval defines a function of two dates or times and a unit. It is empty where the count is too large for an
// Integer.
func interval(name string, f func(t, u system.Temporal, unit system.DurationUnit) (int64, bool, error)) Def {
	return Def{
		Name: name, Section: "Utility functions", Status: TrialUse, Params: []Param{{Name: "value"}, {Name: "precision"}},
		Type: model.SystemInteger, Reads: Values,
		Eval: func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
			from, okFrom, err := temporal(in)
			if err != nil {
				return nil, err
			}
			vs, err := args[0].Eval(c)
			if err != nil {
				return nil, err
			}
			to, okTo, err := temporal(vs)
			if err != nil {
				return nil, err
			}
			word, okUnit, err := stringArg(c, args[1])
			if err != nil || !okFrom || !okTo || !okUnit {
				return nil, err
			}
			unit, ok := system.ParseDurationUnit(word)
			if !ok {
				return nil, plan.Failf("the precision of %s() is year, month, week, day, hour, minute, second or millisecond", name)
			}
			n, ok, err := f(from, to, unit)
			if err != nil || !ok || n != int64(int32(n)) {
				return nil, err
			}
			return c.One(value.Int(int32(n))), nil
		},
	}
}

// temporal returns the single date or time of a collection; ok is false where there is none.
func temporal(in value.Collection) (t system.Temporal, ok bool, err error) {
	v, ok, err := plan.SingleOperand(in)
	if err != nil || !ok {
		return t, false, err
	}
	if !values.IsTemporal(v) {
		return t, false, plan.Failf("want a Date, DateTime or Time, have a value of type %s", v.TypeName())
	}
	if t, ok = values.Temporal(v); !ok {
		return t, false, plan.Failf("not a valid date or time")
	}
	return t, true, nil
}

// precisionOf is the function precision().
func precisionOf(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	v, ok, err := plan.SingleOperand(in)
	if err != nil || !ok {
		return nil, err
	}
	if text, ok := v.Number(); ok {
		return c.One(value.Int(int32(decimal.Precision(text)))), nil
	}
	if !values.IsTemporal(v) {
		return nil, plan.Failf("want a Decimal, Date, DateTime or Time, have a value of type %s", v.TypeName())
	}
	t, ok := values.Temporal(v)
	if !ok {
		return nil, plan.Failf("not a valid date or time")
	}
	return c.One(value.Int(int32(t.Digits()))), nil
}
