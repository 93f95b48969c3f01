package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/fhirview/fhirview/internal/synth"
)

// visit is a transaction of a patient with an encounter that comes first and refers to it in every way that there is.
const visit = `{"resourceType":"Bundle","type":"transaction","entry":[
 {"fullUrl":"urn:uuid:2e0b1b1c-0000-4000-8000-000000000002","resource":{"resourceType":"Encounter","id":"e","status":"finished",
  "text":{"status":"generated","div":"<div><a href=\"urn:uuid:2e0b1b1c-0000-4000-8000-000000000001\">x<\/a><img src='urn:uuid:2e0b1b1c-0000-4000-8000-000000000001'/></div>"},
  "contained":[{"resourceType":"Observation","id":"c","subject":{"reference":"urn:uuid:2E0B1B1C-0000-4000-8000-000000000001"},"valueQuantity":{"value":1.50e0}}],
  "extension":[{"url":"http://example.org/x","valueUri":"urn:uuid:2e0b1b1c-0000-4000-8000-000000000001"},
   {"url":"http://example.org/y","valueString":"urn:uuid:2e0b1b1c-0000-4000-8000-000000000001"},
   {"url":"http://example.org/z","valueReference":{"reference":"urn\u003auuid:2e0b1b1c-0000-4000-8000-000000000001"}}],
  "identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:2e0b1b1c-0000-4000-8000-000000000001"}],
  "subject":{"reference":"urn:uuid:2e0b1b1c-0000-4000-8000-000000000001"}},
  "request":{"method":"POST","url":"Encounter"}},
 {"fullUrl":"urn:uuid:2e0b1b1c-0000-4000-8000-000000000001","resource":{"resourceType":"Patient","id":"p","active":true},
  "request":{"method":"POST","url":"Patient"}}]}`

// visitPosted is the same for servers, which take names letter by letter.
var visitPosted = strings.ReplaceAll(visit, "2E0B1B1C", "2e0b1b1c")

// visitStored is the encounter as it is stored, for a patient's name: not a byte else is changed.
func visitStored(patient string) string {
	var bundle struct {
		Entry []struct {
			Resource json.RawMessage `json:"resource"`
		} `json:"entry"`
	}
	if json.Unmarshal([]byte(visit), &bundle) != nil {
		return ""
	}
	text := string(bundle.Entry[0].Resource)
	for _, kept := range []string{`valueString":"urn:uuid:2`, `"value":"urn:uuid:2`} {
		text = strings.Replace(text, kept, strings.Replace(kept, "urn:uuid:2", "KEEP", 1), 1)
	}
	for _, name := range []string{"urn:uuid:2", `urn\u003auuid:2`} {
		for _, e := range []string{"e", "E"} {
			for _, b := range []string{"0b1b1c", "0B1B1C"} {
				text = strings.ReplaceAll(text, name+e+b+"-0000-4000-8000-000000000001", patient)
			}
		}
	}
	return strings.ReplaceAll(text, "KEEP", "urn:uuid:2")
}

func stored(t *testing.T, store *faultserver.Store, typ string) (names []string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(store.Resources())) {
		if strings.HasPrefix(name, typ+"/") {
			names = append(names, name)
		}
	}
	return names
}

// joins makes sure that every reference on the server leads somewhere.
func joins(t *testing.T, store *faultserver.Store) (references int) {
	t.Helper()
	all := store.Resources()
	var walk func(name string, value any)
	walk = func(name string, value any) {
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				walk(name, item)
			}
		case map[string]any:
			for key, item := range value {
				if text, ok := item.(string); ok && key == "reference" && text[0] != '#' {
					references++
					if all[text] == nil {
						t.Errorf("%s refers to %s", name, text)
					}
				}
				walk(name, item)
			}
		}
	}
	for name, text := range all {
		var resource any
		if err := json.Unmarshal(text, &resource); err != nil {
			t.Fatal(err)
		}
		walk(name, resource)
	}
	return references
}

