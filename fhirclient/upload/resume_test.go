package upload

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// until ends an input with an error after some records.
func until(n int, records iter.Seq2[Record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		i := 0
		for r, err := range records {
			if i++; i > n {
				yield(Record{}, errEnough)
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

var errEnough = errors.New("enough")

// changed replaces one record of an input, or leaves it out.
func changed(records iter.Seq2[Record, error], at int, text string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		i := 0
		for r, err := range records {
			if i == at {
				r.Data = []byte(text)
			}
			if i++; len(r.Data) > 0 && !yield(r, err) {
				return
			}
		}
	}
}

func TestUploadContinues(t *testing.T) {
	url, requests := clienttest.ByID(t, map[string]int{"p7": 422})
	client := testClient(t, url, nil)
	cfg := &Options{Journal: filepath.Join(t.TempDir(), "journal")}
	report, err := Run(t.Context(), client, until(250, patients(500)), cfg)
	if !errors.Is(err, errEnough) || report.State != Stopped || report.Read != 250 {
		t.Fatalf("%+v, %v", countsOf(report), err)
	}
	report, err = Run(t.Context(), client, patients(500), cfg)
	want := Report{State: Incomplete, Read: 500, Skipped: report.Skipped, Sent: 500 - report.Skipped, Failed: 1}
	want.Created = want.Sent - 1
	if err != nil || !cmp.Equal(want, countsOf(report)) || report.Skipped == 0 {
		t.Fatalf("%v: %s", err, cmp.Diff(want, countsOf(report)))
	}
	if got, want := requests(), 501; got != want {
		t.Errorf("%d requests, want %d: each record once, and the one that failed twice", got, want)
	}
	// More of the same is the same input.
	report, err = Run(t.Context(), client, patients(510), cfg)
	if err != nil || report.Skipped != 499 || report.Created != 10 || report.Failed != 1 {
		t.Errorf("with more records: %+v, %v", countsOf(report), err)
	}
}

// TestUploadOtherInput continues with another input than the journal's: no record of it is sent.
func TestUploadOtherInput(t *testing.T) {
	for name, records := range map[string]iter.Seq2[Record, error]{
		"first record changed": changed(patients(300), 0, patient("other")),
		"later record changed": changed(patients(300), 150, patient("other")),
		"record left out":      changed(patients(300), 30, ""),
		"shorter":              patients(200),
		"empty":                patients(0),
	} {
		t.Run(name, func(t *testing.T) {
			url, _ := clienttest.ByID(t, map[string]int{"p0": 422, "p20": 422, "p140": 422, "p199": 422})
			client := testClient(t, url, nil)
			cfg := &Options{Journal: filepath.Join(t.TempDir(), "journal")}
			if _, err := Run(t.Context(), client, patients(300), cfg); err != nil {
				t.Fatal(err)
			}
			before := journalSize(t, cfg.Journal)
			report, err := Run(t.Context(), client, records, cfg)
			if !errors.Is(err, ErrJournalInput) || report.State != Stopped {
				t.Errorf("%+v, %v", countsOf(report), err)
			}
			if journalSize(t, cfg.Journal) != before {
				t.Error("the journal was written to")
			}
		})
	}
}

func TestUploadOtherServer(t *testing.T) {
	cfg := &Options{Journal: filepath.Join(t.TempDir(), "journal")}
	for i, want := range []error{nil, ErrJournalInput} {
		url, _ := clienttest.ByID(t, nil)
		_, err := Run(t.Context(), testClient(t, fmt.Sprintf("%s/%d", url, i), nil), patients(3), cfg)
		if !errors.Is(err, want) {
			t.Errorf("server %d: %v, want %v", i, err, want)
		}
	}
}
