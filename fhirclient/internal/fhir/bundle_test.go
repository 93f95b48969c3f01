package fhir

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scanned is what a Bundle holds, in a form to compare.
type scanned struct {
	Total   int
	Next    string
	Entries []scannedEntry
}

type scannedEntry struct{ FullURL, Resource, Type, ID, Mode, Response string }

var bundleCases = []struct {
	name, text string
	want       scanned
	err        string
}{
	{name: "empty", text: `{"resourceType":"Bundle"}`, want: scanned{Total: -1}},
	{name: "byte order mark", text: "\ufeff{\"resourceType\":\"Bundle\",\"total\":3}\n", want: scanned{Total: 3}},
	{
		name: "any order, white space, escapes",
		text: " {\n\t\"entry\" : [ { \"search\" : { \"score\" : 1 , \"mode\" : \"m\\u0061tch\" } , \"full\\u0055rl\" : \"a\\/b\" , \"\\u0072esource\" : { \"a\" : [ { } , [ ] , \"\\\"]}\" ] , \"i\\u0064\" : \"x\\u0031\", \"resourceType\":\"P\" } } ] , \"link\" : [ { \"url\" : \"u\\u0026v\", \"relation\" : \"next\" }, { \"relation\":\"next\",\"url\":\"second\" } ] ,\r\n\"total\":\"4\",\"resource\\u0054ype\":\"Bundle\" } ",
		want: scanned{Total: 4, Next: "u&v", Entries: []scannedEntry{{
			Resource: "{ \"a\" : [ { } , [ ] , \"\\\"]}\" ] , \"i\\u0064\" : \"x\\u0031\", \"resourceType\":\"P\" }",
			FullURL:  "a/b", Type: "P", ID: "x1", Mode: "match",
		}}},
	},
	{
		name: "entries without resources and null",
		text: `{"resourceType":"Bundle","entry":[null,{},{"resource":null,"search":null,"response":null},{"response":{"status":"200"}}],"link":null,"total":null}`,
		want: scanned{Total: -1, Entries: []scannedEntry{{}, {}, {}, {Response: `{"status":"200"}`}}},
	},
	{name: "no list", text: `{"resourceType":"Bundle","entry":null,"link":{},"total":-1}`, want: scanned{Total: -1}},
	{
		name: "a string of nothing but backslashes",
		text: `{"resourceType":"Bundle","x":"\\\\","entry":[{"resource":{"y":"\\"}}]}`,
		want: scanned{Total: -1, Entries: []scannedEntry{{Resource: `{"y":"\\"}`}}},
	},
	{name: "not a Bundle", text: `{"resourceType":"Patient"}`, err: "the answer is a Patient resource, not a Bundle"},
	{name: "no type", text: `{"entry":[]}`, err: "the answer is not a Bundle resource"},
	{name: "type of no use", text: `{"resourceType":"Mr. Smith"}`, err: "the answer is not a Bundle resource"},
	{name: "nothing", text: ``, err: "the JSON text ends early at byte 0"},
	{name: "array", text: `[]`, err: "malformed JSON: there is no object at byte 0"},
	{name: "cut in a string", text: `{"resourceType":"Bun`, err: "the JSON text ends early at byte 20"},
	{name: "cut in a resource", text: `{"entry":[{"resource":{"a":[1,`, err: "the JSON text ends early at byte 30"},
	{name: "more behind", text: `{"resourceType":"Bundle"}}`, err: "malformed JSON: there is no end of the text at byte 25"},
	{name: "wrong bracket", text: `{"x":[{]}`, err: "malformed JSON: there is no bracket of this kind open at byte 7"},
	{name: "no colon", text: `{"x" 1}`, err: "malformed JSON: there is no colon at byte 5"},
	{name: "no comma", text: `{"x":1 "y":2}`, err: "malformed JSON: there is no comma or closing brace at byte 7"},
	{name: "no value", text: `{"x":}`, err: "malformed JSON: there is no value at byte 5"},
	{name: "wrong escape", text: `{"\x":1}`, err: "malformed JSON: there is no valid string at byte 1"},
	{name: "entry is a string", text: `{"entry":["x"]}`, err: "malformed JSON: there is no object at byte 10"},
	{name: "entries are an object", text: `{"entry":{}}`, err: "malformed JSON: there is no array at byte 9"},
	{name: "two resources", text: `{"entry":[{"resource":{},"resource":{}}]}`, err: "the entry has a second resource at byte 36"},
	{name: "two lists", text: `{"entry":[],"entry":[]}`, err: "the Bundle has a second list of entries at byte 20"},
	{name: "too deep", text: `{"x":` + strings.Repeat("[", 600) + strings.Repeat("]", 600) + `}`, err: "the JSON text nests too deeply at byte 517"},
}

