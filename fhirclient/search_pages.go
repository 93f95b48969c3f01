package fhirclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

// Pages searches as [Search.Entries] does, and hands over a page's resources at a time. Pages that have nothing to hand
// over are left out. The entries are valid until the next step of the loop, or for ever with [SearchOptions.Keep].
func (s *Search) Pages() iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		s.reset()
		first, err := s.first()
		if err != nil {
			yield(Page{}, fmt.Errorf("search: %w", err))
			return
		}
		ctx, cancel := context.WithCancel(s.ctx)
		run := &searchRun{search: s, ctx: ctx, been: newSeen()}
		defer func() {
			cancel()
			run.stop()
		}()
		if first.method == http.MethodGet {
			run.visit(first.url)
		}
		run.start(first)
		if err := run.all(yield); err != nil {
			yield(Page{}, s.failed(err))
		}
	}
}

// failed adds which page it is, from 1, that could not be had.
func (s *Search) failed(err error) error {
	_, answered := errors.AsType[*StatusError](err)
	_, sent := errors.AsType[*NetworkError](err)
	if answered || sent { // these name the search themselves
		return &placedError{fmt.Errorf("page %d: %w", s.state.pages+1, err)}
	}
	return &placedError{fmt.Errorf("search %s, page %d: %w", s.typ, s.state.pages+1, err)}
}

// placedError says itself how far a search came: whoever hands it on, as a source of pages does, need not.
type placedError struct{ error }

func (e *placedError) Unwrap() error { return e.error }

// NamesPage is how others know it.
func (e *placedError) NamesPage() {}

// searchRun is a search under way: it reads pages into two memories in turn, so that one can be filled while the other
// is handed over.
type searchRun struct {
	search *Search
	ctx    context.Context //nolint:containedctx // of this run, which is one call of Pages
	been   *seen           // addresses
	pages  [2]searchPage
	kept   pageMemories // given back, where pages are kept
	turn   int
	ahead  *fetch // nil after the last page
}

// searchPage is the memory of a page.
type searchPage struct {
	address string
	status  int
	conn    *guard.Conn
	bundle  fhir.Bundle
	memory  *pageMemory
}

// fetch is a page on its way.
type fetch struct {
	call    *call
	page    *searchPage
	further bool          // not the first page
	done    chan struct{} // closed when err is set
	err     error
}

// start sends for a page, at once or when it is waited for.
func (r *searchRun) start(call *call) {
	f := &fetch{call: call, page: &r.pages[r.turn], further: r.search.state.pages > 0}
	r.turn = 1 - r.turn
	r.ahead = f
	if !r.search.opts.Sequential {
		f.done = make(chan struct{})
		go func() {
			defer close(f.done)
			f.err = r.fetch(f)
		}()
	}
}

// wait returns the page that was sent for.
func (r *searchRun) wait() (*searchPage, error) {
	f := r.ahead
	r.ahead = nil
	if f.done == nil {
		return f.page, r.fetch(f)
	}
	<-f.done
	return f.page, f.err
}

// stop waits for a page on its way, whose context has ended.
func (r *searchRun) stop() {
	if f := r.ahead; f != nil && f.done != nil {
		<-f.done
	}
}

// all hands over page after page. It is nil at the end, and where the loop was left.
func (r *searchRun) all(yield func(Page, error) bool) error {
	s, st := r.search, &r.search.state
	for {
		page, err := r.wait()
		if err != nil {
			return err
		}
		number := st.pages
		page.memory.entries = s.take(page)
		linkErr := r.follow(page)
		st.linked = r.ahead != nil || linkErr != nil
		if len(page.memory.entries) > 0 && !yield(r.page(page.memory, number), nil) {
			st.left = st.linked || st.partly
			return nil
		}
		if linkErr != nil {
			return linkErr
		}
		if r.ahead == nil {
			st.left = false
			st.came(nil) // looks once more at the connection of the last page
			s.log()
			return nil
		}
	}
}

// page is what is handed over of a page.
func (r *searchRun) page(m *pageMemory, number int) Page {
	p := Page{Number: number, Entries: m.entries, memory: m}
	if r.search.opts.Keep && r.search.lent == nil {
		p.Release = func() { r.kept.put(m) }
	}
	return p
}

// follow sends for the page after this one, if there is one.
func (r *searchRun) follow(page *searchPage) error {
	address, err := r.search.next(&page.bundle, page.address)
	if err != nil || address == "" {
		return err
	}
	if !r.visit(address) {
		return ErrPageLoop
	}
	r.start(r.search.get(address))
	return nil
}

// visit is false for an address that was visited.
func (r *searchRun) visit(address string) bool {
	first, _ := r.been.add(r.been.key(nil, []byte(address)), false)
	return first
}

// fetch reads a page. Nothing else uses the page's memory meanwhile.
func (r *searchRun) fetch(f *fetch) error {
	page := f.page
	page.address = f.call.url
	switch {
	case r.search.lent != nil: // of which the resources alone are handed over
		lent := r.search.lent.take()
		if page.memory != nil {
			lent.entries = page.memory.entries
		}
		page.memory = lent
	case r.search.opts.Keep:
		page.memory = r.kept.take()
	case page.memory == nil:
		page.memory = new(pageMemory)
	}
	f.call.reuse = page.memory.body[:0]
	resp, err := r.search.client.do(r.ctx, f.call)
	switch {
	case err != nil && f.further:
		return expired(err)
	case err != nil:
		return misdirected(err)
	}
	page.memory.body, page.status, page.conn = resp.body, resp.status, resp.conn
	if err := page.bundle.ParsePage(resp.body); err != nil {
		return misplaced(err, f.call, resp)
	}
	return nil
}

// expired adds to a further page's error that the search is gone, where that is what it says.
func expired(err error) error {
	if s := refusalStatus(err); s == http.StatusNotFound || s == http.StatusGone {
		return fmt.Errorf("%w: %w", ErrSearchExpired, err)
	}
	return err
}

// misdirected adds to a first page's error that it may have been asked for in the wrong place: a FHIR server that does not
// know a type says so in an OperationOutcome.
func misdirected(err error) error {
	refused, ok := errors.AsType[*StatusError](err)
	if ok && refused.Status == http.StatusNotFound && refused.Outcome == nil || errors.Is(err, ErrRedirect) {
		return fmt.Errorf("%w: %w", err, fhir.ErrBase)
	}
	return err
}

// misplaced is the error for an answer that should be something else: a refusal, if it is an OperationOutcome; and what is
// no FHIR at all comes from another place than was meant.
func misplaced(err error, call *call, resp *response) error {
	if outcome := parseOutcome(resp.body); outcome != nil {
		return &StatusError{Op: call.op, Type: call.typ, Status: resp.status, Outcome: outcome}
	}
	body := bytes.TrimSpace(fhir.WithoutMark(resp.body))
	if len(body) == 0 {
		return errEmpty
	}
	if _, _, other := bodyName(body); errors.Is(other, ErrNotFHIR) {
		return fmt.Errorf("%w: %w", other, fhir.ErrBase)
	} else if errors.Is(other, errXML) {
		return other
	}
	return err
}

var errEmpty = errors.New("the answer has no body")
