package fhirclient

import (
	"context"
	"slices"
	"sync"
)

// keyLocks keeps requests apart that would create under the same condition. Servers look whether a resource is there and
// create it in two steps, so that two requests at once make two resources. The zero value is ready for use.
type keyLocks struct {
	mu   sync.Mutex
	held map[string]*keyLock
}

type keyLock struct {
	turn  chan struct{} // full while somebody holds the key
	users int           // who hold it or wait for it
}

// lock waits until no one else holds any of the keys, or the context ends. The holder calls release once.
func (l *keyLocks) lock(ctx context.Context, keys ...string) (release func(), err error) {
	keys = slices.Compact(slices.Sorted(slices.Values(keys))) // in one order for all, so that no two wait for each other
	for i, key := range keys {
		if err := l.take(ctx, key); err != nil {
			l.release(keys[:i])
			return nil, err
		}
	}
	return func() { l.release(keys) }, nil
}

func (l *keyLocks) take(ctx context.Context, key string) error {
	l.mu.Lock()
	k := l.held[key]
	if k == nil {
		if l.held == nil {
			l.held = make(map[string]*keyLock)
		}
		k = &keyLock{turn: make(chan struct{}, 1)}
		l.held[key] = k
	}
	k.users++
	l.mu.Unlock()

	select {
	case k.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		l.leave(key, k)
		return ctx.Err()
	}
}

func (l *keyLocks) release(keys []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range keys {
		k := l.held[key]
		<-k.turn
		l.leave(key, k)
	}
}

// leave forgets the key after its last user. The caller holds mu.
func (l *keyLocks) leave(key string, k *keyLock) {
	if k.users--; k.users == 0 {
		delete(l.held, key)
	}
}
