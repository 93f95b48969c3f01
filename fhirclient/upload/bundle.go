package upload

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/go-json-experiment/json/jsontext"
)

// group is a Bundle of the input. Its entries are items, each with a number of its own in the journal.
type group struct {
	Record // the Bundle, as it was read

	typ   string
	posts bool // sent as it is
	first int64
	items []*item // those that write something
	size  int64   // numbers that it takes
	bad   error   // of the Bundle as a whole

	index *bundleIndex
	lost  []lostItem // of its chain
}

// whole is true for a Bundle of which everything is stored, or nothing.
func (g *group) whole() bool { return g != nil && g.posts && g.typ == "transaction" }

var errMessage = errors.New("a Bundle of type message is for a server to process ($process-message), not to store without an id; --unwrap writes its resources")

// keepsWhole is true for a document or a message that has an id: a resource of its own, as an export of a server has it, whose
// entries are what other resources were at some time.
func (up *upload) keepsWhole(data []byte, id string) bool {
	if up.cfg.Unwrap || id == "" {
		return false
	}
	typ, _, err := fhir.ParseRequests(data)
	return err == nil && (typ == "document" || typ == "message")
}

// ownNames are the fullUrls of the entries of a Bundle that is written as one resource. Its references may mean these.
func ownNames(data []byte) map[string]bool {
	_, entries, _ := fhir.ParseRequests(data) // which is well-formed
	names := map[string]bool{}
	for i := range entries {
		names[plainURN(string(entries[i].FullURL))] = true
	}
	return names
}

// takeBundle makes a group of a Bundle.
func (up *upload) takeBundle(record Record) *group {
	g := &group{Record: record, first: up.read, size: 1}
	g.Data = bytes.Clone(fhir.WithoutMark(record.Data))
	typ, entries, err := fhir.ParseRequests(g.Data)
	g.typ, g.bad = typ, err
	g.posts = !up.cfg.Unwrap && (typ == "transaction" || typ == "batch")
	sound := jsontext.Value(g.Data).IsValid()
	switch {
	case !sound && (err != nil || g.posts):
		g.bad = fhir.ErrNotJSON
	case err == nil && typ == "message" && !up.cfg.Unwrap:
		g.bad = errMessage
	case typ == "history":
		entries = newest(entries)
	}
	if g.bad != nil {
		return g
	}
	for i := range entries {
		e := &entries[i]
		if !g.posts && empty(e) {
			continue
		}
		it := &item{Record: Record{Data: e.Resource, Position: record.Position}, index: up.read + int64(len(g.items)), group: g, entry: i, from: e}
		it.typ, it.id, it.bad = string(e.Type), string(e.ID), e.Bad
		if !sound && !jsontext.Value(e.Raw).IsValid() {
			it.bad = fhir.ErrNotJSON
		}
		g.items = append(g.items, it)
	}
	g.size = max(1, int64(len(g.items)))
	if g.posts {
		up.planPost(g)
	} else {
		up.planUnwrap(g)
	}
	return g
}

// empty is true for entries that ask for nothing: without resource, or with what a search has to tell about itself.
func empty(e *fhir.Request) bool {
	return e.Bad == nil && (!e.Asked && e.Resource == nil || string(e.Mode) == "outcome")
}

// newest leaves the newest version of each resource of a history, which comes first.
func newest(entries []fhir.Request) []fhir.Request {
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		name := string(e.Type) + "/" + string(e.ID)
		if e.Resource == nil {
			name = e.URL
		}
		if seen[name] {
			*e = fhir.Request{}
		} else if e.Method == http.MethodPost { // which would create it once more
			e.Method, e.URL = http.MethodPut, name
		}
		seen[name] = true
	}
	return entries
}

// planPost prepares a Bundle that is sent as it is.
func (up *upload) planPost(g *group) {
	g.index = newBundleIndex(g.items)
	harmful := false
	for _, it := range g.items {
		url := strings.TrimPrefix(it.from.URL, "/")
		it.method = it.from.Method
		it.harmful = !fhir.Repeatable(it.method, len(fhir.ParseCondition(it.from.IfNoneExist)) > 0)
		harmful = harmful || it.harmful
		if it.method == http.MethodPut && fhir.RequestType(url) != "" {
			it.key = url
		}
		if it.bad == nil && mayHaveLinks(it.Data) {
			up.planPosted(it)
		}
	}
	if g.typ != "transaction" {
		return
	}
	for _, it := range g.items {
		it.harmful = harmful
		if it.bad != nil && g.bad == nil {
			g.bad = entryError(it.entry, it.bad)
		}
	}
}

// planPosted looks for references that the server will not resolve: of a transaction, those to entries that are not there;
// of a batch, all.
func (up *upload) planPosted(it *item) {
	transaction := it.group.typ == "transaction"
	eachLink(it.Data, func(l link) {
		local := up.local(l.text)
		switch {
		case l.kind != linkReference || it.bad != nil:
		case isCondition(local):
			it.conditional = true
			if !transaction {
				it.links = append(it.links, plannedLink{link: l, target: noItem, condition: local})
			}
		case !isBundleName(l.text):
		case !transaction:
			it.bad = errBatchReference
		case !it.group.names(l.text):
			it.bad = errDangling
		}
	})
}

// names is true where a server finds an entry by a link, which it compares letter by letter.
func (g *group) names(text string) bool {
	i := g.index.url(text)
	return i == severalItems || i >= 0 && string(g.items[i].from.FullURL) == text
}

// entryOf is the entry's text, with the resource as it is now.
func (it *item) entryOf() []byte {
	e := it.from
	if !it.changed() {
		return e.Raw
	}
	at := bytes.Index(e.Raw, e.Resource)
	return slices.Concat(e.Raw[:at], it.Data, e.Raw[at+len(e.Resource):])
}

// changed is true where the resource is not what was read.
func (it *item) changed() bool { return it.Data != nil && !bytes.Equal(it.Data, it.from.Resource) }

// bundleOf is a Bundle of some of a group's entries, of the same type.
func (g *group) bundleOf(items []*item) []byte {
	out := []byte(`{"resourceType":"Bundle"`)
	if g.typ != "" {
		out = fhir.AppendText(append(out, `,"type":`...), g.typ)
	}
	out = append(out, `,"entry":[`...)
	for i, it := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, it.entryOf()...)
	}
	return append(out, "]}"...)
}
