package upload

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/inside"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

// TestLinks finds links where they may stand, and nowhere else.
func TestLinks(t *testing.T) {
	const text = `{"resourceType":"X","url":"no","meta":{"profile":["no"],"source":"1"},"reference":{"reference":"2","display":"no"},
		"valueCanonical":"no","valueUri":"3","content":[{"attachment":{"url":"4"}}],"list":[{"reference":"5"}],"policy":["6","7"],
		"identifier":[{"value":"no"}],"contained":[{"url":"8","text":{"div":"<a  HREF = \"9\">href=\"no\"</a><img alt='no' src='10'/>"}}],
		"note":[{"text":"<a href=\"no\">"}],"fullUrl":"no","instantiatesCanonical":["no"],"valueOid":"11","valueUuid":"12","valueUrl":"13"}`
	var got []string
	data := []byte(text)
	eachLink(data, func(l link) {
		if string(data[l.from:l.to]) != l.text {
			t.Errorf("%s is not at its place", l.text)
		}
		got = append(got, l.text)
	})
	if diff := cmp.Diff(strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12 13"), got); diff != "" {
		t.Error(diff)
	}
}

// FuzzUploadBundle takes Bundles of any shape apart, and leaves all JSON well-formed.
func FuzzUploadBundle(f *testing.F) {
	for _, seed := range []string{
		`{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p","link":[{"other":{"reference":"urn:uuid:1"}}]},"request":{"method":"POST","url":"Patient"}}]}`,
		`{"resourceType":"Bundle","type":"batch","entry":[null,5,{"resource":5},{"request":{"method":"DELETE","url":"Patient/1"}},{"resource":{"resourceType":"Patient"},"request":{"method":"PUT","url":"Patient/2"}}]}`,
		`{"resourceType":"Bundle","type":"history","entry":[{"resource":{"resourceType":"Patient","id":"1","x":{"reference":"Patient/2"}}},{"fullUrl":"http://a/Patient/2","resource":{"resourceType":"Patient","id":"2"}}]}`,
		`{"resourceType":"Bundle","entry":{},"type":7}`, `{"resourceType":"Bundle","entry":[{"entry":[]`,
	} {
		f.Add([]byte(seed), true, true)
		f.Add([]byte(seed), false, false)
	}
	client := systemClient(f, "http://example.org/fhir", nil)
	f.Fuzz(func(t *testing.T, data []byte, unwrap, creates bool) {
		up := &upload{client: client, inside: inside.Of(client), cfg: Options{Unwrap: unwrap, OwnIDs: !creates, MaxRecord: 1 << 20}}
		if creates {
			up.cfg.Create = true
		}
		g := up.takeBundle(Record{Data: data})
		if g.size < 1 || g.bad == nil && int64(len(g.items)) > g.size {
			t.Fatalf("%d items, size %d", len(g.items), g.size)
		}
		for _, it := range g.items {
			if it.bad != nil {
				continue
			}
			for i := range g.items {
				g.items[i].name = "Patient/new"
			}
			if up.resolve(it, true) == nil && it.Data != nil && !jsontext.Value(it.Data).IsValid() {
				t.Errorf("the resource is %s", it.Data)
			}
			if text := g.bundleOf([]*item{it}); !jsontext.Value(text).IsValid() {
				t.Errorf("the Bundle is %s", text)
			}
		}
	})
}
