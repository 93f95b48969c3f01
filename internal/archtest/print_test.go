package archtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// secret stands wherever a patient's data can.
const secret = "Geheim"

// resourceText is a resource full of it.
const resourceText = `{"resourceType":"Patient","id":"Geheim","name":[{"family":"Geheim"}]}`

// holders are the exported types that hold data about patients, each with a value that is full of it, and what is printed
// of the value.
func holders(t *testing.T) map[string]struct {
	value any
	want  string
} {
	t.Helper()
	data, params := []byte(resourceText), url.Values{"name": {secret}, secret: {"x"}}
	issue := fhirclient.Issue{Severity: "error", Code: "invalid", Details: secret, Diagnostics: secret, Expression: []string{secret}}
	outcome := fhirclient.OperationOutcome{Issues: []fhirclient.Issue{issue, {Severity: secret, Code: secret}}}
	cells := []row.Cell{{Kind: row.KindString, Text: secret}, row.List([]row.Cell{{Kind: row.KindString, Text: secret}})}
	batch := row.NewBatch(&row.Schema{Columns: make([]row.Column, 2)})
	batch.Append(cells)
	record := source.Record{Data: data, FullURL: data}
	table := tableOf(t)
	whole, err := fhirpath.Compile("Patient.descendants()", nil)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := whole.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]struct {
		value any
		want  string
	}{
		"fhirclient.BatchEntry": {
			fhirclient.BatchEntry{Method: secret, URL: secret, FullURL: secret, IfNoneExist: params, IfMatch: secret, Resource: data},
			"entry of 69 bytes",
		},
		"fhirclient.CreateOptions":    {fhirclient.CreateOptions{IfNoneExist: params}, "options with a condition of 2 parameters"},
		"fhirclient.EntryResult":      {fhirclient.EntryResult{Status: 201, Location: secret, ETag: secret, Resource: data, Outcome: &outcome}, "result 201 of 69 bytes"},
		"fhirclient.Issue":            {issue, "error invalid"},
		"fhirclient.OperationOutcome": {outcome, "outcome of 2 issues: error invalid, ? ?"},
		"fhirclient.Page":             {fhirclient.Page{Entries: []fhirclient.PageEntry{{Resource: data}}}, "page of 1 resource"},
		"fhirclient.PageEntry":        {fhirclient.PageEntry{Resource: data}, "entry of 69 bytes"},
		"fhirclient.Result":           {fhirclient.Result{Resource: data, Outcome: &outcome, ID: secret, VersionID: secret, ETag: secret}, "result of 69 bytes"},
		"fhirclient/upload.Record":    {upload.Record{Data: data, Position: secret}, "record of 69 bytes"},
		"fhirpath/resource.Resource":  {*decoded, "a Patient"},
		"fhirpath/value.Quantity":     {value.Quantity{Value: secret, Unit: secret}, "Quantity"},
		"fhirpath/value.Value":        {value.Str(secret), "String"},
		"runner.Query":                {runner.Query{Params: params}, "query with 2 parameters"},
		"runner.Row":                  {table.Row(0), "row of 2 columns"},
		"runner.Table":                {table, "table of 2 columns and 1 row"},
		"runner/source.Block":         {source.Block{Name: "x", Records: []source.Record{record}}, "block of 1 record"},
		"runner/source.Record":        {record, "record of 69 bytes"},
		"viewdef/row.Batch":           {*batch, "batch of 1 row"},
		"viewdef/row.Cell":            {cells[1], "list of 1 item"},
	}
}