func scan(text string) (scanned, error) {
	var b Bundle
	err := b.Parse([]byte(text))
	return scannedOf(&b), err
}

// scanPage reads a page, and on in each resource of which the head was read.
func scanPage(text string) (s scanned, headed int, err error) {
	var b Bundle
	err = b.ParsePage([]byte(text))
	for i := range b.Entries {
		e := &b.Entries[i]
		if e.Headed {
			headed++
		}
		e.ReadOn()
	}
	return scannedOf(&b), headed, err
}

func scannedOf(b *Bundle) scanned {
	s := scanned{Total: b.Total, Next: string(b.Next)}
	for _, e := range b.Entries {
		s.Entries = append(s.Entries, scannedEntry{
			string(e.FullURL), string(e.Resource), string(e.Type), string(e.ID), string(e.Mode), string(e.Response),
		})
	}
	return s
}

func TestBundle(t *testing.T) {
	for _, tc := range bundleCases {
		t.Run(tc.name, func(t *testing.T) {
			got, err := scan(tc.text)
			page, _, pageErr := scanPage(tc.text)
			if tc.err != "" {
				if err == nil || err.Error() != tc.err || pageErr == nil || pageErr.Error() != tc.err {
					t.Errorf("got  %v, as a page %v\nwant %s", err, pageErr, tc.err)
				}
				return
			}
			if err != nil || pageErr != nil {
				t.Fatalf("%v, as a page %v", err, pageErr)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if diff := cmp.Diff(tc.want, page); diff != "" {
				t.Errorf("as a page: -want +got\n%s", diff)
			}
		})
	}
}

// FuzzBundle compares with encoding/json: a valid text is read alike, and no text makes a panic.
func FuzzBundle(f *testing.F) {
	for _, tc := range bundleCases {
		f.Add(tc.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := scan(text)
		var want struct {
			Entry []*struct {
				Resource json.RawMessage `json:"resource"`
			} `json:"entry"`
		}
		page, _, pageErr := scanPage(text)
		if err == nil && (pageErr != nil || !cmp.Equal(got, page)) {
			t.Errorf("as a page: %v\n%s", pageErr, cmp.Diff(got, page))
		}
		if err != nil || json.Unmarshal([]byte(text), &want) != nil || len(want.Entry) != len(got.Entries) {
			return // among the texts that are left out are those with names in other case, and repeated ones
		}
		if strings.Count(strings.ToLower(text), "resource") > strings.Count(text, "resource") || strings.Contains(text, "\\u") {
			return
		}
		for i, e := range want.Entry {
			resource := ""
			if e != nil && string(e.Resource) != "null" {
				resource = string(e.Resource)
			}
			if got.Entries[i].Resource != resource {
				t.Errorf("entry %d: %q, want %q", i, got.Entries[i].Resource, resource)
			}
		}
	})
}

// TestHeads has resources of pages of which only the head is read, and others, where that is not enough.
func TestHeads(t *testing.T) {
	for _, tc := range []struct {
		resource, typ, id string
		headed            bool
	}{
		{`{"resourceType":"Patient","id":"a","name":[{"id":"n"}]}`, "Patient", "a", true},
		{"{ \"id\" : \"a\" ,\n\"meta\":{\"id\":\"m\"}, \"resourceType\":\"Patient\"\t, \"x\": \"}\" }", "Patient", "a", true},
		{`{"resourceType":"Patient","i\u0064":"\u0061","x":1}`, "Patient", "a", true},
		{`{"resourceType":"Patient","id":"a"}`, "Patient", "a", false}, // it has come to its end
		{`{"resourceType":"Patient","x":[{}]}`, "Patient", "", false},
		{`{"id":"a","x":[{}]}`, "", "a", false},
		{`{"resourceType":1,"id":"a","x":[{}]}`, "", "a", false},
		{`{"resourceType":"Patient","id":1,"x":[{}]}`, "Patient", "", false},
		{`{"resourceType":"Patient","resourceType":"Group","id":"a","x":1}`, "", "a", false},
		{`{"resourceType":"Patient","id":"a","x":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}`, "Patient", "a", false},
	} {
		text := `{"resourceType":"Bundle","entry":[{"resource":` + tc.resource + `,"search":{"mode":"match"}}]}`
		page, headed, err := scanPage(text)
		want := []scannedEntry{{Resource: tc.resource, Type: tc.typ, ID: tc.id, Mode: "match"}}
		if err != nil || !cmp.Equal(page.Entries, want) || headed > 0 != tc.headed {
			t.Errorf("%s: head only %v, %v\n%s", tc.resource, headed > 0, err, cmp.Diff(want, page.Entries))
		}
	}
	for _, tc := range []struct{ name, resource, typ, id string }{
		{"a second type", `{"resourceType":"Patient","id":"a","resourceType":"Group"}`, "", "a"},
		{"a second id", `{"resourceType":"Patient","id":"a","id":"b"}`, "Patient", "b"},
		{"damage", `{"resourceType":"Patient","id":"a","x" 1}`, "", ""},
	} {
		var b Bundle
		if err := b.ParsePage([]byte(`{"resourceType":"Bundle","entry":[{"resource":` + tc.resource + `}]}`)); err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		e := &b.Entries[0]
		if !e.Headed || string(e.Type) != "Patient" || string(e.ID) != "a" {
			t.Errorf("%s: the head is %q, %q", tc.name, e.Type, e.ID)
		}
		if e.ReadOn(); e.Headed || string(e.Type) != tc.typ || string(e.ID) != tc.id {
			t.Errorf("%s: after reading on, %q, %q", tc.name, e.Type, e.ID)
		}
	}
}

// TestShapes has entries one after the other that are written alike, and others between them: what is found is the same as
// without a look at the entry before.
func TestShapes(t *testing.T) {
	entries := []string{
		`{"fullUrl":"u/%d","resource":{"resourceType":"Patient","id":"a%d","x":[{"id":"n"}]},"search":{"mode":"match"}}`,
		`{"fullUrl":"u/%d","resource":{"resourceType":"Patient","id":"b%d","x":"}"},"search":{"mode":"include"}}`,
		`{"fullUrl":"u/%d","resource":{"resourceType":"Group","id":"c%d","x":1},"search":{"mode":"m\u0061tch"}}`,
		`{"fullUrl":"u\/%d","resource":{"resourceType":"Patient","id":"d%d","x":1}}`,
		`{"fullUrl":"u/%d","resource":{"resourceType":"Patient","id":"\u0065%d","x":1}}`,
		`{"fullUrl":"u/%d","resource":{"resourceType":"Patient","id":"f%d"}}`,
		"{\n \"fullUrl\" : \"u/%d\",\n \"resource\" : {\n \"resourceType\" : \"Patient\",\n \"id\" : \"g%d\",\n \"x\":1 } }",
		`{"search":{"mode":"match"},"link":%d,"resource":{"resourceType":"Patient","id":"h%d","x":[]}}`,
		`{"resource":{"id":"%d","resourceType":"Patient","x":%d},"search":{"mode":"match"}}`,
		`{"resource":{"resourceType":"Patient","id":"i%[2]d","x":1},"fullUrl":"u/%[1]d"}`,
		`{"resource":{"resourceType":"Patient","id":"j%[2]d","x":1},"fullUrl":null}`,
		`{"resource":{"resourceType":"Patient","id":"k%[2]d","x":1},"response":{"status":"%[1]d"}}`,
		`{"fullUrl":"u/%[1]d","fullUrl":"v/%[1]d","resource":{"resourceType":"Patient","id":"l%[2]d","id":"m%[2]d"}}`,
		`null`, `{}`,
		`{"fullUrl":"u/%d","resource":{"resourceType":"Patient","id":"n%d","x":1},"search":{"mode":"match"}`,
	}
	random := rand.New(rand.NewPCG(1, 2))
	headed := 0
	for range 3000 {
		var b strings.Builder
		b.WriteString(`{"resourceType":"Bundle","entry":[`)
		for i, few := 0, 1+random.IntN(len(entries)-1); i < 12; i++ {
			if i > 0 {
				b.WriteByte(',')
			}
			entry := entries[random.IntN(few)]
			if random.IntN(100) == 0 {
				entry = entries[len(entries)-1] // which is damaged
			}
			if strings.Contains(entry, "%") {
				entry = fmt.Sprintf(entry, random.IntN(1000), random.IntN(1000))
			}
			b.WriteString(entry)
		}
		b.WriteString(`]}`)
		want, wantErr := scan(b.String())
		got, n, err := scanPage(b.String())
		if headed += n; fmt.Sprint(err) != fmt.Sprint(wantErr) || err == nil && !cmp.Equal(want, got) {
			t.Fatalf("%s\n%v, want %v\n%s", b.String(), err, wantErr, cmp.Diff(want, got))
		}
	}
	if headed < 10_000 {
		t.Errorf("of %d resources alone only the head was read", headed)
	}
}

// TestDamagedBundles has texts that are no Bundle, though what is looked for is there.
func TestDamagedBundles(t *testing.T) {
	for _, text := range []string{
		`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"x}}]}`,
		`{"resourceType":"Bundle","entry":[],"resourceType":"Bundle"}`,
	} {
		if err := new(Bundle).Parse([]byte(text)); err == nil {
			t.Errorf("%s: no error", text)
		}
		if err := new(Bundle).ParsePage([]byte(text)); err == nil {
			t.Errorf("%s: no error as a page", text)
		}
	}
}