// TestUploadTransaction posts a transaction as it is, whatever the method, from all forms of input.
func TestUploadTransaction(t *testing.T) {
	dir := t.TempDir()
	var line, packed bytes.Buffer
	if err := json.Compact(&line, []byte(visitPosted)); err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(visitPosted))
	_ = z.Close()
	for name, text := range map[string]string{
		"b.json": visitPosted, "b.ndjson": line.String() + "\n", "list.json": "[" + visitPosted + "]", "b.json.gz": packed.String(), "mark.json": "\ufeff" + visitPosted,
	} {
		for kind, flags := range uploadKinds {
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.Transactions(store))
			input, report := writeFile(t, dir, name, text), filepath.Join(dir, "report")
			have := uploadTo(t, server, append([]string{input, "--report", report}, flags...)...)
			if diff := cmp.Diff(outcome{0, "", "2 resources read, 2 created\n"}, have); diff != "" {
				t.Errorf("%s, %s: %s", name, kind, diff)
			}
			if n := joins(t, store); n != 3 || server.Count(http.MethodPost) != 1 {
				t.Errorf("%s, %s: %d references, %d requests", name, kind, n, server.Count(http.MethodPost))
			}
			if got := readFile(t, report); strings.Count(got, "\n") != 2 || !strings.Contains(got, `"entry":1,"status":201`) {
				t.Errorf("%s: the report is %s", name, got)
			}
			for _, r := range server.Requests() {
				if want := strings.TrimPrefix(strings.Trim(text, "[]\n"), "\ufeff"); r.Method == http.MethodPost && name != "b.json.gz" && string(r.Body) != want {
					t.Errorf("%s: sent %s", name, r.Body)
				}
			}
		}
	}
}

// TestUploadUnwrap writes the entries one by one, with references to what the server made of them.
func TestUploadUnwrap(t *testing.T) {
	input := writeFile(t, t.TempDir(), "b.json", visit)
	for name, c := range map[string]struct {
		flags   []string
		own     bool
		patient string
	}{
		"as requests say": {nil, false, "Patient/s1"},
		"put":             {[]string{"--method", "put"}, true, "Patient/p"},
		"create":          {[]string{"--method", "create"}, false, "Patient/s1"},
		"batch":           {[]string{"--method", "batch"}, true, "Patient/p"},
	} {
		t.Run(name, func(t *testing.T) {
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.Transactions(store))
			have := uploadTo(t, server, append(c.flags, "--unwrap", input)...)
			if diff := cmp.Diff(outcome{0, "", "2 resources read, 2 created\n"}, have); diff != "" {
				t.Error(diff)
			}
			encounters := stored(t, store, "Encounter")
			if len(encounters) != 1 || store.Resources()[c.patient] == nil {
				t.Fatalf("stored %v", slices.Sorted(maps.Keys(store.Resources())))
			}
			if diff := cmp.Diff(visitStored(c.patient), string(store.Resources()[encounters[0]])); diff != "" {
				t.Error(diff)
			}
			if c.own != (encounters[0] == "Encounter/e") {
				t.Errorf("stored as %s", encounters[0])
			}
		})
	}
}

