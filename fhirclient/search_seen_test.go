package fhirclient

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestSeen compares with a map what is said of many resources that come again and again.
func TestSeen(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seen, matches := newSeen(), map[string]bool{}
	types := []string{"", "Patient", "Observation", "7"}
	for range 50_000 {
		typ, id, match := types[random.IntN(len(types))], strconv.Itoa(random.IntN(10_000)), random.IntN(2) == 0
		matched, known := matches[typ+"/"+id]
		matches[typ+"/"+id] = matched || match
		key := seen.key([]byte(typ), []byte(id))
		seen.approach([]seenKey{key})
		if first, firstMatch := seen.add(key, match); first == known || firstMatch != (match && !matched) {
			t.Fatalf("%s/%s: first %v, first match %v; it was there %v, as a match %v", typ, id, first, firstMatch, known, matched)
		}
	}
	if seen.taken != len(matches) {
		t.Errorf("%d resources, want %d", seen.taken, len(matches))
	}
	for _, pair := range [][2]string{{"x", "Patient"}, {"", "Patient7"}} {
		one, other := seen.key([]byte(pair[0]), []byte(pair[1])), seen.key([]byte(pair[1]), []byte(pair[0]))
		if seen.add(one, true); one == other {
			t.Errorf("%q is the same the other way around", pair)
		}
	}
}

// TestSeenTwoIDs has resources that are known by what comes after what is read of a resource at first: one with a second id is
// known by that, as it always was, and a damaged one is handed over.
func TestSeenTwoIDs(t *testing.T) {
	const two, damaged = `{"resourceType":"Patient","id":"1","active":true,"id":"2"}`, `{"resourceType":"Patient","id":"1","active" true}`
	first := page(next("?page=1"), "1", "3")
	again := strings.Replace(page(next("?page=2"), "1", "X", "Y"), onePatient("X"), two, 1)
	s := pageServer(t, first, strings.Replace(again, onePatient("Y"), damaged, 1), strings.Replace(page("", "X", "3"), onePatient("X"), two, 1))
	search := newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil)
	var got []string
	for resource, err := range search.Entries() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(resource))
	}
	if want := []string{onePatient("1"), onePatient("3"), two, damaged}; !slices.Equal(got, want) || search.Info().Repeated != 3 {
		t.Errorf("%d repeated, got\n%s", search.Info().Repeated, strings.Join(got, "\n"))
	}
}
