package fhirclient

import (
	"context"
	"iter"
	"net/url"
)

// SearchOptions say how a search is made. The zero value, and nil, are the defaults.
type SearchOptions struct {
	// Count is how many resources a page should have; the server may choose to send fewer. A _count among the parameters
	// goes before it. Default: the server's own.
	Count int
	// Post sends the parameters in a request's body, to _search, which keeps them out of the logs of servers and proxies.
	// Default: only where they are too long for a URL.
	Post bool
	// Strict asks the server to refuse parameters that it does not know, instead of passing over them and finding more
	// than was asked for. Default: as the server likes.
	Strict bool
	// Includes hands over the resources that _include and _revinclude bring along, too. Default: matches only.
	Includes bool
	// MaxPages is how many pages are fetched at most. A search that has more is incomplete. Default: all.
	MaxPages int
	// Sequential fetches a page when the one before has been handed over. Default: it is fetched meanwhile.
	Sequential bool
	// Keep leaves a page's memory to those who hold its resources, which stay valid then, until [Page.Release]. Default: the
	// memory is used again for a page after it.
	Keep bool
	// Duplicates hands over a resource each time that it is sent. Default: the first time only, told by a hash of type and
	// id; that takes up to 60 bytes of memory for each resource of the search, 60 MB for a million.
	Duplicates bool
}

// Search is a search on the server, made whenever one ranges over [Search.Entries] or [Search.Pages]. The other methods
// tell of the latest time, and are complete when the loop has ended. It is for one goroutine at a time.
type Search struct {
	silent

	client *Client
	ctx    context.Context //nolint:containedctx // a search is one operation, which ranging over it performs
	typ    string
	params url.Values
	opts   SearchOptions
	state  searchState
	lent   *pageMemories // where the memory for pages comes from that are lent, or nil
}

// Search prepares a search for resources of a type. It sends nothing, and what is wrong with the arguments is the first
// error of the loop. The context ends the loop at any time. The parameters must not change until then; those of one name
// are sent in their order. Formats other than JSON cannot be asked for.
func (c *Client) Search(ctx context.Context, typ string, params url.Values, opts *SearchOptions) *Search {
	s := &Search{client: c, ctx: ctx, typ: typ, params: params}
	if opts != nil {
		s.opts = *opts
	}
	return s
}

// Page is what a page of a search has to hand over.
type Page struct {
	// Number counts the server's pages from 0.
	Number int
	// Entries are in the server's order.
	Entries []PageEntry
	// Release gives the memory of the page back, so that another can be received into it: nothing of the page may be used
	// then. It may be called from any goroutine, once, and need not be called. It is nil without [SearchOptions.Keep].
	Release func()

	memory *pageMemory
}

// PageEntry is one resource of a page.
type PageEntry struct {
	// Index is the place in the list of the page's entries, from 0. Those that are not handed over count, too.
	Index int
	// Resource is the resource's JSON text, as the server sent it. It may be read and not be written to.
	Resource []byte
	// Include is true for a resource that does not match itself and comes along with one that does.
	Include bool
}

// Entries searches, and hands over the JSON text of one resource after the other, in the server's order, following the
// links to further pages. The bytes are those that were received, not copied: they are valid until the next step of the
// loop, unless cloned (or [SearchOptions.Keep] is set), and must not be written to.
//
// A resource that was sent before, on this page or another, is passed over; so are entries that tell about the search,
// which [Search.Info] has. An error is the last thing that is handed over, after all resources that came before it.
// Without one, [Search.Incomplete] has to tell that the server's pages came to their end and held all that it found.
//
// Errors are [*StatusError] for refusals, [ErrSearchExpired] for a further page that is gone, [ErrForeignNext] and
// [ErrPageLoop] for links that are not followed, [ErrTooLarge] for pages of no reasonable length, those of the network
// and the context, and malformed pages.
//
// A loop may be left at any time; nothing goes on in the background then.
func (s *Search) Entries() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for page, err := range s.Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Entries {
				if !yield(page.Entries[i].Resource, nil) {
					s.state.partly = i < len(page.Entries)-1
					return
				}
			}
		}
	}
}

// SearchInfo is what a search has come to know.
type SearchInfo struct {
	// Pages is the number of pages that came, Matches the number of resources in them that match, each counted once, and
	// Repeated the number of those that were passed over since they came before.
	Pages, Matches, Repeated int
	// Total is the number of matches that the server claims, an estimate if one was asked for (_total=estimate), and -1 where
	// it claims none.
	Total int
	// Truncated is true where there are, or may be, more matches than were handed over: for a reason that
	// [Search.Incomplete] names, and where the loop was left early or ended in an error.
	Truncated bool
	// Outcomes are what the server has to tell about the search, such as parameters that it passed over; the first 100.
	Outcomes []*OperationOutcome
}

// Info tells of the latest time that the search was made.
func (s *Search) Info() SearchInfo {
	st := &s.state
	return SearchInfo{
		Pages: st.pages, Matches: st.matches, Repeated: st.repeated, Total: st.total,
		Truncated: st.left || st.incomplete(), Outcomes: st.outcomes,
	}
}
