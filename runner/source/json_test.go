package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	tooLong30 = "resource is longer than the limit of 30 bytes (raise MaxRecord to read it)"
	a         = `{"resourceType":"A"}` // 20 bytes
	bundle    = `{"resourceType":"Bundle",`
)

var jsonCases = []struct {
	name string
	text string
	max  int
	want []got
	err  string
}{
	// One resource.
	{name: "a resource", text: a, want: []got{{a, 0, -1, 0, ""}}},
	{name: "space around", text: " \r\n\t" + a + " \n", want: []got{{a, 0, -1, 4, ""}}},
	{name: "byte order mark", text: "\uFEFF" + a, want: []got{{a, 0, -1, 3, ""}}},
	{name: "no type", text: `{}`, want: []got{{"{}", 0, -1, 0, ""}}},
	{name: "type is not a string", text: `{"resourceType":5}`, want: []got{{`{"resourceType":5}`, 0, -1, 0, ""}}},
	{name: "brackets in strings", text: `{"a":"}]\"\\","resourceType":"A","b":"\\\"{"}`, want: []got{
		{`{"a":"}]\"\\","resourceType":"A","b":"\\\"{"}`, 0, -1, 0, ""}}},
	{name: "a List has entries too", text: `{"resourceType":"List","entry":[{"item":{}}]}`, want: []got{
		{`{"resourceType":"List","entry":[{"item":{}}]}`, 0, -1, 0, ""}}},
	{name: "a List, type last", text: `{"entry":[{"item":{}}],"resourceType":"List"}`, want: []got{
		{`{"entry":[{"item":{}}],"resourceType":"List"}`, 0, -1, 0, ""}}},
	{name: "a type further in", text: `{"a":{"resourceType":"Bundle"},"entry":[{"resource":{}}],"resourceType":"A"}`, want: []got{
		{`{"a":{"resourceType":"Bundle"},"entry":[{"resource":{}}],"resourceType":"A"}`, 0, -1, 0, ""}}},
	{name: "broken within", text: `{"resourceType":"A","a":,}`, want: []got{{`{"resourceType":"A","a":,}`, 0, -1, 0, ""}}},
	{name: "at the limit", text: `{"resourceType":"A","a":12345}`, max: 30, want: []got{
		{`{"resourceType":"A","a":12345}`, 0, -1, 0, ""}}},
	{name: "past the limit", text: `{"resourceType":"A","a":123456}`, max: 30, want: []got{{"", 0, -1, 0, tooLong30}}},
	{name: "far past the limit, type last", max: 30,
		text: `{"a":[` + strings.Repeat("1,", 3000) + `1],"resourceType":"A"}`, want: []got{{"", 0, -1, 0, tooLong30}}},

	// Arrays.
	{name: "empty array", text: ` [ ] `},
	{name: "array", text: "[" + a + " ,\n" + a + "]", want: []got{{a, 0, 0, 1, ""}, {a, 0, 1, 24, ""}}},
	{name: "array of Bundles", text: `[` + bundle + `"entry":[{"resource":{}}]}]`, want: []got{
		{bundle + `"entry":[{"resource":{}}]}`, 0, 0, 1, ""}}},
	{name: "items of other kinds", text: `["x",{},1,[{}],true,null]`, want: []got{
		{"", 0, 0, 1, "expected a resource, not a string"}, {"{}", 0, 1, 5, ""},
		{"", 0, 2, 8, "expected a resource, not a number"}, {"", 0, 3, 10, "expected a resource, not an array"},
		{"", 0, 4, 15, "expected a resource, not a boolean"}, {"", 0, 5, 20, "expected a resource, not null"}}},
	{name: "a broken item", text: `[{},{"a"::},{}]`, want: []got{
		{"{}", 0, 0, 1, ""}, {`{"a"::}`, 0, 1, 4, ""}, {"{}", 0, 2, 12, ""}}},
	{name: "long items", max: 30, text: `[{},{"a":"` + strings.Repeat("x", 300) + `"},{},{"a":"3456789012345678901234"}]`, want: []got{
		{"{}", 0, 0, 1, ""}, {"", 0, 1, 4, tooLong30}, {"{}", 0, 2, 313, ""}, {`{"a":"3456789012345678901234"}`, 0, 3, 316, ""}}},

	// Bundles.
	{name: "empty Bundle", text: `{"resourceType":"Bundle"}`},
	{name: "no entries", text: bundle + `"entry":[]}`},
	{name: "null entries", text: bundle + `"entry":null}`},
	{name: "Bundle", text: bundle + `"entry":[{"resource":{}},{"resource":` + a + `}],"total":2}`, want: []got{
		{"{}", 0, 0, 46, ""}, {a, 0, 1, 62, ""}}},
	{name: "type last", text: `{"entry":[{"resource":{}}],"total":1,"resourceType":"Bundle"}`, want: []got{{"{}", 0, 0, 22, ""}}},
	{name: "type last, entries past the limit", max: 30,
		text: `{"entry":[{"resource":{}}` + strings.Repeat(`,{"request":{"method":"DELETE"}}`, 200) + `],"resourceType":"Bundle"}`,
		want: []got{{"{}", 0, 0, 22, ""}}},
	{name: "entries without resource", text: bundle + `"entry":[{"request":{"resource":{}}},{},{"resource":null},{"fullUrl":"u","resource":{"a":1},"search":{}}]}`,
		want: []got{{`{"a":1}`, 0, 3, 109, ""}}},
	{name: "nested Bundle", text: bundle + `"entry":[{"resource":` + bundle + `"entry":[{"resource":{}}]}}]}`, want: []got{
		{bundle + `"entry":[{"resource":{}}]}`, 0, 0, 46, ""}}},
	{name: "escaped names", text: `{"resourceT\u0079pe":"\u0042undle","\u0065ntry":[{"\u0072esource":{}}]}`, want: []got{
		{"{}", 0, 0, 66, ""}}},
	{name: "other kinds", text: bundle + `"entry":[1,{"resource":"x"},{"resource":[]},{"resource":{}}]}`, want: []got{
		{"", 0, 0, 34, "expected a resource, not a number"}, {"", 0, 1, 48, "expected a resource, not a string"},
		{"", 0, 2, 65, "expected a resource, not an array"}, {"{}", 0, 3, 81, ""}}},
	{name: "a long link", max: 30, text: bundle + `"link":"` + strings.Repeat("x", 9000) + `","entry":[{"resource":{}}]}`,
		want: []got{{"{}", 0, 0, 9056, ""}}},
	{name: "a long resource", max: 30, text: bundle + `"entry":[{"resource":{"a":"` + strings.Repeat("x", 300) + `"}},{"resource":{}}]}`,
		want: []got{{"", 0, 0, 46, tooLong30}, {"{}", 0, 1, 368, ""}}},

	// Failures of the document.
	{name: "nothing", text: " \n", err: "rest: JSON ends early at byte 2"},
	{name: "not a resource", text: `"x"`, err: "rest: expected a JSON object or array at byte 0"},
	{name: "XML", text: `<Patient/>`, err: "rest: expected a JSON object or array at byte 0"},
	{name: "resource cut off", text: a[:19], err: "rest: JSON ends early at byte 19"},
	{name: "name cut off", text: `{"a":1,"resou`, err: "rest: JSON ends early at byte 13"},
	{name: "name cut off in an escape", text: bundle + `"entry":[{"resource":{},"\`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: JSON ends early at byte 51 (in entry 0)"},
	{name: "array cut off", text: "[" + a + "," + a[:7], want: []got{{a, 0, 0, 1, ""}}, err: "rest: JSON ends early at byte 29 (in item 1)"},
	{name: "array not closed", text: "[" + a, want: []got{{a, 0, 0, 1, ""}}, err: "rest: JSON ends early at byte 21 (in item 0)"},
	{name: "entry cut off in an escape", text: bundle + `"entry":[{"resource":{}},{"resource":{"a":"\`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: JSON ends early at byte 69 (in entry 1)"},
	{name: "cut off before the type", text: `{"entry":[{"resource":{}},{"resource":`, want: []got{{"{}", 0, 0, 22, ""}},
		err: "rest: JSON ends early at byte 38 (in entry 1)"},
	{name: "cut off after the entries", text: bundle + `"entry":[{"resource":{}}]`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: JSON ends early at byte 50"},
	{name: "more after a resource", text: a + "\n" + a, want: []got{{a, 0, -1, 0, ""}},
		err: "rest: more data follows the JSON value at byte 21; one resource a line is NDJSON"},
	{name: "more after a Bundle", text: bundle + `"entry":[{"resource":{}}]}]`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: more data follows the JSON value at byte 51; one resource a line is NDJSON"},
	{name: "entry is an object", text: bundle + `"entry":{"resource":{}}}`, err: "rest: the Bundle's entry is not an array at byte 33"},
	{name: "wrong bracket", text: `[{},{"a":[1}]`, want: []got{{"{}", 0, 0, 1, ""}},
		err: "rest: expected ']', not '}' at byte 11 (in item 1)"},
	{name: "a bracket missing in a resource", text: bundle + `"entry":[{"resource":{"a":{"b":[1]},"id":"x"},"search":{}},{"resource":{"a":{"b":[1],"id":"x"},"search":{}},{"resource":{}}]}`,
		want: []got{{`{"a":{"b":[1]},"id":"x"}`, 0, 0, 46, ""}, {`{"a":{"b":[1],"id":"x"},"search":{}}`, 0, 1, 96, ""}},
		err:  "rest: expected a field name in double quotes at byte 133 (in entry 1)"},
	{name: "brackets that cross in a resource", text: bundle + `"entry":[{"resource":{"a":[{"b":[1}],"id":"x"},"search":{}},{"resource":{}}]}`,
		err: "rest: expected ']', not '}' at byte 59 (in entry 0)"},
	{name: "brackets that do not match beside a resource", text: bundle + `"entry":[{"resource":{},"search":{"a":[1}}}]}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: expected ']', not '}' at byte 65 (in entry 0)"},
	{name: "no comma", text: `[{} {}]`, want: []got{{"{}", 0, 0, 1, ""}}, err: "rest: expected ',' or ']' at byte 4 (in item 0)"},
	{name: "comma before the end", text: `[{},]`, want: []got{{"{}", 0, 0, 1, ""}}, err: "rest: expected a JSON value at byte 4 (in item 1)"},
	{name: "no colon", text: bundle + `"entry"[]}`, err: "rest: expected ':' at byte 32"},
	{name: "name without quotes", text: bundle + `entry:[]}`, err: "rest: expected a field name in double quotes at byte 25"},
	{name: "no comma between fields", text: bundle + `"total":1 "entry":[]}`, err: "rest: expected ',' or '}' at byte 35"},
	{name: "broken between resources", text: bundle + `"entry":[{"resource":{},"search":{"mode":}}]}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: JSON is not valid at byte 58 (in entry 0)"},
	{name: "broken name", text: bundle + `"\x":1}`, err: "rest: JSON is not valid at byte 25"},
	{name: "a name that is not UTF-8", text: bundle + `"entry":[{"resource":{}},{"r` + "\xe5" + `source":{}}]}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: JSON is not valid at byte 51 (in entry 1)"},
	{name: "entries that are not UTF-8", text: bundle + `"` + "\xe5" + `ntry":[{"resource":{}}]}`, err: "rest: JSON is not valid at byte 25"},
	{name: "a fullUrl that is not UTF-8", text: bundle + `"entry":[{"fullUrl":"` + "\xf5" + `rn:x","resource":{}}]}`,
		err: "rest: JSON is not valid at byte 45 (in entry 0)"},
	{name: "a total that is not UTF-8", text: bundle + `"entry":[{"resource":{}}],"total":["` + "\xc3" + `"]}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: JSON is not valid at byte 59"},
	{name: "broken number", text: bundle + `"total":01}`, err: "rest: JSON is not valid at byte 33"},
	{name: "two lists", text: bundle + `"entry":[{"resource":{}}],"entry":[]}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: the Bundle has two entry lists at byte 59"},
	{name: "two resources", text: bundle + `"entry":[{"resource":{},"resource":{}}]}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: the entry has two resources at byte 60 (in entry 0)"},
	{name: "two fullUrls", text: bundle + `"entry":[{"fullUrl":"a","resource":{},"fullUrl":"a"}]}`, want: []got{{"{}", 0, 0, 60, ""}},
		err: "rest: the entry has two fullUrls at byte 73 (in entry 0)"},
	{name: "two types", text: bundle + `"entry":[{"resource":{}}],"resourceType":"Bundle"}`, want: []got{{"{}", 0, 0, 46, ""}},
		err: "rest: the object has two types at byte 66"},
	{name: "two types that differ", text: bundle + `"resourceType":"A","entry":[{"resource":{}}]}`,
		err: "rest: the object has two types at byte 40"},
}

