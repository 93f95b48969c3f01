package synth_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/synth"
)

// committedPatients is how many patients the set in testdata/synthetic has; the Makefile's target testdata says the
// same.
const committedPatients = 20

// TestGolden pins the bytes: benchmarks of different days must have read the same data. A wanted change of the data
// changes the hashes, and `make testdata` goes with it.
func TestGolden(t *testing.T) {
	want := map[string]string{
		"Condition":             "969df3952e96e6e4474410bb611a26ec82954c33f09f382c1827ce2045d9c9e3",
		"Encounter":             "0e51d8305b78d886209e782c561ff57fb80bf19f47c7b8ce688605c2a0892f79",
		"ExplanationOfBenefit":  "5756562e068d43d828b9df500dcfb22f07fedcdbc124b5b2102ae42401232446",
		"Observation":           "4288cedce77afbdd4294f9ce026ed764d8ac0afb0a0bdceb49421b95e05a753e",
		"Patient":               "9063d417d3a93eeaace053d670b1b56ce319f6ef80fe0629169bebe075693c00",
		"QuestionnaireResponse": "ea2a0b5160649007a69ce5d4e98c8b36dc5dc36e16ffd67db9682103a235aeb2",
	}
	got := map[string]string{}
	for _, typ := range synth.Types() {
		h := sha256.New()
		if err := synth.New(synth.Config{Seed: 1}).WriteNDJSON(h, typ, 500); err != nil {
			t.Fatal(err)
		}
		got[typ] = hex.EncodeToString(h.Sum(nil))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the generated data changed (-want +got):\n%s", diff)
	}
}

func TestAppendDependsOnSeedTypeAndIndexOnly(t *testing.T) {
	for _, typ := range synth.Types() {
		g := synth.New(synth.Config{Seed: 7})
		var all bytes.Buffer
		if err := g.WriteNDJSON(&all, typ, 40); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(all.String(), "\n")
		alone, err := synth.New(synth.Config{Seed: 7}).Append([]byte("before"), typ, 31)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("before"+lines[31], string(alone)); diff != "" {
			t.Errorf("%s 31 made alone differs from the one in the series (-series +alone):\n%s", typ, diff)
		}
		other, _ := synth.New(synth.Config{Seed: 8}).Append(nil, typ, 31)
		if string(other) == lines[31] {
			t.Errorf("%s 31 is the same under another seed", typ)
		}
	}
}

func TestAppendUnknownType(t *testing.T) {
	g := synth.New(synth.Config{})
	got, err := g.Append([]byte("kept"), "Medication", 0)
	if err == nil || !strings.Contains(err.Error(), `"Medication"`) {
		t.Errorf("error is %v, want one that names the type", err)
	}
	if string(got) != "kept" {
		t.Errorf("dst came back as %q", got)
	}
	if err := g.WriteNDJSON(&bytes.Buffer{}, "Medication", 3); err == nil {
		t.Error("WriteNDJSON of an unknown type: no error")
	}
}

func TestResourcesAreJSONWithUniqueIDs(t *testing.T) {
	for _, typ := range synth.Types() {
		g := synth.New(synth.Config{Seed: 3, Pad: 300})
		seen := map[string]bool{}
		for i := range 3000 {
			data, err := g.Append(nil, typ, i)
			if err != nil {
				t.Fatal(err)
			}
			var r struct{ ResourceType, ID string }
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatalf("%s %d: %v\n%s", typ, i, err, data)
			}
			if r.ResourceType != typ || r.ID == "" || seen[r.ID] {
				t.Fatalf("%s %d has type %q and id %q (seen: %v)", typ, i, r.ResourceType, r.ID, seen[r.ID])
			}
			seen[r.ID] = true
		}
	}
}

func TestPadMakesBigResources(t *testing.T) {
	const size = 1 << 20
	for _, typ := range synth.Types() {
		data, err := synth.New(synth.Config{Pad: size}).Append(nil, typ, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) < size || len(data) > size+16<<10 {
			t.Errorf("%s padded by %d bytes has %d", typ, size, len(data))
		}
		if !json.Valid(data) {
			t.Errorf("%s: not JSON", typ)
		}
	}
}

// TestCommittedSet compares testdata/synthetic with what the generator makes now.
func TestCommittedSet(t *testing.T) {
	made := t.TempDir()
	if err := synth.New(synth.Config{Seed: 1}).WriteSet(made, committedPatients); err != nil {
		t.Fatal(err)
	}
	want, got := readDir(t, made), readDir(t, filepath.Join("..", "..", "testdata", "synthetic"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("testdata/synthetic is out of date, run `make testdata` (-generated +committed):\n%s", diff)
	}
}

func readDir(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func BenchmarkObservation(b *testing.B) {
	g := synth.New(synth.Config{Seed: 1})
	var buf []byte
	var total int64
	for i := 0; b.Loop(); i++ {
		buf, _ = g.Append(buf[:0], "Observation", i%10000)
		total += int64(len(buf))
	}
	b.SetBytes(total / int64(b.N))
	b.ReportAllocs()
}
