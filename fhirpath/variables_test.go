package fhirpath_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Specification: FHIRPath, "defineVariable".
var variableExamples = []example{
	{"defineVariable('v', 'x').select(%v)", "String x"},
	{"defineVariable('n', name.first()).select(%n.given)", "string Ada; string Mae"},
	{"name.defineVariable('n').given.select(%n.family & $this)", "error: single"},
	{"name.select(defineVariable('n').given.select(%n.family & $this))",
		"String ZwartAda; String ZwartMae; String Addy; String BlomAda"},
	{"name.where(defineVariable('n').given.where(%n.use = 'old').exists()).family", "string Blom"},
	{"name.defineVariable('all').select(given.count() = %all.given.count())", "Boolean false; Boolean false; Boolean false"},
	{"name.defineVariable('second', skip(1).first()).first().select(%second.given)", "string Addy"},
	{"defineVariable('a', 1).defineVariable('b', %a + 1).select(%a + %b)", "Integer 3"},
	{"defineVariable('n', name[0]).select(%n.family) | defineVariable('n', name[2]).select(%n.family)", "string Zwart; string Blom"},
	{"defineVariable('a', 1).active | select(%a)", "error: unknown variable %a"},
	{"name.select(defineVariable('x').use).select(%x)", "error: unknown variable %x"},
	{"defineVariable('a', %a)", "error: unknown variable %a"},
	{"defineVariable('a').defineVariable('a')", "error: variable %a is defined already"},
	{"defineVariable('a', 1).select(defineVariable('a', 2))", "error: variable %a is defined already"},
	{"defineVariable('a', defineVariable('a', 2).select(%a)).select(%a)", "Integer 2"},
	{"defineVariable('context')", "error: variable %context is defined already"},
	{"defineVariable('ucum', 'x')", "error: variable %ucum is defined already"},
	{"defineVariable('')", "error: cannot be empty"},
	{"defineVariable(1)", "error: String"},
	{"defineVariable({}).select(1)", "error: wants a name"},
	{"defineVariable('a' & 'b', 1).select(%ab)", "Integer 1"},
	{"defineVariable('a' & 'b', 1).select(%b)", "error: unknown variable %b"},
	{"defineVariable('a' & 'b', 1).defineVariable('a' & 'c', 2).select(%ac + %ab)", "Integer 3"},
	{"defineVariable('a' & 'b', 1).defineVariable('ab'.substring(0), 2)", "error: not taken"},
	{"defineVariable('a', 1).defineVariable('a' & '', 2)", "error: not taken"},
	{"defineVariable('u' & 'cum', 2)", "error: not taken"},
	{"defineVariable(defineVariable('p', 'q').select(%p), defineVariable('p', 'v').select(%p)).select(%q)", "String v"},
	{"'aaa'.replace(defineVariable('p', 'aaa').select(%p), defineVariable('p', 'b').select(%p))", "String b"},
	{"iif(defineVariable('a', true).select(%a), defineVariable('a', 'x').select(%a), 'y')", "String x"},
	{"(1 | 2).select(defineVariable('i').select((10 | 20).select(defineVariable('j').select(%i + %j))))",
		"Integer 11; Integer 21; Integer 12; Integer 22"},
	{"defineVariable('e', {}).select(%e.foo)", ""},
	{"name.select(defineVariable('n').given).select($this & '!')", "String Ada!; String Mae!; String Addy!; String Ada!"},
	{"defineVariable('v', name.where(use = 'old')).telecom.first().select(%v.family)", "string Blom"},
	{"repeat(contact.defineVariable('c').name.where(%c.name.family = 'Zwart')).family", "string Zwart"},
	{"defineVariable('n', name).identifier[%n.count() - 2].value", "string 999"},
}

func TestDefineVariable(t *testing.T) {
	check(t, patient, variableExamples)
	opts := &fhirpath.Options{Variables: map[string]value.Collection{"mine": {value.Int(1)}}}
	if have := outcome("defineVariable('mine', 2)", patient, opts); !agrees(have, "error: variable %mine is defined already") {
		t.Error(have)
	}
	if have := outcome("defineVariable('yours', 2).select(%mine + %yours)", patient, opts); have != "Integer 3" {
		t.Error(have)
	}
}
