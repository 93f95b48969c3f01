package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/fhirview/fhirview/viewdef"
)

// typeOptions say what types columns have.
type typeOptions struct {
	types        choice
	decimal      decimalType
	partialDates choice
}

const (
	nativeTypes = "native"
	spanDates   = "span"
)

func (o *typeOptions) add(flags *pflag.FlagSet) {
	o.types = choice{value: "spec", from: []string{"spec", nativeTypes}}
	o.partialDates = choice{value: "fail", from: []string{"fail", spanDates}}
	flags.Var(&o.types, "types", "types of columns, where a format has types: those of the specification, in which dates, times and decimals\n"+
		"are text, or DATE, TIME and TIMESTAMP too; a resource with a value that its type would change fails")
	flags.Var(&o.decimal, "decimal", "make decimals DECIMAL with `P,S` digits in all and after the point")
	flags.Var(&o.partialDates, "partial-dates",
		"what to do with dates such as 2024-02 in typed columns: fail the resource, or span: keep the text and\n"+
			"put the first and the last day or moment into two columns beside it, NAME_start and NAME_end")
}

// of returns the types for rows of a format: nil where it has none and none are asked for.
func (o *typeOptions) of(typed bool) *viewdef.Types {
	native, spans := o.types.value == nativeTypes, o.partialDates.value == spanDates
	if !typed && !native && !spans && o.decimal.precision == 0 {
		return nil
	}
	return &viewdef.Types{Native: native, Precision: o.decimal.precision, Scale: o.decimal.scale, Spans: spans}
}

// decimalType is a flag that takes a precision and a scale.
type decimalType struct{ precision, scale int }

func (d *decimalType) Type() string { return "P,S" }

func (d *decimalType) String() string {
	if d.precision == 0 {
		return ""
	}
	return fmt.Sprintf("%d,%d", d.precision, d.scale)
}

func (d *decimalType) Set(s string) error {
	p, scale, _ := strings.Cut(s, ",")
	precision, err1 := strconv.Atoi(p)
	after, err2 := strconv.Atoi(scale)
	if err1 != nil || err2 != nil || precision < 1 || precision > 38 || after < 0 || after > precision {
		return errors.New("use two numbers, such as 18,4: how many digits there are, 38 at most, and how many of them stand after the point")
	}
	d.precision, d.scale = precision, after
	return nil
}
