package runner

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

const (
	// probeTimeout bounds how long a health endpoint waits for a server that hangs.
	probeTimeout = 2 * time.Second
	// probeAge is how long an answer counts, so that many checks of health are one request to the server.
	probeAge = 10 * time.Second
)

// ServerState says whether a server answers.
type ServerState string

// The states of a server. It is unknown where the searcher has no method Ping.
const (
	ServerReachable   ServerState = "reachable"
	ServerUnreachable ServerState = "unreachable"
	ServerUnknown     ServerState = "unknown"
)

// ServerHealth is what the newest probe of the server found.
type ServerHealth struct {
	State ServerState
	// Checked is when the probe ended, and Took how long it took; zero for an unknown state.
	Checked time.Time
	Took    time.Duration
	// Kind and Status say why the server is unreachable, as in [RunError].
	Kind   string
	Status int
}

// MarshalJSON encodes times in milliseconds, and leaves out what there is nothing to say of.
func (s ServerHealth) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		State   ServerState `json:"state"`
		Checked time.Time   `json:"checked,omitzero"`
		TookMS  float64     `json:"took_ms,omitempty"`
		Kind    string      `json:"kind,omitempty"`
		Status  int         `json:"status,omitempty"`
	}{s.State, s.Checked, milliseconds(s.Took), s.Kind, s.Status})
}

// pinger is a searcher that can ask its server cheaply whether it is there.
type pinger interface {
	Ping(ctx context.Context) error
}

// probe asks a server and keeps the answer for a while. The zero value is ready to use.
type probe struct {
	mu   sync.Mutex // held while the server is asked, so that others wait for the same answer
	last ServerHealth
}

// server returns what is known of the server, after asking it where that is too old. A caller who goes away does not end
// the probe: its answer would be taken for the server's.
func (p *probe) server(ctx context.Context, searcher any, now func() time.Time) ServerHealth {
	server, ok := searcher.(pinger)
	if !ok {
		return ServerHealth{State: ServerUnknown}
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
	p.last = ServerHealth{State: ServerReachable, Checked: now()}
	p.last.Took = p.last.Checked.Sub(began)
	if err != nil {
		p.last.State = ServerUnreachable
		p.last.Kind, p.last.Status = errorKind(err)
	}
	return p.last
}