// TestUploadReferencesRefused has references that nothing can be made of: they are never written.
func TestUploadReferencesRefused(t *testing.T) {
	const a, b = "urn:uuid:00000000-0000-4000-8000-00000000000a", "urn:uuid:00000000-0000-4000-8000-00000000000b"
	observation := func(reference string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","id":"o","subject":{"reference":%q}}`, reference)
	}
	entry := func(url, resource, request string) string {
		return fmt.Sprintf(`{"fullUrl":%q,"resource":%s,"request":%s}`, url, resource, request)
	}
	bundle := func(typ string, entries ...string) string {
		return fmt.Sprintf(`{"resourceType":"Bundle","type":%q,"entry":[%s]}`, typ, strings.Join(entries, ","))
	}
	const post = `{"method":"POST","url":"Observation"}`
	patient := `{"resourceType":"Patient","id":"p"}`
	for name, c := range map[string]struct {
		text  string
		flags []string
		want  string
		n     int // resources on the server
	}{
		"alone":                      {observation(a), nil, "stands alone", 0},
		"alone, oid":                 {observation("urn:oid:1.2.3"), nil, "stands alone", 0},
		"alone, capitals":            {observation("URN:UUID:00000000-0000-4000-8000-00000000000A"), nil, "stands alone", 0},
		"alone, escaped":             {strings.Replace(observation(a), "urn:", `\u0075rn:`, 1), nil, "stands alone", 0},
		"alone, created":             {observation(a), []string{"--method", "create"}, "stands alone", 0},
		"alone, in a batch":          {observation(a), []string{"--method", "batch"}, "stands alone", 0},
		"condition, no match":        {observation("Patient?identifier=x|1"), nil, "matches nothing", 0},
		"condition, in a batch":      {observation("Patient?identifier=x|1"), []string{"--method", "batch"}, "matches nothing", 0},
		"condition without search":   {observation("Patient?"), nil, "malformed", 0},
		"nested":                     {strings.Replace(observation(a), `"subject"`, `"contained":[{"resourceType":"Group","id":"g","managingEntity":{"reference":"`+b+`"}}],"x"`, 1), nil, "stands alone", 0},
		"dangling":                   {bundle("transaction", entry(a, observation(b), post)), nil, "entry 0: it refers to an entry that the Bundle does not have", 0},
		"dangling, unwrapped":        {bundle("transaction", entry(a, observation(b), post)), []string{"--unwrap"}, "does not have", 0},
		"dangling, collection":       {bundle("collection", `{"resource":`+observation(b)+`}`, `{"resource":`+patient+`}`), nil, "does not have", 1},
		"batch":                      {bundle("batch", entry(a, observation(b), post), entry(b, patient, `{"method":"PUT","url":"Patient/p"}`)), nil, "which a batch does not resolve", 1},
		"circle":                     {bundle("transaction", entry(a, observation(b), post), entry(b, observation(a), post)), []string{"--unwrap"}, "circle", 0},
		"itself":                     {bundle("transaction", entry(a, observation(a), post)), []string{"--unwrap"}, "circle", 0},
		"twice":                      {bundle("transaction", entry(a, observation(b), post), entry(b, patient, `{"method":"PUT","url":"Patient/p"}`), entry(b, patient, `{"method":"PUT","url":"Patient/p"}`)), []string{"--unwrap"}, "of which the Bundle has several", 1},
		"target refused":             {bundle("transaction", entry(a, observation(b), post), entry(b, patient, `{"method":"PATCH","url":"Patient/p"}`)), []string{"--unwrap"}, "what it refers to was not stored", 0},
		"patch":                      {bundle("transaction", entry(a, patient, `{"method":"PATCH","url":"Patient/p"}`)), []string{"--unwrap"}, "neither POST, PUT nor DELETE", 0},
		"get":                        {bundle("transaction", `{"request":{"method":"GET","url":"Patient/p"}}`), []string{"--unwrap"}, "neither POST, PUT nor DELETE", 0},
		"update by condition":        {bundle("transaction", entry(a, patient, `{"method":"PUT","url":"Patient?identifier=1"}`)), []string{"--unwrap"}, "by a condition", 0},
		"update of another":          {bundle("transaction", entry(a, patient, `{"method":"PUT","url":"Patient/q"}`)), []string{"--unwrap"}, "names another resource", 0},
		"operation":                  {bundle("transaction", entry(a, patient, `{"method":"POST","url":"Patient/$match"}`)), []string{"--unwrap"}, "not to create", 0},
		"message":                    {bundle("message", `{"resource":`+patient+`}`), nil, "$process-message", 0},
		"document with a dead link":  {bundle("document", `{"fullUrl":"`+a+`","resource":`+observation(b)+`}`), nil, "does not have", 0},
		"Bundle within a collection": {bundle("collection", `{"resource":`+strings.Replace(bundle("transaction", entry(a, observation(a), post)), `"type"`, `"id":"x","type"`, 1)+`}`), nil, "does not have", 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.Transactions(store))
			failed := filepath.Join(dir, "failed")
			have := uploadTo(t, server, append(c.flags, writeFile(t, dir, "in.json", c.text), "--failed", failed)...)
			if have.Status != exitPartial || !strings.Contains(have.Stderr, c.want) || strings.Contains(have.Stderr, "000a") {
				t.Errorf("got %+v", have)
			}
			if n := len(store.Resources()); n != c.n {
				t.Errorf("%d resources on the server, want %d", n, c.n)
			}
			if readFile(t, failed) == "" {
				t.Error("nothing is in --failed")
			}
		})
	}
}

