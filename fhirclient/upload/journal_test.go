package upload

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// record numbers that a test's journal is told of.
func indexes(items ...int64) []*item {
	out := make([]*item, len(items))
	for i, index := range items {
		out[i] = &item{index: index}
	}
	return out
}

// writeJournal reads n records and notes them in random order: every third is intended first, every fifth of those stays
// open, and one is cleared. It flushes now and then.
func writeJournal(t testing.TB, path string, n int, seed uint64) {
	t.Helper()
	j, err := openJournal(path, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := j.read([]byte{byte(i), byte(i >> 8)}, 1); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(seed, seed))
	for k, i := range random.Perm(n) {
		if i%3 == 0 {
			j.mark(func(p *pending) { p.intents.add(one(int64(i))) })
		}
		if i%15 != 0 {
			j.markStored(indexes(int64(i)))
		}
		if k%10 == 0 {
			nudge(j.urgent)
			<-j.mark(func(*pending) {})
		}
	}
	if err := j.intend(indexes(0)); err != nil {
		t.Fatal(err)
	}
	j.markCleared(0)
	if err := j.finish(); err != nil {
		t.Fatal(err)
	}
}

// expand lists the numbers below n that are in a set.
func expand(set numbers, n int) []int {
	var out []int
	for i := range n {
		if set.has(uint64(i)) {
			out = append(out, i)
		}
	}
	return out
}

func TestJournalRemembers(t *testing.T) {
	const n = 200
	path := filepath.Join(t.TempDir(), "journal")
	writeJournal(t, path, n, 1)
	j, err := openJournal(path, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	defer j.finish()
	var done, open []int
	for i := range n {
		switch {
		case i%15 != 0:
			done = append(done, i)
		case i > 0:
			open = append(open, i)
		}
	}
	if diff := cmp.Diff(done, expand(j.state.done, n)); diff != "" {
		t.Errorf("done: %s", diff)
	}
	if diff := cmp.Diff(open, expand(j.state.intents, n)); diff != "" {
		t.Errorf("intents: %s", diff)
	}
}

// TestJournalIntendsAgain clears an intent and intends at once again, which may come into one frame: the intent stands.
func TestJournalIntendsAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := openJournal(path, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.read([]byte("x"), 1); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := j.intend(indexes(0)); err != nil {
			t.Fatal(err)
		}
		j.markCleared(0)
	}
	if err := j.intend(indexes(0)); err != nil {
		t.Fatal(err)
	}
	if err := j.finish(); err != nil {
		t.Fatal(err)
	}
	if j, err = openJournal(path, 1, true); err != nil || !j.state.intents.has(0) {
		t.Errorf("the intent is lost: %v", err)
	}
	j.finish()
}

