package fhirclient

import (
	"context"
	"iter"
	"net/url"
	"slices"
	"sync"
)

// SearchPages is a search for those who know this package by an interface only: its signature has nothing but types of
// the standard library. It hands over the matches of each page, as [Search.Pages] does, each page in memory of its own,
// which the client never writes to again: the receiver may keep it. A search that turns out to be incomplete ends in
// an [*IncompleteError], which is [ErrTruncated], after everything that came.
func (c *Client) SearchPages(ctx context.Context, typ string, params url.Values) iter.Seq2[[][]byte, error] {
	return c.plain(ctx, typ, params, nil)
}

// LendPages is SearchPages for receivers who give pages back, so that their memory is used again: release takes a page,
// the very slice that was handed over, when nothing of it is needed any more. It may be called from any goroutine, also
// after the search has ended, and at most once for a page. A page that is not given back is the receiver's to keep.
func (c *Client) LendPages(ctx context.Context, typ string, params url.Values) (pages iter.Seq2[[][]byte, error], release func(page [][]byte)) {
	return c.plain(ctx, typ, params, &c.bodies), c.bodies.giveBack
}

// plain is a search without types of this package.
func (c *Client) plain(ctx context.Context, typ string, params url.Values, memory *bodies) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		s := c.Search(ctx, typ, params, &SearchOptions{Keep: true})
		s.bodies = memory
		for page, err := range s.Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.lend(&page), nil) {
				return
			}
		}
		if err := s.Incomplete(); err != nil {
			yield(nil, &placedError{err})
		}
	}
}

// lend returns a page's resources. Behind the last of them, out of sight, stands the body that they are parts of, for
// giveBack to find.
func (s *Search) lend(page *Page) [][]byte {
	resources := make([][]byte, 0, len(page.Entries)+1)
	for i := range page.Entries {
		resources = append(resources, page.Entries[i].Resource)
	}
	if s.bodies == nil {
		return slices.Clip(resources)
	}
	return append(resources, page.body)[:len(resources)]
}

// bodies is memory for pages that was given back.
type bodies struct{ sync.Pool }

// mostKept is the size of the largest body whose memory is kept for another.
const mostKept = 16 << 20

func (b *bodies) giveBack(page [][]byte) {
	if len(page) == cap(page) {
		return // not a page that was lent
	}
	body := page[:len(page)+1][len(page)]
	if clear(page[:cap(page)]); cap(body) > 0 && cap(body) <= mostKept {
		b.Put(&body)
	}
}

// take returns memory for a body, or nil.
func (b *bodies) take() []byte {
	if body, ok := b.Get().(*[]byte); ok {
		return (*body)[:0]
	}
	return nil
}
