package runner_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// view writes a view with columns "name path", separated by |.
func view(name, resource, columns string) string {
	var list []string
	for column := range strings.SplitSeq(columns, "|") {
		name, path, _ := strings.Cut(strings.TrimSpace(column), " ")
		list = append(list, fmt.Sprintf(`{"name":%q,"path":%q}`, name, path))
	}
	return fmt.Sprintf(`{"resourceType":"ViewDefinition","name":%q,"status":"active","resource":%q,"select":[{"column":[%s]}]}`,
		name, resource, strings.Join(list, ","))
}

// bundleOf is a Bundle of entries: "fullUrl resource", or a resource alone.
func bundleOf(entries ...string) string {
	var list []string
	for _, e := range entries {
		if url, resource, ok := strings.Cut(e, " "); ok && e[0] != '{' {
			list = append(list, fmt.Sprintf(`{"resource":%s,"fullUrl":%q}`, resource, url))
		} else {
			list = append(list, fmt.Sprintf(`{"resource":%s}`, e))
		}
	}
	return `{"resourceType":"Bundle","id":"b","type":"collection","entry":[` + strings.Join(list, ",") + `]}`
}

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // a buffer takes all
	_ = w.Close()
	return b.String()
}

// forms are the ways in which a Bundle can come.
func forms(t *testing.T, bundle string) map[string]source.Source {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) source.Source {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return source.Open([]string{path}, nil)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(bundle)); err != nil {
		t.Fatal(err)
	}
	line := compact.String() + "\n"
	return map[string]source.Source{
		"file":              write("a.json", bundle),
		"compressed file":   write("b.json.gz", zipped(bundle)),
		"line":              write("c.ndjson", "\n"+line),
		"compressed line":   write("d.ndjson.gz", zipped(line)),
		"item":              write("e.json", "["+bundle+"]"),
		"stream":            source.JSON(strings.NewReader(bundle), &source.Options{BlockSize: 300}),
		"compressed stream": source.JSON(strings.NewReader(zipped(bundle)), nil),
		"line of a stream":  source.NDJSON(strings.NewReader(line), nil),
		"slice":             source.Bytes([]byte(bundle)),
	}
}

// runForms runs views over a Bundle in all forms and compares the tables, by job.
func runForms(t *testing.T, bundle string, want []string, views ...string) {
	t.Helper()
	var plans []*viewdef.Plan
	for _, v := range views {
		plans = append(plans, compile(t, v, nil))
	}
	for _, parallel := range []int{1, 4} {
		for name, src := range forms(t, bundle) {
			t.Run(fmt.Sprint(name, " ", parallel), func(t *testing.T) {
				got := outcomeOf(t, src, runner.Options{Parallel: parallel}, plans...)
				if got.Err != "" || got.Stats.Failed > 0 {
					t.Errorf("error %q, failures %q", got.Err, got.Failures)
				}
				if diff := cmp.Diff(want, got.Outputs); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			})
		}
	}
}

const (
	uuidA = "urn:uuid:00000000-0000-4000-8000-00000000000a"
	uuidB = "urn:uuid:00000000-0000-4000-8000-00000000000b"
)

func TestKeysInABundle(t *testing.T) {
	subject := func(ref string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","subject":{"reference":%q}}`, ref)
	}
	bundle := bundleOf(
		uuidA+` {"resourceType":"Patient","id":"pa"}`,
		uuidB+` {"resourceType":"Patient"}`,
		`urn:oid:1.2.3 {"resourceType":"Group"}`,
		`http://x.example/fhir/Patient/of-the-url {"id":"p-url","resourceType":"Patient"}`,
		`https://x.example/fhir/Group/g {"resourceType":"Group"}`,
		uuidA+` {"resourceType":"Group","id":"second of the same fullUrl"}`,
		`{"resourceType":"Patient","id":"without"}`,
		"urn:uuid:o1 "+subject(uuidA),
		"urn:uuid:o2 "+subject(uuidB),
		"urn:uuid:o3 "+subject("urn:oid:1.2.3"),
		"urn:uuid:o4 "+subject("http://x.example/fhir/Patient/of-the-url"),
		"urn:uuid:o5 "+subject("http://x.example/fhir/Patient/of-the-url/_history/3"),
		"urn:uuid:o6 "+subject("http://elsewhere.example/fhir/Patient/abc"),
		"urn:uuid:o7 "+subject("https://x.example/fhir/Group/g"),
		"urn:uuid:o8 "+subject("Patient/without"),
		"urn:uuid:o9 "+subject("urn:uuid:unknown"),
		"urn:uuid:oa "+subject("#contained"),
		"urn:uuid:ob "+subject(uuidA+"#part"),
		"urn:uuid:oc "+subject("Patient?identifier=x|1"),
		subject("Group/other"),
	)
	runForms(t, bundle,
		[]string{
			"id\npa\n00000000-0000-4000-8000-00000000000b\np-url\nwithout\n",
			"id,any,patient\no1,pa,pa\n" +
				"o2,00000000-0000-4000-8000-00000000000b,00000000-0000-4000-8000-00000000000b\n" +
				"o3,1.2.3,\no4,p-url,p-url\no5,p-url,p-url\no6,abc,abc\no7,g,\no8,without,without\no9,,\noa,,\nob,,\noc,,\n,other,\n",
			"id\n1.2.3\ng\nsecond of the same fullUrl\n",
		},
		view("p", "Patient", "id getResourceKey()"),
		view("o", "Observation", "id getResourceKey()|any subject.getReferenceKey()|patient subject.getReferenceKey(Patient)"),
		view("g", "Group", "id getResourceKey()"),
	)
}