func TestJSON(t *testing.T) {
	for _, c := range jsonCases {
		t.Run(c.name, func(t *testing.T) {
			everyWay(t, JSON, c.text, c.max, outcome{Records: c.want, Err: c.err})
		})
	}
}

func TestJSONTooDeep(t *testing.T) {
	text := "[{}," + strings.Repeat("[", maxDepth+1)
	want := outcome{
		Records: []got{{"{}", 0, 0, 1, ""}},
		Bytes:   int64(len(text)),
		Err:     fmt.Sprintf("rest: JSON is nested deeper than %d levels at byte %d (in item 1)", maxDepth, maxDepth+4),
	}
	if diff := cmp.Diff(want, drain(JSON(strings.NewReader(text), nil))); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

// A List has a field called entry. Where that alone fills the memory for one resource, it is taken for a Bundle's.
func TestJSONLongListWithTypeLast(t *testing.T) {
	text := `{"entry":[{"item":{}}` + strings.Repeat(`,{"item":{}}`, 1000) + `],"resourceType":"List"}`
	want := outcome{
		Bytes: int64(len(text)),
		Err: "rest: the object at byte 0 has entries but is not a Bundle, and is too long for a resource " +
			"(put resourceType first, or raise the limit)",
	}
	got := drain(JSON(strings.NewReader(text), &Options{MaxRecord: 30, BlockSize: 64}))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

// A Bundle without end must be read in the memory of a few blocks, wherever its resourceType is.
func TestBundleInBoundedMemory(t *testing.T) {
	for _, start := range []string{bundle + `"entry":[{}`, `{"entry":[{}`} {
		text := &pattern{text: []byte(`,{"fullUrl":"urn:x","resource":{"resourceType":"A","id":"1"}}`)}
		r := &joined{first: strings.NewReader(start), then: text}
		records, largest := 0, 0
		for b, err := range JSON(r, &Options{MaxRecord: 10_000, BlockSize: 1000}) {
			if err != nil {
				t.Fatal(err)
			}
			records += len(b.Records)
			largest = max(largest, cap(b.buf))
			b.Release()
			if records > 10_000 {
				break
			}
		}
		if largest > 11_000 {
			t.Errorf("%s…: a buffer of %d bytes", start, largest)
		}
	}
}

// joined is an io.MultiReader that never returns less than it could.
type joined struct {
	first *strings.Reader
	then  *pattern
}

func (j *joined) Read(p []byte) (int, error) {
	if n, err := j.first.Read(p); err == nil {
		return n, nil
	}
	return j.then.Read(p)
}

func TestSourceOfReaderIsReadOnce(t *testing.T) {
	for name, open := range map[string]constructor{"NDJSON": NDJSON, "JSON": JSON} {
		src := open(strings.NewReader("{}"), &Options{Name: "in"})
		drain(src)
		want := outcome{Err: "in: the input was read before; a reader can be ranged over only once"}
		if diff := cmp.Diff(want, drain(src)); diff != "" {
			t.Errorf("%s: second range differs (-want +got):\n%s", name, diff)
		}
	}
}
