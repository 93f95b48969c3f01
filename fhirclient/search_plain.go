package fhirclient

import (
	"context"
	"iter"
	"net/url"
)

// ErrTruncated ends a search by [Client.SearchPages] whose pages held fewer matches than the server says it found.
// It has a method Truncated, true, for callers who do not know this package.
var ErrTruncated error = truncatedError{}

type truncatedError struct{}

func (truncatedError) Error() string {
	return "the search is truncated: the server claims more matches than it sent"
}
func (truncatedError) Truncated() bool { return true }

// SearchPages is a search for those who know this package by an interface only: its signature has nothing but types of
// the standard library. It hands over the matches of each page, as [Search.Pages] does, each page in memory of its own,
// which the client never writes to again: the receiver may keep it. A search that turns out to be truncated ends in
// [ErrTruncated], after everything that came.
func (c *Client) SearchPages(ctx context.Context, typ string, params url.Values) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		s := c.Search(ctx, typ, params, &SearchOptions{Keep: true})
		for page, err := range s.Pages() {
			if err != nil {
				yield(nil, err)
				return
			}
			resources := make([][]byte, len(page.Entries))
			for i, e := range page.Entries {
				resources[i] = e.Resource
			}
			if !yield(resources, nil) {
				return
			}
		}
		if s.Truncated() {
			yield(nil, ErrTruncated)
		}
	}
}