// TestVersionsInABundle has entries of one fullUrl: two versions of a patient, and what FHIR does not allow (bdl-7), a patient
// and a group, of which the first is meant. The views of the entries and that of the Bundle say the same.
func TestVersionsInABundle(t *testing.T) {
	const patient = "http://x.example/fhir/Patient/p"
	version := func(n string) string {
		return patient + ` {"resourceType":"Patient","id":"p","meta":{"versionId":"` + n + `"},"name":[{"family":"version ` + n + `"}]}`
	}
	subject := func(id, ref string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","id":%q,"subject":{"reference":%q}}`, id, ref)
	}
	bundle := bundleOf(
		version("2"), version("1"),
		uuidA+` {"resourceType":"Group","id":"first"}`, uuidA+` {"resourceType":"Patient","id":"second"}`,
		subject("any", patient), subject("older", patient+"/_history/1"), subject("newer", patient+"/_history/2"),
		subject("none", patient+"/_history/3"), subject("two", uuidA),
	)
	const rows = "any,p,p,version 2,p\nolder,p,p,version 1,p\nnewer,p,p,version 2,p\nnone,p,p,,\ntwo,first,,,first\n"
	const columns = "key subject.getReferenceKey()|patient subject.getReferenceKey(Patient)|" +
		"family subject.resolve().ofType(Patient).name.family|resolved subject.resolve().getResourceKey()"
	runForms(t, bundle,
		[]string{"id,key,patient,family,resolved\n" + rows, "id,key,patient,family,resolved\n" + rows},
		view("o", "Observation", "id id|"+columns),
		strings.Replace(view("b", "Bundle", "id id|"+columns), `"select":[{`, `"select":[{"forEach":"entry.resource.ofType(Observation)",`, 1),
	)
}

func TestResolveInABundle(t *testing.T) {
	subject := func(id, ref string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","id":%q,"subject":{"reference":%q}}`, id, ref)
	}
	bundle := bundleOf(
		"http://a.example/fhir/Observation/1 "+subject("1", "Patient/p"),
		"http://b.example/fhir/Observation/2 "+subject("2", "Patient/p"),
		subject("3", "Patient/p/_history/2"),
		"urn:uuid:4 "+subject("4", uuidA),
		subject("5", "Patient/gone"),
		`http://a.example/fhir/Patient/p {"resourceType":"Patient","id":"p","meta":{"versionId":"1"},"name":[{"family":"of a"}]}`,
		`http://b.example/fhir/Patient/p {"resourceType":"Patient","id":"p","meta":{"versionId":"2"},"name":[{"family":"of b"}],`+
			`"generalPractitioner":[{"reference":"urn:uuid:dr"}]}`,
		uuidA+` {"resourceType":"Patient","name":[{"family":"of A"}],"generalPractitioner":[{"reference":"urn:uuid:dr"}]}`,
		`urn:uuid:dr {"resourceType":"Practitioner","name":[{"family":"Doctor"}]}`,
	)
	runForms(t, bundle,
		[]string{
			"id,family,key,doctor,doctor_key\n1,of a,p,,\n2,of b,p,Doctor,dr\n3,of b,p,Doctor,dr\n" +
				"4,of A,00000000-0000-4000-8000-00000000000a,Doctor,dr\n5,,,,\n",
		},
		view("o", "Observation", "id id|family subject.resolve().ofType(Patient).name.family|key subject.resolve().getResourceKey()|"+
			"doctor subject.resolve().ofType(Patient).generalPractitioner.resolve().ofType(Practitioner).name.family|"+
			"doctor_key subject.resolve().ofType(Patient).generalPractitioner.getReferenceKey(Practitioner)"),
	)
}

