package answers

import (
	"context"
	"sync"
	"time"
)

const (
	// probeTimeout bounds how long a health endpoint waits for a server that hangs.
	probeTimeout = 2 * time.Second
	// probeAge is how long an answer counts, so that many checks of health are one request to the server.
	probeAge = 10 * time.Second
)

// Server is what the newest probe of a server found.
type Server struct {
	// Checked is when the probe ended, and Took how long it took; zero where the server cannot be asked.
	Checked time.Time
	Took    time.Duration
	// Kind and Status say why the server is unreachable, as [FaultOf] does; Kind is "" for one that answers.
	Kind   string
	Status int
}

// pinger is what can be asked cheaply whether it is there.
type pinger interface {
	Ping(ctx context.Context) error
}

// Probe asks a server and keeps the answer for a while. The zero value is ready to use.
type Probe struct {
	mu   sync.Mutex // held while the server is asked, so that others wait for the same answer
	last Server
}

// Server returns what is known of a server, after asking it by a method Ping(context.Context) error where that is too old.
// A caller who goes away does not end the probe: its answer would be taken for the server's.
func (p *Probe) Server(ctx context.Context, of any, now func() time.Time) Server {
	server, ok := of.(pinger)
	if !ok {
		return Server{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	began := now()
	if age := began.Sub(p.last.Checked); !p.last.Checked.IsZero() && age >= 0 && age < probeAge {
		return p.last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeTimeout)
	defer cancel()
	err := server.Ping(ctx)
	p.last = Server{Checked: now()}
	p.last.Took = p.last.Checked.Sub(began)
	if err != nil {
		p.last.Kind, p.last.Status = FaultOf(err)
	}
	return p.last
}
