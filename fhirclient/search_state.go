package fhirclient

import "github.com/fhirview/fhirview/fhirclient/internal/fhir"

const (
	maxOutcomes    = 100 // that are kept
	maxBarrenPages = 100 // that are followed in a row
)

// searchState is what a search has come to know.
type searchState struct {
	pages, matches, repeated int

	total    int  // the most that any page claims, or -1
	exact    bool // the total is no estimate, and the pages should come up to it
	barren   int  // pages in a row that brought nothing new
	linked   bool // the latest page has a link to another
	partly   bool // the loop was left within a page
	left     bool // the loop did not come to the end
	outcomes []*OperationOutcome
	seen     *seen       // nil where repeated resources are welcome
	kinds    []entryKind // of a page's entries
	keys     []seenKey   // of them, where repeated resources are not welcome
	flaws
}

func (s *Search) reset() {
	s.state = searchState{total: -1, left: true, exact: true}
	if !s.opts.Duplicates {
		s.state.seen = newSeen()
	}
	p := s.params
	if p.Get("_total") == "estimate" || p.Get("_summary") == "count" || p.Get("_count") == "0" {
		s.state.exact = false
	}
}

// short is true where the pages have fewer matches than claimed.
func (s *searchState) short() bool { return s.exact && s.total > s.matches }

// take returns what there is to hand over of a page's entries.
func (s *Search) take(page *searchPage) []PageEntry {
	st, b, into := &s.state, &page.bundle, page.memory.room(len(page.bundle.Entries))
	st.pages++
	st.total = max(st.total, b.Total)
	st.answered(page.status)
	st.came(page.conn)
	if o := parseOutcome(b.Issues); o != nil {
		st.hold(o)
	}
	s.look(b.Entries)
	fresh := false
	for i := range b.Entries {
		e := &b.Entries[i]
		switch kind := st.kinds[i]; {
		case kind == kindNothing:
			st.hollow++
		case kind == kindOutcome:
			st.keep(e)
		case kind == kindInclude && !s.opts.Includes:
			fresh = true
		case st.count(e, i, kind == kindMatch):
			fresh = true
			into = append(into, PageEntry{Index: i, Resource: e.Resource, Include: kind == kindInclude})
		}
	}
	if st.barren++; fresh {
		st.barren = 0
	}
	return into
}

// entryKind is what an entry is to the search.
type entryKind int

const (
	kindNothing entryKind = iota
	kindMatch
	kindInclude
	kindOutcome
)

// kind goes by the entry's mode. Where the server tells none, what has another type than was searched for came along
// with a match; but what has no type, or a damaged one, is for whoever decodes it to complain about.
func (s *Search) kind(e *fhir.Entry) entryKind {
	if string(e.Type) != s.typ {
		e.ReadOn() // as what it says it is, it may not be handed over
	}
	switch {
	case e.Resource == nil:
		return kindNothing
	case string(e.Mode) == "outcome", string(e.Type) == "OperationOutcome" && s.typ != "OperationOutcome":
		return kindOutcome
	case string(e.Mode) == "include":
		return kindInclude
	case string(e.Mode) == "match", string(e.Type) == s.typ, fhir.CheckType(string(e.Type)) != nil:
		return kindMatch
	}
	return kindInclude
}

// keep keeps what the server has to tell. Something else in the guise of an outcome is an entry that is lost.
func (s *searchState) keep(e *fhir.Entry) {
	o := parseOutcome(e.Resource)
	if o == nil {
		s.hollow++
		return
	}
	s.hold(o)
}

func (s *searchState) hold(o *OperationOutcome) {
	s.told(o)
	if len(s.outcomes) < maxOutcomes {
		s.outcomes = append(s.outcomes, o)
	}
}

// look looks at the entries of a page, before they are counted.
func (s *Search) look(entries []fhir.Entry) {
	st := &s.state
	st.kinds, st.keys = st.kinds[:0], st.keys[:0]
	for i := range entries {
		st.kinds = append(st.kinds, s.kind(&entries[i]))
	}
	if st.seen == nil {
		return
	}
	for i := range entries {
		st.keys = append(st.keys, st.seen.key(entries[i].Type, entries[i].ID))
	}
	st.seen.approach(st.keys)
}

// count counts the i-th resource of a page, and is true where it was not there before.
func (s *searchState) count(e *fhir.Entry, i int, match bool) bool {
	first, firstMatch := true, match
	if s.seen != nil && len(e.ID) > 0 {
		first, firstMatch = s.seen.add(s.keys[i], match)
		if !first && e.Headed {
			e.ReadOn()
			if key := s.seen.key(e.Type, e.ID); key != s.keys[i] { // it has two ids, or is damaged
				s.keys[i] = key
				return s.count(e, i, match)
			}
		}
	}
	if firstMatch {
		s.matches++
	}
	if !first {
		s.repeated++
	}
	return first
}
