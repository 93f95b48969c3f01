package synth_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/synth"
)

// TestTransactionIsTheSameData compares the entries of a transaction with the resources of the same patients as NDJSON.
func TestTransactionIsTheSameData(t *testing.T) {
	lines := map[string]string{} // by type and UUID
	g := synth.New(synth.Config{Seed: 3, UUIDs: true})
	for _, typ := range synth.Types() {
		var b bytes.Buffer
		if err := g.WriteNDJSON(&b, typ, 6*3); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			var r struct{ ID string }
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			lines[typ+"/"+r.ID] = strings.TrimSpace(line)
		}
	}
	relative := regexp.MustCompile(`"reference":"urn:uuid:`)
	typed := regexp.MustCompile(`"reference":"[A-Z][A-Za-z]+/`)
	entries := 0
	for p := range 3 {
		var b bytes.Buffer
		if err := synth.New(synth.Config{Seed: 3}).WriteTransaction(&b, p); err != nil {
			t.Fatal(err)
		}
		var bundle struct {
			Type  string
			Entry []struct {
				FullURL  string
				Resource json.RawMessage
				Request  struct{ Method, URL string }
			}
		}
		if err := json.Unmarshal(b.Bytes(), &bundle); err != nil || bundle.Type != "transaction" {
			t.Fatalf("the type is %q (%v)", bundle.Type, err)
		}
		for _, e := range bundle.Entry {
			entries++
			var compact bytes.Buffer
			if err := json.Compact(&compact, e.Resource); err != nil {
				t.Fatal(err)
			}
			want := typed.ReplaceAllString(lines[e.Request.URL+"/"+strings.TrimPrefix(e.FullURL, "urn:uuid:")], `"reference":"urn:uuid:`)
			if compact.String() != want {
				t.Errorf("the entry is %s\nwant %s", compact.String(), want)
			}
			if e.Request.URL != "Patient" && !relative.MatchString(compact.String()) {
				t.Errorf("%s refers to nothing", e.Request.URL)
			}
		}
	}
	if entries != 3*13 {
		t.Errorf("%d entries, want %d", entries, 3*13)
	}
}

func TestTransactionsWithoutIDs(t *testing.T) {
	dir := t.TempDir()
	if err := synth.New(synth.Config{NoIDs: true}).WriteTransactions(dir, 3); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 3 {
		t.Fatalf("the files are %v (%v), want 3", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(data, []byte("\n")); lines < 300 || bytes.Contains(data, []byte("\n        \"id\": ")) {
		t.Errorf("%d lines, or there are ids", lines)
	}
}