// TestViewOfBundle has a view of Bundles in the same pass as one of their entries.
func TestViewOfBundle(t *testing.T) {
	bundle := bundleOf(
		uuidA+` {"resourceType":"Patient"}`,
		uuidB+` {"resourceType":"Encounter","subject":{"reference":"`+uuidA+`"}}`,
		bundleOf(`{"resourceType":"Patient","id":"deeper"}`),
	)
	id := strings.TrimPrefix(uuidA, "urn:uuid:")
	runForms(t, bundle,
		[]string{
			"id,type,entries,patient,encounter\nb,collection,3," + id + "," + id + "\nb,collection,1,deeper,\n",
			"id\n" + id + "\n",
		},
		view("b", "Bundle", "id id|type type|entries entry.count()|patient entry.resource.ofType(Patient).getResourceKey()|"+
			"encounter entry.resource.ofType(Encounter).subject.getReferenceKey(Patient)"),
		view("p", "Patient", "id getResourceKey()"),
	)
}

// TestBundlesCountTheirEntries looks at the figures, and at the places of what fails and of what is nested.
func TestBundlesCountTheirEntries(t *testing.T) {
	nested := bundleOf(`{"resourceType":"Patient","id":"deeper"}`)
	bundle := bundleOf(patient(1, "f"), patient(2, "f", "g"), nested, `{"resourceType":"Basic"}`)
	plans := []*viewdef.Plan{compile(t, families, nil)}
	for name, src := range forms(t, bundle) {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			stats, err := runner.Run(t.Context(), src, []runner.Job{{Plan: plans[0], Sink: sink.CSV(&b, nil)}}, nil)
			if err != nil || b.String() != "id,family\n1,f\n" {
				t.Errorf("the table is %q (%v)", b.String(), err)
			}
			if stats.Resources != 4 || stats.Failed != 1 || stats.NestedBundles != 1 || len(stats.Nested) != 1 {
				t.Fatalf("the stats are %+v", stats)
			}
			for want, e := range map[string]*runner.ResourceError{"entry 1: Patient: view families: ": stats.Failures[0], "entry 2: Bundle: ": stats.Nested[0]} {
				switch {
				case strings.Contains(name, "line"):
					want = "line " + fmt.Sprint(e.Line) + ": " + want
				case name == "item", name == "slice":
					want = "item 0: " + want
				}
				if !strings.Contains(e.Error(), want) || e.Line == 0 && strings.Contains(name, "line") {
					t.Errorf("the message is %q, want %q in it", e, want)
				}
			}
			if !errors.Is(stats.Nested[0], intake.ErrNested) {
				t.Error("another error")
			}
		})
	}
}

// TestNestedOnlyForBundles has nothing passed over where all views are of Bundles.
func TestNestedOnlyForBundles(t *testing.T) {
	bundle := bundleOf(bundleOf(patient(1)))
	for name, src := range forms(t, bundle) {
		got := outcomeOf(t, src, runner.Options{}, compile(t, view("b", "Bundle", "n entry.count()"), nil))
		if got.Stats.NestedBundles != 0 || got.Outputs[0] != "n\n1\n1\n" {
			t.Errorf("%s: the outcome is %+v", name, got)
		}
	}
}

// TestMistakeBetweenEntries has the entries before it evaluated.
func TestMistakeBetweenEntries(t *testing.T) {
	broken := `{"resourceType":"Bundle","entry":[{"resource":` + patient(1, "f") + `},{"resource":` + patient(2, "f") + `} oh`
	for _, views := range [][]string{{families}, {families, view("b", "Bundle", "n entry.count()")}} {
		var plans []*viewdef.Plan
		for _, v := range views {
			plans = append(plans, compile(t, v, nil))
		}
		got := outcomeOf(t, lines([]string{patient(0, "f"), broken, patient(3, "f")}, nil), runner.Options{}, plans...)
		if got.Outputs[0] != familiesCSV(0, 3) || got.Stats.Failed != 1 || got.Err != "" {
			t.Errorf("the outcome is %+v", got)
		}
		got = outcomeOf(t, lines([]string{patient(0, "f"), broken, patient(3, "f")}, nil), runner.Options{OnError: runner.Fail}, plans[0])
		if got.Outputs[0] != familiesCSV(0, 2) || got.Err == "" {
			t.Errorf("the outcome is %+v", got)
		}
	}
}

