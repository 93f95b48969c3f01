// Package conformance runs the official suites of FHIRPath and SQL on FHIR, and the broken inputs of testdata/faults.
package conformance

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// FHIRPathCase is one test of an official FHIRPath suite.
type FHIRPathCase struct {
	// Key is the name of the group and the case's place in it, from 1: "testPlus/19". Names are not unique, keys are.
	Key string
	// Name is the name that the suite gives the case; it may be empty.
	Name       string
	Expression string
	// Input is the name of the file that holds the resource, or "" where the expression needs none. The suites name
	// XML files; where there is JSON, it has the same name but for the extension.
	Input string
	// Predicate turns the result into whether there is one.
	Predicate bool
	// Unordered says that the outputs may come in any order.
	Unordered bool
	// Mode is what the case asks of an engine beyond the specification: "strict", "element", …
	Mode string
	// Invalid says at what stage the expression fails, or is "" where it does not.
	Invalid FailureStage
	// Outputs are the items that the expression yields. They say nothing where the expression is invalid.
	Outputs []FHIRPathOutput
}

// FHIRPathOutput is one item of an expected result.
type FHIRPathOutput struct {
	// Type is the name of a type of FHIR's, or "" where Text is a literal that says its type itself.
	Type string
	Text string
}

// FailureStage is a stage at which an expression can fail.
type FailureStage string

// The stages, from early to late. A case that only says that it fails has FailsAnywhere.
const (
	FailsSyntax    FailureStage = "syntax"
	FailsSemantics FailureStage = "semantic"
	FailsExecution FailureStage = "execution"
	FailsAnywhere  FailureStage = "true"
)

// xmlSuite is the form of the suites, which their testSchema.xsd describes.
type xmlSuite struct {
	Groups []struct {
		Name  string    `xml:"name,attr"`
		Tests []xmlTest `xml:"test"`
	} `xml:"group"`
}

type xmlTest struct {
	Name       string `xml:"name,attr"`
	Input      string `xml:"inputfile,attr"`
	Predicate  bool   `xml:"predicate,attr"`
	Ordered    string `xml:"ordered,attr"`
	Mode       string `xml:"mode,attr"`
	Expression struct {
		Text    string       `xml:",chardata"`
		Invalid FailureStage `xml:"invalid,attr"`
		// One case has its mode here.
		Mode string `xml:"mode,attr"`
	} `xml:"expression"`
	Outputs []struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"output"`
}

// ReadFHIRPath reads an official suite, in the order of the file.
func ReadFHIRPath(r io.Reader) ([]FHIRPathCase, error) {
	var suite xmlSuite
	if err := xml.NewDecoder(r).Decode(&suite); err != nil {
		return nil, fmt.Errorf("cannot read a FHIRPath suite: %w", err)
	}
	var cases []FHIRPathCase
	for _, group := range suite.Groups {
		for i := range group.Tests {
			c := group.Tests[i].fhirpathCase()
			c.Key = fmt.Sprintf("%s/%d", group.Name, i+1)
			cases = append(cases, c)
		}
	}
	return cases, nil
}

func (t *xmlTest) fhirpathCase() FHIRPathCase {
	c := FHIRPathCase{
		Name: t.Name, Expression: strings.TrimSpace(t.Expression.Text), Input: t.Input, Predicate: t.Predicate,
		Unordered: t.Ordered == "false", Mode: t.Mode, Invalid: t.Expression.Invalid,
	}
	if c.Mode == "" {
		c.Mode = t.Expression.Mode
	}
	if c.Invalid == "false" {
		c.Invalid = ""
	}
	for _, o := range t.Outputs {
		c.Outputs = append(c.Outputs, FHIRPathOutput{Type: o.Type, Text: o.Text})
	}
	return c
}
