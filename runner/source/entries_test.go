package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/intake"
)

// entryOf is what a test looks at of a record.
type entryOf struct {
	Data, FullURL, Err string
	Line, Index, At    int64
}

func entriesOf(records []Record) []entryOf {
	var out []entryOf
	for _, r := range records {
		e := entryOf{Data: string(r.Data), FullURL: string(r.FullURL), Line: r.Line, Index: r.Index, At: r.Offset}
		if r.Err != nil {
			e.Err = r.Err.Error()
		}
		out = append(out, e)
	}
	return out
}

func TestAppendEntries(t *testing.T) {
	for _, c := range []struct {
		text string
		want []entryOf
		err  string
	}{
		{`{"resourceType":"Bundle"}`, nil, ""},
		{`{"resourceType":"Bundle","entry":null}`, nil, ""},
		{`{"resourceType":"Bundle","entry":[{"resource":{"a":1},"fullUrl":"u"},{},{"fullUrl":"\u0075v","resource":{}}]}`,
			[]entryOf{{`{"a":1}`, "u", "", 7, 0, 146}, {`{}`, "uv", "", 7, 2, 204}}, ""},
		{"{\"resourceType\":\"Bundle\",\"entry\":[\n  {\n    \"fullUrl\" : \"u\",\n    \"resource\" :\t{}\n  },\n  { \"resource\": {} , \"fullUrl\": \"v\" } ]}",
			[]entryOf{{"{}", "u", "", 7, 0, 177}, {"{}", "v", "", 7, 1, 201}}, ""},
		{`{"resourceType":"Bundle","entry":[{"fullUrl":"é","resource":{}},{"fullUrl":1,"resource":{}},{"fullUrl":"a","resource":{},"resource":{}}]}`,
			[]entryOf{{"{}", "é", "", 7, 0, 161}, {"{}", "", "", 7, 1, 189}, {"{}", "a", "", 7, 2, 219}}, "the entry has two resources at byte 233 (in entry 2)"},
		{` {"entry":[{"resource":1},{"resource":{}}],"resourceType":"Bundle"} `,
			[]entryOf{{"", "", "expected a resource, not a number", 7, 0, 123}, {"{}", "", "", 7, 1, 138}}, ""},
		{`{"resourceType":"Bundle","entry":[{"resource":{}},{"resource":{}} x`,
			[]entryOf{{"{}", "", "", 7, 0, 146}, {"{}", "", "", 7, 1, 162}}, "expected ',' or ']' at byte 166 (in entry 1)"},
		{`{"resourceType":"Bundle","entry":[{"resource":{}},`, []entryOf{{"{}", "", "", 7, 0, 146}}, "JSON ends early at byte 150 (in entry 1)"},
		{`{"resourceType":"Bundle"} 1`, nil, "more data follows the JSON value at byte 126; one resource a line is NDJSON"},
		{`{"entry":[{"resource":{}}]}`, []entryOf{{"{}", "", "", 7, 0, 122}},
			"the object at byte 100 has entries but is not a Bundle, and is too long for a resource (put resourceType first, or raise the limit)"},
	} {
		records, err := appendEntries([]Record{{Line: 1}}, &Record{Data: []byte(c.text), Line: 7, Index: -1, Offset: 100})
		msg := ""
		if err != nil {
			msg = err.Error()
		}
		if diff := cmp.Diff(c.want, entriesOf(records[1:])); diff != "" || msg != c.err {
			t.Errorf("%s\nerror %q, want %q\n-want +got:\n%s", c.text, msg, c.err, diff)
		}
	}
}

// TestIdentity finds the type and the id of resources, wherever they stand.
func TestIdentity(t *testing.T) {
	for text, want := range map[string][2]string{
		`{"resourceType":"Patient","id":"a"}`:                                {"Patient", "a"},
		"{\n  \"resourceType\": \"Patient\",\n  \"id\" : \"a\"\n}":           {"Patient", "a"},
		`{"id":"a","resourceType":"Patient"}`:                                {"Patient", "a"},
		`{"resourceType":"Patient","meta":{"id":"x"},"id":"a"}`:              {"Patient", "a"},
		`{"resourceType":"P\u0061tient","id":"\u0061"}`:                      {"Patient", "a"},
		`{"resourceType":"Patient","id":1}`:                                  {"Patient", ""},
		`{"resourceType":"Patient","identifier":[{"id":"x"}],"active":true}`: {"Patient", ""},
		`{"resourceType":"Patient","id":"a`:                                  {"Patient", ""},
		`{"resourceType":1,"id":"a"}`:                                        {"", "a"},
		`{}`:                                                                 {},
	} {
		if typ, id := identity([]byte(text)); string(typ) != want[0] || string(id) != want[1] {
			t.Errorf("%s: %q, %q", text, typ, id)
		}
	}
}