// TestDamagedBundleForAllViews has its entries up to the mistake, and one failure.
func TestDamagedBundleForAllViews(t *testing.T) {
	plans := []*viewdef.Plan{compile(t, families, nil), compile(t, view("b", "Bundle", "n entry.count()"), nil)}
	for _, text := range []string{
		`{"resourceType":"Bundle","entry":[{"resource":` + patient(1, "f") + `},{"resource":` + patient(2, "f") + `} oh`,
		`{"resourceType":"Bundle","entry":[{"resource":` + patient(1, "f") + `},{"resource":` + patient(2, "f") + `}]`,
		`{"entry":[{"resource":` + patient(1, "f") + `},{"resource":` + patient(2, "f") + `}],"resourceType":"Bundle","total":1x}`,
	} {
		got := outcomeOf(t, source.JSON(strings.NewReader(text), nil), runner.Options{}, plans...)
		if got.Outputs[0] != familiesCSV(1, 2) || got.Outputs[1] != "n\n" || got.Stats.Failed != 1 || got.Err != "" {
			t.Errorf("%s: the outcome is %+v", text, got)
		}
	}
}

// TestBundleTooLongForItsView is a failure of the Bundle, and not of its entries.
func TestBundleTooLongForItsView(t *testing.T) {
	bundle := bundleOf(patients(40)...)
	src := source.JSON(strings.NewReader(strings.Replace(bundle, "{", "{"+strings.Repeat(" ", 70<<10), 1)), &source.Options{MaxRecord: 1000})
	plans := []*viewdef.Plan{compile(t, view("b", "Bundle", "n entry.count()"), nil), compile(t, families, nil)}
	var b bytes.Buffer
	stats, err := runner.Run(t.Context(), src, []runner.Job{{Plan: plans[0], Sink: sink.CSV(&b, nil)}, {Plan: plans[1], Sink: sink.CSV(&b, nil)}}, nil)
	if err != nil || stats.Failed != 1 || stats.Jobs[1].Rows != 40 || stats.Jobs[0].Rows != 0 {
		t.Fatalf("the stats are %+v (%v)", stats, err)
	}
	if msg := stats.Failures[0].Error(); !strings.Contains(msg, "the Bundle is longer than the limit of 1000 bytes") {
		t.Errorf("the message is %q", msg)
	}
}

// tables runs the views over a source and returns the rows of each, sorted.
func tables(t *testing.T, src source.Source, parallel int, plans ...*viewdef.Plan) [][]string {
	t.Helper()
	got := outcomeOf(t, src, runner.Options{Parallel: parallel}, plans...)
	if got.Err != "" || got.Stats.Failed > 0 {
		t.Errorf("error %q, failures %q", got.Err, got.Failures)
	}
	out := make([][]string, len(plans))
	for i, text := range got.Outputs {
		out[i] = slices.Sorted(strings.Lines(text))
	}
	return out
}

// joinedViews are views whose tables join, and one that resolves.
func joinedViews(t *testing.T) []*viewdef.Plan {
	t.Helper()
	var plans []*viewdef.Plan
	for _, name := range []string{"encounters", "observations", "conditions", "claim_items", "questionnaire_answers"} {
		plans = append(plans, stored(t, name))
	}
	return append(plans, compile(t, view("p", "Patient", "id getResourceKey()|birth birthDate"), nil),
		compile(t, view("o", "Observation", "id getResourceKey()|encounter encounter.getReferenceKey(Encounter)|any subject.getReferenceKey()"), nil))
}

