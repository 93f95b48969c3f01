package answers

import (
	"context"
	"errors"
	"sync"
)

// ErrClosed is the error of work after the Life it belongs to.
var ErrClosed = errors.New("the runner is closed")

// Life is the time in which work may be done, by any number of goroutines.
type Life struct {
	base context.Context //nolint:containedctx // It is the life, which is no one call's.
	end  context.CancelCauseFunc

	mu   sync.Mutex // guards over, and Add of work against Wait
	work sync.WaitGroup
	over bool
}

// NewLife begins a life.
func NewLife() *Life {
	var l Life
	l.base, l.end = context.WithCancelCause(context.Background())
	return &l
}

// Enter begins work that Close ends and waits for, until leave is called. The work's context ends with ctx, too.
func (l *Life) Enter(ctx context.Context) (inner context.Context, leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return nil, nil, ErrClosed
	}
	l.work.Add(1)
	inner, cancel := context.WithCancelCause(ctx)
	unhook := context.AfterFunc(l.base, func() { cancel(ErrClosed) })
	return inner, func() {
		unhook()
		cancel(nil)
		l.work.Done()
	}, nil
}

// Close ends the work, whose contexts have ErrClosed for a cause, and returns when it has ended. It may be called more than
// once.
func (l *Life) Close() {
	l.mu.Lock()
	l.over = true
	l.mu.Unlock()
	l.end(ErrClosed)
	l.work.Wait()
}

// Over is true once Close has been called.
func (l *Life) Over() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.over
}