// TestUploadRequests honours what the entries' requests ask for.
func TestUploadRequests(t *testing.T) {
	const text = `{"resourceType":"Bundle","type":"transaction","entry":[
	 {"request":{"method":"DELETE","url":"Patient/old"}},
	 {"request":{"method":"DELETE","url":"Patient/never"}},
	 {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","identifier":[{"system":"s","value":"1"}]},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=s|1"}},
	 {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Organization"},"request":{"method":"PUT","url":"Organization/o"}},
	 {"fullUrl":"http://elsewhere.org/fhir/Group/9","resource":{"resourceType":"Group","id":"9"},"request":{"method":"POST","url":"Group"}},
	 {"fullUrl":"http://elsewhere.org/fhir/Encounter/7","resource":{"resourceType":"Encounter","id":"7","subject":{"reference":"urn:uuid:1"},"serviceProvider":{"reference":"urn:uuid:2#x"},
	  "episodeOfCare":[{"reference":"Group/9"},{"reference":"http://elsewhere.org/fhir/Group/9/_history/2"}],"partOf":{"reference":"Location?identifier=s|5"}},"request":{"method":"POST","url":"Encounter"}}]}`
	input := writeFile(t, t.TempDir(), "b.json", text)
	store := faultserver.NewStore()
	server := faultserver.New(t, store)
	for _, name := range []string{"Patient/old", "Location/l"} {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/"+name,
			strings.NewReader(fmt.Sprintf(`{"resourceType":%q,"identifier":[{"system":"s","value":"5"}]}`, strings.Split(name, "/")[0])))
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	have := uploadTo(t, server, "--unwrap", input)
	if diff := cmp.Diff(outcome{0, "", "6 resources read, 4 created, 2 deleted\n"}, have); diff != "" {
		t.Error(diff)
	}
	all := store.Resources()
	encounter := string(all[strings.Join(stored(t, store, "Encounter"), "")])
	patient, group := stored(t, store, "Patient"), stored(t, store, "Group")
	if len(patient) != 1 || len(group) != 1 {
		t.Fatalf("stored %v", slices.Sorted(maps.Keys(all)))
	}
	want := fmt.Sprintf(`"subject":{"reference":%q},"serviceProvider":{"reference":"Organization/o#x"},
	  "episodeOfCare":[{"reference":%q},{"reference":%q}],"partOf":{"reference":"Location/l"}}`, patient[0], group[0], group[0])
	if !strings.HasSuffix(encounter, want) || string(all["Organization/o"]) != `{"id":"o","resourceType":"Organization"}` {
		t.Errorf("the encounter is %s, the organization %s", encounter, all["Organization/o"])
	}
	have = uploadTo(t, server, "--unwrap", input)
	if have.Status != 0 || !strings.Contains(have.Stderr, "2 created, 1 updated, 2 deleted, 1 there already") {
		t.Errorf("the second time %+v", have)
	}
}

// TestUploadTransactionFails has everything of a transaction fail, and only some entries of a batch.
func TestUploadTransactionFails(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{}
	for _, name := range []string{"failed", "unknown", "report"} {
		files[name] = filepath.Join(dir, name)
	}
	batch := strings.Replace(strings.ReplaceAll(strings.ReplaceAll(visitPosted, `\u003a`, ":"), "urn:uuid:2e0b1b1c-0000-4000-8000-000000000001", "Patient/x"), "transaction", "batch", 1)
	for name, c := range map[string]struct {
		text    string
		answer  http.Handler
		summary string
		file    string
		lines   int
		report  string
	}{
		"refused":     {visitPosted, faultserver.Answer(http.StatusUnprocessableEntity, faultserver.Outcome("invariant")), "2 failed", "failed", 1, `"entries":2,"resourceType":"Bundle","status":422,"codes":["invariant"]`},
		"too large":   {visitPosted, faultserver.Answer(http.StatusRequestEntityTooLarge, ""), "2 failed", "failed", 1, "longer than the server takes"},
		"lost":        {visitPosted, faultserver.Drop(), "2 failed, 2 of them of unknown outcome", "unknown", 1, `"outcomeUnknown":true`},
		"page":        {visitPosted, faultserver.Portal(), "2 failed, 2 of them of unknown outcome", "unknown", 1, "login page"},
		"short":       {visitPosted, faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"201"}}`)), "2 of them of unknown outcome", "unknown", 1, "not that of the entries"},
		"unproven":    {visitPosted, faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"201"}}`, `{}`)), "2 of them of unknown outcome", "unknown", 1, "entry 1: "},
		"half, batch": {batch, faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"201"}}`, `{"response":{"status":"422"}}`)), "1 created, 1 failed", "failed", 1, `b.json entry 1","entry":1,"resourceType":"Patient","status":422`},
	} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, onlyWrites(faultserver.NewStore(), c.answer))
			args := []string{writeFile(t, dir, "b.json", c.text)}
			for flag, path := range files {
				args = append(args, "--"+flag, path)
			}
			have := uploadTo(t, server, args...)
			if have.Status != exitPartial || !strings.Contains(have.Stderr, c.summary) {
				t.Errorf("got %+v", have)
			}
			if got := readFile(t, files[c.file]); strings.Count(got, "\n") != c.lines || !strings.HasPrefix(got, `{"resourceType":"Bundle"`) {
				t.Errorf("%s is %q", c.file, got)
			}
			if got := readFile(t, files["report"]); !strings.Contains(got, c.report) {
				t.Errorf("the report is %s", got)
			}
			if n := server.Count(http.MethodPost); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
	have := uploadTo(t, faultserver.New(t, faultserver.Transactions(faultserver.NewStore())), writeFile(t, dir, "b.json", visitPosted), "--max-record", "1KiB")
	if have.Status != exitPartial || !strings.Contains(have.Stderr, "--max-record") || !strings.Contains(have.Stderr, "1 resource read, 1 failed") {
		t.Errorf("of a Bundle that is too long: %+v", have)
	}
}

