package answers_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/internal/answers"
)

// asker is a cache of lengths of words, each of which takes a second to be found and a byte a letter.
type asker struct {
	*answers.Cache[string, int]

	life    *answers.Life
	fetched int
}

func newAsker(stale time.Duration) *asker {
	a := &asker{life: answers.NewLife()}
	a.Cache = answers.NewCache(answers.Config[string, int]{
		Life: a.life, Stale: stale, Entries: 3, Bytes: 10, Now: time.Now,
		Fetch: func(word string) func(context.Context) (int, error) {
			a.fetched++
			return func(ctx context.Context) (int, error) {
				select {
				case <-time.After(time.Second):
					return len(word), nil
				case <-ctx.Done():
					return 0, context.Cause(ctx)
				}
			}
		},
		Worth: func(n int) (time.Duration, int64) { return time.Minute, int64(n) },
	})
	return a
}

func (a *asker) ask(ctx context.Context, word string) (int, answers.Outcome, error) {
	var digest [32]byte
	copy(digest[:], word)
	topic := answers.Topic{Digest: digest, Type: word[:1]}
	return a.Get(ctx, answers.Asked[string]{Key: answers.KeyOf(digest, 0, "", nil), Topic: topic, Question: word})
}

// TestCache follows words through a cache whose values live for a minute and are stale for another.
func TestCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(time.Minute)
		defer a.life.Close()
		want := func(word string, outcome answers.Outcome) {
			t.Helper()
			if n, o, err := a.ask(t.Context(), word); n != len(word) || o != outcome || err != nil {
				t.Errorf("%s: %d, %s and %v, want %s", word, n, o, err, outcome)
			}
		}
		want("abc", answers.Miss)
		want("abc", answers.Hit)
		time.Sleep(time.Minute)
		want("abc", answers.Stale)
		time.Sleep(2 * time.Second)
		want("abc", answers.Hit)
		want("far too long for it", answers.Miss)
		want("far too long for it", answers.Miss)
		want("bcdefgh", answers.Miss)
		want("cde", answers.Miss) // makes room by the oldest
		want("bcdefgh", answers.Hit)
		a.Drop(func(topic answers.Topic) bool { return topic.Type == "b" })
		want("bcdefgh", answers.Miss)
		time.Sleep(time.Hour)
		want("cde", answers.Miss)
		stats := answers.CacheStats{Hits: 4, Stale: 1, Misses: 7, Evictions: 1, Expirations: 1, Entries: 2, Bytes: 10}
		if diff := cmp.Diff(stats, a.Stats()); diff != "" {
			t.Error(diff)
		}
	})
}

// TestSharedFetch has callers who share a fetch, of whom some go; then all go, and the Life ends.
func TestSharedFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(0)
		results := make(chan error)
		start := func(ctx context.Context) {
			go func() {
				_, _, err := a.ask(ctx, "word")
				results <- err
			}()
			synctest.Wait()
		}
		impatient, leave := context.WithCancel(t.Context())
		start(impatient)
		start(t.Context())
		leave()
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("who went got %v", err)
		}
		if err := <-results; err != nil || a.fetched != 1 {
			t.Errorf("who stayed got %v after %d fetches", err, a.fetched)
		}
		a.Drop(func(answers.Topic) bool { return true })
		start(t.Context())
		a.life.Close()
		if err := <-results; !errors.Is(err, answers.ErrClosed) {
			t.Errorf("who was there at the end got %v", err)
		}
		if _, _, err := a.ask(t.Context(), "word"); !errors.Is(err, answers.ErrClosed) {
			t.Errorf("who came after it got %v", err)
		}
	})
}
