// Package fhirpath compiles FHIRPath expressions and evaluates them on FHIR resources.
//
//	expr, err := fhirpath.Compile("name.where(use = 'official').family", nil)
//	res, err := expr.Decode([]byte(`{"resourceType": "Patient", …}`))
//	families, err := expr.Eval(res)
//	text, ok := families[0].ToString()
//
// What a path finds are elements, of which [value.Value.ToString] has the text and [value.Value.System] the System value.
//
// Whatever can be known of an expression without data is settled when it is compiled: names become numbers,
// functions direct calls, mistakes a [CompileError] that shows each with its place. The compiler also collects the
// elements that an expression can read, so that a decoder skips the rest of a resource.
//
// Several expressions that are evaluated on the same resources can share what is decoded: see the example of
// [Expr.Projection]. For tables there is package viewdef.
//
// Specification: https://hl7.org/fhirpath, with FHIR's additions (https://hl7.org/fhir/fhirpath.html) and those of SQL
// on FHIR.
package fhirpath