// TestFullURLs has them before and after the resource, in blocks of all sizes.
func TestFullURLs(t *testing.T) {
	var text strings.Builder
	var want []entryOf
	text.WriteString(`{"resourceType":"Bundle","entry":[`)
	for i := range 50 {
		data, url := fmt.Sprintf(`{"n":"%s"}`, strings.Repeat("x", i)), fmt.Sprintf("urn:x:%d", i)
		if i > 0 {
			text.WriteString(",")
		}
		at := int64(text.Len())
		if i%2 == 0 {
			fmt.Fprintf(&text, `{"resource":%s,"request":{"a":[1,2,3]},"fullUrl":%q}`, data, url)
			at += 12
		} else {
			fmt.Fprintf(&text, `{"fullUrl":%q, "resource":%s}`, url, data)
			at += int64(26 + len(url))
		}
		want = append(want, entryOf{data, url, "", 0, int64(i), at})
	}
	text.WriteString("]}")
	for size := 1; size < 300; size += 7 {
		for name, needs := range map[string]intake.Needs{"as it is": {}, "gathered": {References: true}, "to resolve": {Resolve: true}} {
			var got []entryOf
			for b, err := range gather(JSON(strings.NewReader(text.String()), &Options{BlockSize: size}), needs, 1) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, entriesOf(b.Records)...)
				if len(b.Records) > 0 && (b.Bundle.ByURL("urn:x:7", -1) == 7) != (needs != intake.Needs{}) {
					t.Errorf("%s: the entry is not found, or is", name)
				}
				b.Release()
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s, blocks of %d bytes: -want +got:\n%s", name, size, diff)
			}
		}
	}
}

// TestEntriesBeyondTheLimit have a resource that is too long, or so much else that they are.
func TestEntriesBeyondTheLimit(t *testing.T) {
	long := `{"n":"` + strings.Repeat("x", 200) + `"}`
	rest := `{"x":"` + strings.Repeat("x", 2*entryRest) + `"}`
	text := `{"resourceType":"Bundle","entry":[{"resource":{}},{"resource":` + long + `,"fullUrl":"u"},{"resource":{},"response":` + rest +
		`},{"response":` + rest + `,"resource":{}},{"response":` + rest + `},{"fullUrl":"last","resource":{}}]}`
	for _, size := range []int{10, 1000, 1 << 20} {
		var got []entryOf
		for b, err := range gather(JSON(strings.NewReader(text), &Options{BlockSize: size, MaxRecord: 100}), intake.Needs{References: true}, smallBundle) {
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entriesOf(b.Records) {
				e.At = 0
				got = append(got, e)
			}
			b.Release()
		}
		tooLong := "resource is longer than the limit of 100 bytes (raise MaxRecord to read it)"
		entry := "the entry is longer than the limit of 65636 bytes, and its resource is not (raise the limit: MaxRecord, --max-record)"
		want := []entryOf{{Data: "{}"}, {Err: tooLong, Index: 1}, {Err: entry, Index: 2}, {Err: entry, Index: 3}, {Data: "{}", FullURL: "last", Index: 5}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("blocks of %d: -want +got:\n%s", size, diff)
		}
	}
}

// TestBundleWithoutItsEmptyBlocks is an error, not a Bundle with a hole.
func TestBundleWithoutItsEmptyBlocks(t *testing.T) {
	text := `{"resourceType":"Bundle","entry":[{"resource":{"a":"` + strings.Repeat("x", 100) + `"}},{"request":"` +
		strings.Repeat("x", 100_000) + `"},{"resource":{}}]}`
	src := JSON(strings.NewReader(text), &Options{BlockSize: 100, MaxRecord: 1000})
	some := Source(func(yield func(*Block, error) bool) {
		for b, err := range src {
			if err == nil && len(b.Records) == 0 {
				continue
			}
			if !yield(b, err) {
				return
			}
		}
	})
	var last error
	for _, err := range gather(some, intake.Needs{References: true}, smallBundle) {
		last = err
	}
	if last == nil || !strings.Contains(last.Error(), "a block of the Bundle is missing") {
		t.Errorf("the error is %v", last)
	}
}