// TestFault63TornJournal cuts a journal at every byte: what is left is a beginning of what was written, and the journal
// can be gone on with.
func TestFault63TornJournal(t *testing.T) {
	const n = 40
	path := filepath.Join(t.TempDir(), "journal")
	writeJournal(t, path, n, 2)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := -1
	for cut := range len(whole) + 1 {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := openJournal(path, 1, true)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		done := len(expand(j.state.done, n))
		if done < before {
			t.Fatalf("cut at %d: %d done, fewer than %d in a shorter file", cut, done, before)
		}
		before = done
		j.input.known = j.state.checkpoints
		for i := range n {
			if _, err := j.read([]byte{byte(i), byte(i >> 8)}, 1); err != nil {
				t.Fatal(err)
			}
		}
		j.markStored(indexes(30))
		if err := j.finish(); err != nil {
			t.Fatal(err)
		}
		j, err = openJournal(path, 1, true)
		if err != nil || !j.state.done.has(30) || len(expand(j.state.done, n)) < done {
			t.Fatalf("cut at %d, continued: %v, %v", cut, j, err)
		}
		if err := j.finish(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestJournalRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	writeJournal(t, path, 60, 3)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(whole)
	flipped[len(journalMagic)+20] ^= 1
	for name, c := range map[string]struct {
		data     []byte
		settings uint64
		creates  bool
		want     error
	}{
		"another kind of file":        {[]byte(`{"resourceType":"Patient","id":"precious"}`), 1, false, ErrJournalInput},
		"a short file":                {[]byte(`{}`), 1, false, ErrJournalInput},
		"other settings":              {whole, 2, false, ErrJournalInput},
		"damage, where it could harm": {flipped, 1, true, ErrJournalDamaged},
		"damage, where it cannot":     {flipped, 1, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			j, err := openJournal(path, c.settings, c.creates)
			if !errors.Is(err, c.want) {
				t.Errorf("error is %v, want %v", err, c.want)
			}
			if err == nil {
				j.finish()
			} else if now, _ := os.ReadFile(path); !bytes.Equal(now, c.data) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestJournalIsBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := openJournal(path, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openJournal(path, 1, false); !errors.Is(err, ErrJournalBusy) {
		t.Errorf("error is %v", err)
	}
	if err := j.finish(); err != nil {
		t.Error(err)
	}
}

// fullDisk takes so many bytes and then no more, as a disk does: part of a write may be on it.
type fullDisk struct {
	journalFile
	room    int
	syncErr error
}

func (d *fullDisk) Write(b []byte) (int, error) {
	if len(b) <= d.room {
		d.room -= len(b)
		return d.journalFile.Write(b)
	}
	n, _ := d.journalFile.Write(b[:d.room])
	d.room = 0
	return n, syscall.ENOSPC
}

func (d *fullDisk) Sync() error { return d.syncErr }

// TestFault61FullDisk stops an upload whose journal cannot be written, and goes on with it when there is room.
func TestFault61FullDisk(t *testing.T) {
	const n = 2000
	url, requests := clienttest.ByID(t, nil)
	client := testClient(t, url, nil)
	cfg := &Options{Journal: filepath.Join(t.TempDir(), "journal"), Concurrency: 4}
	for _, disk := range []*fullDisk{{room: 100}, {room: 1 << 20, syncErr: syscall.EIO}} { // in this order: the second writes
		t.Run(fmt.Sprint(disk.syncErr), func(t *testing.T) {
			up, err := newUpload(t.Context(), client, cfg)
			if err != nil {
				t.Fatal(err)
			}
			disk.journalFile = up.journal.file
			up.journal.file = disk
			report, err := up.run(patients(n))
			if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EIO) || report.State != Stopped {
				t.Fatalf("%+v, %v", countsOf(report), err)
			}
		})
	}
	before := requests()
	report, err := Run(t.Context(), client, patients(n), cfg)
	if err != nil || report.State != Complete || report.Read != n || report.Skipped+report.Created != n {
		t.Fatalf("%+v, %v", countsOf(report), err)
	}
	t.Logf("%d requests before, %d skipped then, %d bytes a record", before, report.Skipped, journalSize(t, cfg.Journal)/n)
}

func journalSize(t testing.TB, path string) int {
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}

// TestJournalLongerThanItsWindow reads a journal of many frames piece by piece, as far as it is sound.
func TestJournalLongerThanItsWindow(t *testing.T) {
	text := appendFrame([]byte(journalMagic), appendSettings(nil, 1))
	var last checkpoint
	for len(text) < journalWindow+journalWindow/2 {
		var payload []byte
		for range 1 << 16 {
			next := checkpoint{n: last.n + 1}
			payload, last = appendCheckpoint(payload, last, next), next
		}
		text = appendFrame(text, payload)
	}
	for name, c := range map[string]struct {
		text       []byte
		torn, rest bool
	}{
		"whole":   {text, false, false},
		"torn":    {append(bytes.Clone(text), 100), true, true},
		"damaged": {append(bytes.Clone(text), 1, 2, 3, 4, 5, 6, 7, 8), false, true},
	} {
		var s journalState
		good, torn, rest, err := s.readFrom(bytes.NewReader(c.text))
		if good != int64(len(text)) || torn != c.torn || rest != c.rest || err != nil {
			t.Errorf("%s: good to %d of %d, torn %v, rest %v, %v", name, good, len(text), torn, rest, err)
		}
		if n := uint64(len(s.checkpoints)); n != last.n {
			t.Errorf("%s: %d checkpoints, want %d", name, n, last.n)
		}
	}
}
