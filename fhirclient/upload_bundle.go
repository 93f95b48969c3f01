package fhirclient

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

// entry is an entry of a Bundle that is to be uploaded.
type entry struct {
	fhir.Entry

	raw    []byte // all of it
	bad    error  // it is no entry
	asked  bool   // it has a request
	method string
	url    string
	ifNoneExist, ifMatch,
	other string // a condition that only a server can judge
}

var (
	errNoEntries = errors.New("the Bundle is malformed")
	errMessage   = errors.New("a Bundle of type message is for a server to process ($process-message), not to store without an id; --unwrap writes its resources")
)

// bundleParts reads a Bundle. The text is known to be well-formed.
func bundleParts(data []byte) (typ string, entries []entry, err error) {
	c := fhir.NewCursor(data)
	err = c.Fields(func(name []byte) error {
		switch string(name) {
		case "type":
			text, err := c.TextOr()
			typ = string(text)
			return err
		case "entry":
			if c.Peek() != '[' {
				return c.Skip()
			}
			return c.Items(func(int) error {
				e, err := readUploadEntry(&c)
				entries = append(entries, e)
				return err
			})
		}
		return c.Skip()
	})
	if err != nil {
		return "", nil, errNoEntries
	}
	return typ, entries, nil
}

func readUploadEntry(c *fhir.Cursor) (entry, error) {
	raw, err := c.Raw()
	e := entry{raw: raw}
	if err != nil || raw[0] == 'n' {
		return e, err
	}
	inner := fhir.NewCursor(raw)
	e.bad = e.Parse(&inner)
	if e.bad == nil {
		inner = fhir.NewCursor(raw)
		e.bad = inner.Fields(func(name []byte) error {
			if string(name) != "request" || inner.Peek() != '{' {
				return inner.Skip()
			}
			e.asked = true
			return e.readRequest(&inner)
		})
	}
	return e, nil
}

func (e *entry) readRequest(c *fhir.Cursor) error {
	return c.Fields(func(name []byte) error {
		var to *string
		switch string(name) {
		case "method":
			to = &e.method
		case "url":
			to = &e.url
		case "ifNoneExist":
			to = &e.ifNoneExist
		case "ifMatch":
			to = &e.ifMatch
		case "ifNoneMatch", "ifModifiedSince":
			to = &e.other
		default:
			return c.Skip()
		}
		text, err := c.TextOr()
		*to = string(text)
		return err
	})
}

// keepsWhole is true for a document or a message that has an id: a resource of its own, as an export of a server has it, whose
// entries are what other resources were at some time.
func (up *upload) keepsWhole(data []byte, id string) bool {
	if up.cfg.Unwrap || id == "" {
		return false
	}
	typ, _, err := bundleParts(data)
	return err == nil && (typ == "document" || typ == "message")
}

// ownNames are the fullUrls of the entries of a Bundle that is written as one resource. Its references may mean these.
func ownNames(data []byte) map[string]bool {
	_, entries, _ := bundleParts(data) // which is well-formed
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
	typ, entries, err := bundleParts(g.Data)
	g.typ, g.bad = typ, err
	g.posts = !up.cfg.Unwrap && (typ == "transaction" || typ == "batch")
	sound := jsontext.Value(g.Data).IsValid()
	switch {
	case !sound && (err != nil || g.posts):
		g.bad = errNotJSON
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
		if !g.posts && e.empty() {
			continue
		}
		it := &item{Record: Record{Data: e.Resource, Position: record.Position}, index: up.read + int64(len(g.items)), group: g, entry: i, from: e}
		it.typ, it.id, it.bad = string(e.Type), string(e.ID), e.bad
		if !sound && !jsontext.Value(e.raw).IsValid() {
			it.bad = errNotJSON
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
func (e *entry) empty() bool {
	return e.bad == nil && (!e.asked && e.Resource == nil || string(e.Mode) == "outcome")
}

// newest leaves the newest version of each resource of a history, which comes first.
func newest(entries []entry) []entry {
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		name := string(e.Type) + "/" + string(e.ID)
		if e.Resource == nil {
			name = e.url
		}
		if seen[name] {
			*e = entry{}
		} else if e.method == http.MethodPost { // which would create it once more
			e.method, e.url = http.MethodPut, name
		}
		seen[name] = true
	}
	return entries
}

// request is the entry as a request of a batch.
func (e *entry) request() BatchEntry {
	return BatchEntry{Method: e.method, URL: strings.TrimPrefix(e.url, "/"), IfNoneExist: fhir.ParseCondition(e.ifNoneExist), Resource: e.Resource, raw: e.raw}
}

// planPost prepares a Bundle that is sent as it is.
func (up *upload) planPost(g *group) {
	g.index = newBundleIndex(g.items)
	requests := make([]BatchEntry, len(g.items))
	for i, it := range g.items {
		requests[i] = it.from.request()
		it.request = &requests[i]
		it.harmful = repeatableEntries(requests[i:i+1]) != always
		it.method = requests[i].Method
		if it.method == http.MethodPut && requests[i].typ() != "" {
			it.key = requests[i].URL
		}
		if it.bad == nil && mayHaveLinks(it.Data) {
			up.planPosted(it)
		}
	}
	if g.typ != "transaction" {
		return
	}
	harmful := repeatableEntries(requests) != always
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
	if it.Data == nil || bytes.Equal(it.Data, e.Resource) {
		return e.raw
	}
	at := bytes.Index(e.raw, e.Resource)
	return slices.Concat(e.raw[:at], it.Data, e.raw[at+len(e.Resource):])
}

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
