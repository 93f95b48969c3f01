package synth_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/fhirview/fhirview/internal/synth"
)

// TestMutated has mutated resources be JSON, mostly other than before, and the same each time.
func TestMutated(t *testing.T) {
	g := synth.New(synth.Config{Seed: 1})
	changed := 0
	const rounds = 300
	for i := range rounds {
		data, err := g.Append(nil, "Patient", i)
		if err != nil {
			t.Fatal(err)
		}
		var twice [2][]byte
		for j := range twice {
			if twice[j], err = synth.Mutated(rand.New(rand.NewPCG(7, uint64(i))), data); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(twice[0], twice[1]) || !json.Valid(twice[0]) {
			t.Fatalf("not the same, or no JSON:\n%s\n%s", twice[0], twice[1])
		}
		same, err := sorted(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sorted(twice[0])
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, same) {
			changed++
		}
	}
	if changed < rounds/2 {
		t.Errorf("only %d of %d were changed", changed, rounds)
	}
	if _, err := synth.Mutated(rand.New(rand.NewPCG(1, 1)), []byte("{")); err == nil {
		t.Error("no JSON was mutated")
	}
}

// sorted writes JSON with its keys in order.
func sorted(data []byte) ([]byte, error) {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}