// tableOf returns the table of a view over the resource.
func tableOf(t *testing.T) *runner.Table {
	t.Helper()
	plan, err := viewdef.Compile([]byte(`{"resourceType":"ViewDefinition","resource":"Patient","status":"active",
		"select":[{"column":[{"name":"id","path":"id"},{"name":"names","path":"name.family","collection":true}]}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	table, err := runner.Collect(t.Context(), plan, source.Bytes([]byte(resourceText)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// verbs are all that fmt has for values, with flags and without. Those that are for no value, p and w, print as they do for
// any struct: see package label.
var verbs = []string{"%v", "%+v", "%#v", "%s", "%+s", "%#s", "%q", "%#q", "%x", "%X", "% x", "%d", "%t", "%T", "%c", "%5.40v", "%-50s", "%!"}

// TestTypesPrintNoData prints what holds data by every verb and logs it by both handlers, alone and within others.
func TestTypesPrintNoData(t *testing.T) {
	for name, h := range holders(t) {
		if have := fmt.Sprint(h.value); have != h.want {
			t.Errorf("%s prints %q, want %q", name, have, h.want)
		}
		for _, x := range within(h.value) {
			for _, verb := range verbs {
				leaks(t, fmt.Sprintf("%s of %s in a %T", verb, name, x), fmt.Sprintf(verb, x))
			}
			leaks(t, name+" in an error", fmt.Errorf("found %v and %s", x, x).Error())
		}
		var out bytes.Buffer
		for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(handler).With("with", h.value).Info("x", "value", h.value, slog.Group("group", "in", h.value))
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "list", within(h.value))
		leaks(t, name+" in a log", out.String())
	}
}

// within returns a value, and what may hold it.
func within(v any) []any {
	all := []any{v, []any{v}, map[string]any{"k": v}, struct{ V any }{v}, &struct{ V any }{v}}
	switch x := v.(type) {
	case row.Cell:
		all = append(all, &x, []row.Cell{x}, [][]row.Cell{{x}}, struct{ C row.Cell }{x})
	case row.Batch:
		all = append(all, &x, []*row.Batch{&x})
	case source.Record:
		all = append(all, &x, []source.Record{x}, struct{ R *source.Record }{&x})
	case source.Block:
		all = append(all, &x, []*source.Block{&x})
	case runner.Row:
		all = append(all, &x, []runner.Row{x})
	case *runner.Table:
		all = append(all, *x, []*runner.Table{x}, x.Cursor(), *x.Cursor())
	case runner.Query:
		all = append(all, &x, map[string]runner.Query{"q": x})
	case fhirclient.OperationOutcome:
		all = append(all, &x, &fhirclient.StatusError{Outcome: &x}, fhirclient.StatusError{Outcome: &x},
			fhirclient.SearchInfo{Outcomes: []*fhirclient.OperationOutcome{&x}}, errors.Join(&fhirclient.StatusError{Outcome: &x}))
	case fhirclient.Issue:
		all = append(all, &x, []fhirclient.Issue{x})
	case fhirclient.PageEntry:
		all = append(all, &x, []fhirclient.PageEntry{x})
	case fhirclient.Result:
		all = append(all, &x)
	case fhirclient.EntryResult:
		all = append(all, &x, []fhirclient.EntryResult{x})
	case fhirclient.BatchEntry:
		all = append(all, &x, []fhirclient.BatchEntry{x})
	case fhirclient.CreateOptions:
		all = append(all, &x)
	case upload.Record:
		all = append(all, &x, []upload.Record{x})
	case resource.Resource:
		all = append(all, &x, value.Elem(&x, x.Root()))
	case value.Value:
		all = append(all, &x, value.Collection{x})
	}
	return all
}

// leaks fails where a text has data.
func leaks(t *testing.T, what, text string) {
	t.Helper()
	for _, data := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("% x", secret), "71 101 104 101 105 109"} {
		if strings.Contains(text, data) {
			t.Errorf("%s prints data: %.300s", what, text)
			return
		}
	}
}

// TestUnexportedFields has what holds data and credentials in unexported fields print nothing of them, though fmt asks no
// method of what is in such fields. A caller's own struct with such a field needs a Format.
func TestUnexportedFields(t *testing.T) {
	client, err := fhirclient.New("http://x.example", &fhirclient.Config{Auth: fhirclient.Bearer(secret), Header: http.Header{"X-Api-Key": {secret}}})
	if err != nil {
		t.Fatal(err)
	}
	search := client.Search(t.Context(), "Patient", url.Values{"name": {secret}}, nil)
	plan, err := viewdef.Compile([]byte(`{"resourceType":"ViewDefinition","resource":"Patient","status":"active",
		"select":[{"column":[{"name":"id","path":"id"}]}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	service, err := runner.New(client, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, _ = service.Execute(gone, plan, runner.Query{Params: url.Values{"name": {secret}}})
	for _, x := range []any{search, client, service, tableOf(t).Cursor()} {
		for _, verb := range verbs {
			leaks(t, fmt.Sprintf("%s of a %T", verb, x), fmt.Sprintf(verb, x))
		}
	}
	if have := fmt.Sprint(struct{ c row.Cell }{row.Cell{Kind: row.KindString, Text: secret}}); !strings.Contains(have, secret) {
		t.Errorf("%s: fmt asks methods of unexported fields now: say so in package label", have)
	}
}

// harmless are the other exported structs of the public packages. What a program says itself, such as options and paths, is
// here, and so are figures, names of a model or a server, errors, whose texts are tested where they are made, and views.
const harmless = `
fhirclient: Attempt Capabilities Client Config IncompleteError NetworkError ProbeOptions ProbeReport SMARTConfig Search SearchInfo
	SearchOptions StatusError TokenError TypeCapability UpdateOptions Wait
fhirclient/upload: Options Progress RecordError ReferenceOptions ReferenceReport Report
fhirpath: BundleUse Cache Collection CompileError EvalError Expr Function Mistake Options UnknownResourceError
fhirpath/model: Element Model
fhirpath/resource: Decoder Error Kind NodeID Place Projection Writer
fhirpath/terminology: Error Service
runner: CacheStats Config Cursor Health Job JobStats Options ResourceError RunError RunInfo Runner Stats
runner/sink: CSVOptions TableOptions
runner/sink/arrow: IPCOptions
runner/sink/parquet: Options
runner/source: Options PagesOptions
runner/viewtest: Case CaseReport CaseResult FileReport Result Suite
settings: Options Settings
viewdef: Column CompileError Constant EvalError Failure FlattenOptions FlattenStats Flattener Options Plan Problem
	Select Set Tag Types View Where
viewdef/registry: Config Problem Registry Source UnknownError View
viewdef/row: Column Schema`

// TestEveryTypeIsKnown has each exported struct of the public packages either print no data, or be known to have none.
func TestEveryTypeIsKnown(t *testing.T) {
	known := map[string]bool{}
	for name := range holders(t) {
		known[name] = true
	}
	var pkg string
	for word := range strings.FieldsSeq(harmless) {
		if of, ok := strings.CutSuffix(word, ":"); ok {
			pkg = of
		} else if known[pkg+"."+word] {
			t.Errorf("%s.%s is in both lists", pkg, word)
		} else {
			known[pkg+"."+word] = true
		}
	}
	all := readPackages(t)
	for pkg, declared := range all {
		if !isPublic(pkg) {
			continue
		}
		for name, spec := range declared.types {
			switch spec.Type.(type) {
			case *ast.StructType, *ast.SelectorExpr:
			default:
				continue
			}
			full := pkg + "." + name
			if !known[full] {
				t.Errorf("%s: give it Format and LogValue and a value in holders, or, if it never holds data about patients, a place in harmless", full)
			}
			delete(known, full)
		}
	}
	for name := range known {
		t.Errorf("there is no %s", name)
	}
}