// TestUploadSynthetic uploads a folder of transactions in all ways.
func TestUploadSynthetic(t *testing.T) {
	dir := t.TempDir()
	if err := synth.New(synth.Config{Seed: 1}).WriteTransactions(dir, 3); err != nil {
		t.Fatal(err)
	}
	for _, flags := range [][]string{
		nil, {"--unwrap"}, {"--unwrap", "--method", "put"}, {"--unwrap", "--method", "create"}, {"--unwrap", "--method", "batch"}, {"--check-references"},
		{"--check-references=server", "--unwrap"},
	} {
		store := faultserver.NewStore()
		have := uploadTo(t, faultserver.New(t, faultserver.Transactions(store)), append(flags, dir)...)
		n, references := len(store.Resources()), joins(t, store)
		if have.Status != exitOK || !strings.Contains(have.Stderr, fmt.Sprintf("%d resources read, %d created", n, n)) || n < 30 || references < n {
			t.Errorf("%v: %d resources, %d references, %+v", flags, n, references, have)
		}
	}
}

// TestUploadCheckReferences sends nothing where references lead nowhere.
func TestUploadCheckReferences(t *testing.T) {
	dir := t.TempDir()
	observation := func(id, reference string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","id":%q,"subject":{"reference":%q}}`, id, reference)
	}
	input := writeFile(t, dir, "in.ndjson", strings.Join([]string{
		observation("1", "Patient/p0"), identifiedPatient, observation("2", "Patient/p0/_history/3"), observation("3", "Patient?identifier=urn:a|1"),
		observation("4", "#x"), observation("5", "http://elsewhere.org/fhir/Patient/1"),
	}, "\n"))
	more := writeFile(t, dir, "more.ndjson", observation("6", "Patient/secret")+"\n"+observation("7", "Patient?identifier=urn:a|9"))
	dead := writeFile(t, dir, "dead.ndjson", observation("8", "urn:uuid:1"))
	for name, c := range map[string]struct {
		args   []string
		status int
		want   string
	}{
		"all":               {[]string{"--check-references", input}, exitOK, "4 references, 3 in the input, 1 to other servers\n"},
		"missing":           {[]string{"--check-references", input, more}, exitFailed, "6 references, 3 in the input, 1 to other servers, 2 missing\n"},
		"on the server":     {[]string{"--check-references=server", input, more}, exitOK, "6 references, 3 in the input, 2 on the server, 1 to other servers\n"},
		"never there":       {[]string{"--check-references=server", dead}, exitFailed, "1 reference, 1 missing\n"},
		"standard input":    {[]string{"--check-references", "-"}, exitUsage, "write it to a file first"},
		"no such way":       {[]string{"--check-references=x", input}, exitUsage, "input"},
		"wrong value alone": {[]string{"--check-references", more}, exitFailed, "2 references, 2 missing\n"},
	} {
		t.Run(name, func(t *testing.T) {
			store := faultserver.NewStore()
			server := faultserver.New(t, store)
			if name == "on the server" {
				have := uploadTo(t, server, writeFile(t, dir, "there.ndjson", `{"resourceType":"Patient","id":"secret"}`+"\n"+
					`{"resourceType":"Patient","id":"other","identifier":[{"system":"urn:a","value":"9"}]}`))
				if have.Status != exitOK {
					t.Fatal(have)
				}
			}
			before := len(store.Resources())
			have := uploadTo(t, server, c.args...)
			if have.Status != c.status || !strings.Contains(have.Stderr, c.want) || strings.Contains(have.Stderr, "secret") {
				t.Errorf("got %+v", have)
			}
			if c.status != exitOK && len(store.Resources()) != before {
				t.Errorf("%d resources were written", len(store.Resources())-before)
			}
		})
	}
	_ = os.Remove(input)
}
