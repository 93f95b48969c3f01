package fhirclient

import (
	"context"
	"iter"
	"net/url"
)

// SearchPages is a search for those who know this package by an interface only: its signature has nothing but types of
// the standard library. It hands over the matches of each page, as [Search.Pages] does, each page in memory of its own,
// which the client never writes to again: the receiver may keep it. A search that turns out to be incomplete ends in
// an [*IncompleteError], after everything that came.
func (c *Client) SearchPages(ctx context.Context, typ string, params url.Values) iter.Seq2[[][]byte, error] {
	return c.plain(ctx, typ, params, nil)
}

// LendPages is SearchPages for receivers who give pages back, so that their memory is used again: release takes a page,
// the very slice that was handed over, when nothing of it is needed any more. It may be called from any goroutine, also
// after the search has ended, and at most once for a page. A page that is not given back is the receiver's to keep.
func (c *Client) LendPages(ctx context.Context, typ string, params url.Values) (pages iter.Seq2[[][]byte, error], release func(page [][]byte)) {
	return c.plain(ctx, typ, params, &c.lent), c.lent.giveBack
}

// plain is a search without types of this package.
func (c *Client) plain(ctx context.Context, typ string, params url.Values, lent *pageMemories) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		s := c.Search(ctx, typ, params, &SearchOptions{Keep: true})
		s.lent = lent
		for page, err := range s.Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.plainPage(&page), nil) {
				return
			}
		}
		if err := s.Incomplete(); err != nil {
			yield(nil, &placedError{err})
		}
	}
}

// plainPage returns a page's resources.
func (s *Search) plainPage(page *Page) [][]byte {
	if s.lent != nil {
		return page.memory.lend(page.Entries)
	}
	resources := make([][]byte, len(page.Entries))
	for i := range page.Entries {
		resources[i] = page.Entries[i].Resource
	}
	return resources
}
