package fhirpath_test

import (
	"fmt"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
)

func ExampleCompile() {
	expr, err := fhirpath.Compile("name.where(use = 'official').given", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	res, err := expr.Decode([]byte(`{"resourceType": "Patient", "name": [{"use": "official", "given": ["Ada", "Mae"]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	names, err := expr.Eval(res)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range names {
		text, _ := name.ToString() // the text of an element; ok is false for one that is complex
		fmt.Println(text)
	}
	// Output:
	// Ada
	// Mae
}

func ExampleCompile_mistakes() {
	_, err := fhirpath.Compile("name.frist() & telecom.ofType(ContactPiont).value", nil)
	fmt.Println(err)
	// Output:
	// unknown function frist(); did you mean first()?
	//     name.frist() & telecom.ofType(ContactPiont).value
	//          ^~~~~
	// unknown type ContactPiont; did you mean ContactPoint?
	//     name.frist() & telecom.ofType(ContactPiont).value
	//                                   ^~~~~~~~~~~~
}

// Of resources that several expressions are evaluated on, what any of them reads is decoded once.
func ExampleExpr_Projection() {
	var columns []*fhirpath.Expr
	var projections []*resource.Projection
	for _, source := range []string{"id", "name.family.first()", "birthDate < @2000"} {
		column, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Patient"})
		if err != nil {
			fmt.Println(err)
			return
		}
		columns, projections = append(columns, column), append(projections, column.Projection())
	}
	fmt.Println(projections[1])

	decoder, res := resource.NewDecoder(projections...), new(resource.Resource)
	for _, line := range []string{
		`{"resourceType": "Patient", "id": "a", "name": [{"family": "Blom"}], "birthDate": "1999-12-31"}`,
		`{"resourceType": "Patient", "id": "b", "birthDate": "2001-01-01", "photo": [{"data": "AAAA"}]}`,
	} {
		if err := decoder.Decode([]byte(line), res); err != nil {
			fmt.Println(err)
			continue
		}
		for _, column := range columns {
			cells, err := column.Eval(res)
			if err != nil {
				fmt.Println(err)
				continue
			}
			for _, cell := range cells {
				text, _ := cell.ToString()
				fmt.Println(column, "is", text)
			}
		}
	}
	// Output:
	// name.family
	// id is a
	// name.family.first() is Blom
	// birthDate < @2000 is true
	// id is b
	// birthDate < @2000 is false
}

func ExampleOptions_functions() {
	mask := func(in value.Collection, _ []value.Collection) (value.Collection, error) {
		var out value.Collection
		for _, v := range in { // elements here, and Strings in 'Ada'.mask(): ToString takes both
			if text, ok := v.ToString(); ok {
				out = append(out, value.Str(strings.Repeat("*", len(text))))
			}
		}
		return out, nil
	}
	expr, err := fhirpath.Compile("name.given.mask()", &fhirpath.Options{
		Functions: map[string]fhirpath.Function{"mask": {Type: model.SystemString, Eval: mask}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	res, err := expr.Decode([]byte(`{"resourceType": "Patient", "name": [{"given": ["Ada"]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	masked, err := expr.Eval(res)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, _ := masked[0].ToString()
	fmt.Println(text)
	// Output:
	// ***
}

func ExampleOptions_variables() {
	expr, err := fhirpath.Compile("identifier.where(system = %mrn).value", &fhirpath.Options{
		Variables: map[string]value.Collection{"mrn": {value.Str("urn:mrn")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	res, err := expr.Decode([]byte(`{"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "12345"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	numbers, err := expr.Eval(res)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, _ := numbers[0].ToString()
	fmt.Println(text)
	// Output:
	// 12345
}
