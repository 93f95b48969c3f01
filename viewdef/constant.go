package viewdef

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
)

// reserved are the variables whose meaning changes while a view is evaluated.
var reserved = [...]string{"context", "resource", "rootResource", "rowIndex"}

// wellKnown are the variables that FHIR defines as fixed text. A view's own constant hides them.
var wellKnown = [...]string{"ucum", "sct", "loinc"}

// constants returns the values of a view's constants, typed. A constant whose value is a mistake is empty, so that the
// expressions that use it are no mistakes too.
//
// Specification: SQL on FHIR, "Using Constants".
func (c *compiler) constants(cs []Constant) map[string]value.Collection {
	values := make(map[string]value.Collection, len(cs))
	for i, k := range cs {
		path := fmt.Sprintf("constant[%d]", i)
		if _, ok := values[k.Name]; ok && k.Name != "" {
			c.failf(path+".name", "constant %q is defined already", k.Name)
			continue
		}
		if slices.Contains(reserved[:], k.Name) {
			c.failf(path+".name", "%%%s has a meaning of its own; choose another name", k.Name)
			continue
		}
		if slices.Contains(wellKnown[:], k.Name) {
			c.warnf(path+".name", "hides FHIR's own %%%s", k.Name)
		}
		values[k.Name] = nil
		if k.Type == "" {
			continue // a problem already
		}
		v, ok := constantValue(k)
		if !ok {
			c.failf(path+".value"+strings.ToUpper(k.Type[:1])+k.Type[1:], "is no valid %s", k.Type)
			continue
		}
		t, _ := c.model.Lookup(k.Type)
		values[k.Name] = value.Collection{v.Typed(t)}
	}
	return values
}

func constantValue(c Constant) (v value.Value, ok bool) {
	switch c.Type {
	case "boolean":
		return value.Bool(string(c.Value) == "true"), string(c.Value) == "true" || string(c.Value) == "false"
	case "decimal":
		text, ok := decimal.Parse(string(c.Value))
		return value.Dec(text), ok
	case "integer":
		return integerConstant(c, -1<<31)
	case "unsignedInt":
		return integerConstant(c, 0)
	case "positiveInt":
		return integerConstant(c, 1)
	}
	var text string
	switch err := json.Unmarshal(c.Value, &text); {
	case c.Type == "integer64" && kindOf(c.Value) == "a number":
		text = string(c.Value)
	case err != nil || kindOf(c.Value) != "a string":
		return v, false
	case text == "":
		// An empty string is not FHIR, but it is what joins without a separator.
		return value.Str(""), c.Type == "string"
	}
	return textConstant(c.Type, text)
}

func integerConstant(c Constant, least int64) (value.Value, bool) {
	i, err := strconv.ParseInt(string(c.Value), 10, 32)
	return value.Int(int32(i)), err == nil && i >= least
}

// textConstant reads the types that are strings in JSON.
//
// Specification: FHIR, "Primitive Types".
func textConstant(typ, text string) (v value.Value, ok bool) {
	switch typ {
	case "integer64":
		i, err := strconv.ParseInt(text, 10, 64)
		return value.Long(i), err == nil
	case "date":
		_, ok = system.ParseDate(text)
		return value.At(value.KindDate, text), ok
	case "dateTime":
		_, ok = system.ParseDateTime(text)
		return value.At(value.KindDateTime, text), ok
	case "instant":
		return value.At(value.KindDateTime, text), isInstant(text)
	case "time":
		_, ok = system.ParseTime(text)
		return value.At(value.KindTime, text), ok
	case "base64Binary":
		_, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		return value.Str(text), err == nil
	}
	form, strict := forms()[typ]
	return value.Str(text), !strict || form.MatchString(text)
}

// forms are the lexical forms of the types of which FHIR says one. They are not made before there is a constant.
var forms = sync.OnceValue(func() map[string]*regexp.Regexp {
	noSpace := regexp.MustCompile(`^\S*$`)
	return map[string]*regexp.Regexp{
		"code": regexp.MustCompile(`^\S+( \S+)*$`),
		"id":   regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`),
		"oid":  regexp.MustCompile(`^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$`),
		"uuid": regexp.MustCompile(`^urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`),
		"uri":  noSpace, "url": noSpace, "canonical": noSpace,
	}
})