// TestTransactionsAreTheSameData makes the tables of data as Synthea writes it and compares them with those of the same data
// as NDJSON, where references are relative.
func TestTransactionsAreTheSameData(t *testing.T) {
	const people = 12
	plans := joinedViews(t)
	lines := t.TempDir()
	if err := synth.New(synth.Config{Seed: 5, UUIDs: true}).WriteSet(lines, people); err != nil {
		t.Fatal(err)
	}
	want := tables(t, source.Open([]string{filepath.Join(lines, "*.ndjson")}, nil), 1, plans...)
	for i := range want {
		if len(want[i]) < people/2 {
			t.Fatalf("table %d has %d rows", i, len(want[i]))
		}
	}
	for _, noIDs := range []bool{false, true} {
		dir := t.TempDir()
		if err := synth.New(synth.Config{Seed: 5, NoIDs: noIDs}).WriteTransactions(dir, people); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		var stream strings.Builder
		var list []string
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, string(data))
			var compact bytes.Buffer
			if err := json.Compact(&compact, data); err != nil {
				t.Fatal(err)
			}
			stream.WriteString(compact.String() + "\n")
		}
		all := "[" + strings.Join(list, ",") + "]"
		for _, parallel := range []int{1, 4} {
			for name, src := range map[string]source.Source{
				"files":        source.Open([]string{dir}, nil),
				"small blocks": source.Open([]string{dir}, &source.Options{BlockSize: 5000}),
				"lines":        source.NDJSON(strings.NewReader(stream.String()), nil),
				"items":        source.JSON(strings.NewReader(all), nil),
				"compressed":   source.JSON(strings.NewReader(zipped(all)), nil),
			} {
				if diff := cmp.Diff(want, tables(t, src, parallel, plans...)); diff != "" {
					t.Errorf("%s, no ids: %v, parallel: %d\n-want +got:\n%s", name, noIDs, parallel, diff)
				}
			}
		}
	}
}

// largeBundle is one transaction of many people, of more than is kept in memory.
func largeBundle(t *testing.T, people int) string {
	t.Helper()
	var entries []string
	g := synth.New(synth.Config{Seed: 5, NoIDs: true})
	for p := range people {
		var b bytes.Buffer
		if err := g.WriteTransaction(&b, p); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(b.String(), `"entry": [`)
		entries = append(entries, strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "}")), "]"))
	}
	return `{"resourceType":"Bundle","type":"transaction","entry":[` + strings.Join(entries, ",") + "]}"
}

// TestLargeBundleIsReadTwice has a Bundle that is read again from its file, or from a temporary one, of which nothing is
// left.
func TestLargeBundleIsReadTwice(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	const people = 250
	plans := append(joinedViews(t), compile(t, view("r", "Observation",
		"id getResourceKey()|birth subject.resolve().ofType(Patient).birthDate|status encounter.resolve().ofType(Encounter).status"), nil))
	bundle := largeBundle(t, people)
	if len(bundle) < 8<<20 {
		t.Fatalf("the Bundle has %d bytes", len(bundle))
	}
	var list []string
	for p := range people {
		var b bytes.Buffer
		if err := synth.New(synth.Config{Seed: 5}).WriteTransaction(&b, p); err != nil {
			t.Fatal(err)
		}
		list = append(list, b.String())
	}
	want := tables(t, source.JSON(strings.NewReader("["+strings.Join(list, ",")+"]"), nil), 2, plans...)
	for name, src := range forms(t, bundle) {
		if name == "line" || name == "compressed line" || name == "item" || name == "slice" || name == "line of a stream" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, row := range want[len(plans)-1] {
				if strings.HasSuffix(row, ",\n") {
					t.Fatalf("a reference is not resolved: %s", row)
				}
			}
			if diff := cmp.Diff(want, tables(t, src, 4, plans...)); diff != "" {
				t.Errorf("-want +got:\n%s", diff[:min(len(diff), 2000)])
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Errorf("the temporary files are %v (%v)", left, err)
			}
		})
	}
}

// TestCancelWithinALargeBundle leaves no temporary file behind, either.
func TestCancelWithinALargeBundle(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	bundle := largeBundle(t, 250)
	for _, after := range []int{1, 5, 30} {
		ctx, cancel := context.WithCancel(t.Context())
		blocks := 0
		cfg := &runner.Options{Progress: func(runner.Stats) {
			if blocks++; blocks == after {
				cancel()
			}
		}}
		_, err := runner.Run(ctx, source.JSON(strings.NewReader(bundle), nil), []runner.Job{{Plan: joinedViews(t)[0], Sink: &fakeSink{}}}, cfg)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after %d blocks: %v", after, err)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("the temporary files are %v (%v)", left, err)
		}
		cancel()
	}
}

// TestBundleThatIsCutOff yields what was whole, with the references among it.
func TestBundleThatIsCutOff(t *testing.T) {
	bundle := bundleOf(uuidA+` {"resourceType":"Patient","id":"pa"}`, uuidB+` {"resourceType":"Encounter","subject":{"reference":"`+uuidA+`"}}`)
	got := outcomeOf(t, source.JSON(strings.NewReader(strings.TrimSuffix(bundle, "]}")), nil), runner.Options{},
		compile(t, view("e", "Encounter", "patient subject.getReferenceKey(Patient)"), nil))
	if got.Outputs[0] != "patient\npa\n" || got.Err == "" && got.Stats.Failed == 0 {
		t.Errorf("the outcome is %+v", got)
	}
}
