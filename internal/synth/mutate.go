package synth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
)

// Mutated returns a resource with one thing changed: a value of another kind, an item twice, an element gone. The same
// random numbers change the same. What comes out is JSON still, with the resourceType first, but seldom good FHIR.
func Mutated(random *rand.Rand, resource []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(resource))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("only JSON can be mutated: %w", err)
	}
	out, err := json.Marshal(mutate(random, v))
	if err != nil {
		return nil, fmt.Errorf("a mutated resource is no JSON: %w", err)
	}
	return typeFirst(out), nil
}

var laterType = regexp.MustCompile(`,"resourceType":"[A-Za-z]+"`)

// typeFirst moves the resourceType of a resource to where servers write it.
func typeFirst(data []byte) []byte {
	at := laterType.FindIndex(data)
	if at == nil || data[0] != '{' {
		return data
	}
	member := append([]byte{'{'}, data[at[0]+1:at[1]]...)
	return slices.Concat(append(member, ','), data[1:at[0]], data[at[1]:])
}

// mutate changes a value or something in it.
func mutate(random *rand.Rand, v any) any {
	if random.IntN(4) == 0 {
		return []any{"text", 1, 2.5, true, map[string]any{}, []any{}, []any{"a", "b"}, map[string]any{"id": "x"}}[random.IntN(8)]
	}
	switch v := v.(type) {
	case map[string]any:
		return mutateObject(random, v)
	case []any:
		if len(v) == 0 {
			return v
		}
		i := random.IntN(len(v))
		if random.IntN(4) == 0 {
			return append(v, v[i])
		}
		v[i] = mutate(random, v[i])
	}
	return v
}

func mutateObject(random *rand.Rand, v map[string]any) any {
	keys := make([]string, 0, len(v))
	for k := range v {
		if k != "resourceType" {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return v
	}
	slices.Sort(keys)
	k := keys[random.IntN(len(keys))]
	if random.IntN(8) == 0 {
		delete(v, k)
		return v
	}
	v[k] = mutate(random, v[k])
	return v
}
