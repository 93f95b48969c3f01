package inside

import "context"

// Errand is what a request is sent for, where the client has to tell of what becomes of it. It travels with the context.
type Errand struct {
	// Waits is the context of the waits of a request, which may end before that of the request: what waits is then given
	// up, and what is under way is heard out.
	Waits context.Context //nolint:containedctx // it belongs to the request, as the other one does
	// Sending is called before each attempt, when it may be sent. An error keeps it from that, and ends it.
	Sending func() error
	// Waiting is called when a refused request begins to wait for its next attempt.
	Waiting func()
}

type errandKey struct{}

// WithErrand returns a context for requests on an errand.
func WithErrand(ctx context.Context, e *Errand) context.Context {
	return context.WithValue(ctx, errandKey{}, e)
}

// ErrandOf returns the errand of a context, or nil.
func ErrandOf(ctx context.Context) *Errand {
	e, _ := ctx.Value(errandKey{}).(*Errand)
	return e
}

// WaitsOf returns the context of the waits of a request: that of its errand, or its own.
func WaitsOf(ctx context.Context) context.Context {
	if e := ErrandOf(ctx); e != nil {
		return e.Waits
	}
	return ctx
}
