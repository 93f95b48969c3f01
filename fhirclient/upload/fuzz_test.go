package upload

import (
	"encoding/json"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

var scanCases = []struct {
	text, Type, id string
	ok             bool
}{
	{`{"resourceType":"Patient","id":"1"}`, "Patient", "1", true},
	{"\ufeff {\"id\":\"1\"\n,\"resourceType\":\"Patient\"} \r\n", "Patient", "1", true},
	{`{"resourceType":"Patient"}`, "Patient", "", true},
	{`{"resourceType":"Bundle","entry":[{"resource":{"id":"2","resourceType":"X"}}],"id":"b"}`, "Bundle", "b", true},
	{`{"resource\u0054ype":"Patient","\u0069d":"\u0031"}`, "Patient", "1", true},
	{`{"resourceType":"Patient","id":".."}`, "", "", false},
	{`{"resourceType":"Patient","id":"a/b"}`, "", "", false},
	{`{"resourceType":"../x","id":"1"}`, "", "", false},
	{`{"resourceType":"Patient","id":"1"},{"resourceType":"Patient","id":"2"}`, "", "", false},
	{`{"resourceType":"Patient","id":"1","x":nul}`, "", "", false},
	{`[{"resourceType":"Patient","id":"1"}]`, "", "", false},
	{`{"resourceType":"Patient","id":"1"`, "", "", false},
	{`"Patient"`, "", "", false},
	{``, "", "", false},
}

func TestScanResource(t *testing.T) {
	for _, c := range scanCases {
		typ, id, err := fhir.ScanResource([]byte(c.text))
		if typ != c.Type || id != c.id || (err == nil) != c.ok {
			t.Errorf("%s: %q, %q, %v", c.text, typ, id, err)
		}
	}
}

// FuzzScanResource compares with the decoder of the standard library: whatever is taken is one object, and its type and
// id are what the decoder says.
func FuzzScanResource(f *testing.F) {
	for _, c := range scanCases {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		typ, id, err := fhir.ScanResource(data)
		if err != nil {
			return
		}
		var fields map[string]any
		if err := json.Unmarshal(fhir.WithoutMark(data), &fields); err != nil {
			t.Fatalf("taken, and yet %v", err)
		}
		if fields["resourceType"] != typ {
			t.Errorf("type %q, but %v", typ, fields["resourceType"])
		}
		if got, isText := fields["id"].(string); got != id && isText {
			t.Errorf("id %q, but %v", id, got)
		}
	})
}

// FuzzJournal reads any bytes as a journal: no panic, no endless work, and whatever is taken is consistent and comes out
// the same when it is written and read again.
func FuzzJournal(f *testing.F) {
	f.Add([]byte("s12345678c\x0512345678d\x01\x00\x03i\x01\x03\x02x\x01\x03\x01"))
	f.Add([]byte("s12345678"))
	f.Add([]byte("c\xff\xff\xff\xff\xff\xff\xff\xff\xff\x0112345678d\x01\x00\x00"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		// The checksum would keep the fuzzer out of what is behind it: it gets one that is right, and one that is not.
		framed := appendFrame([]byte(journalMagic), payload)
		var state, raw journalState
		raw.read(append([]byte(journalMagic), payload...))
		raw.read(payload)
		good, _, err := state.read(framed)
		if err != nil {
			return
		}
		if len(payload) > 0 && good != len(framed) {
			t.Fatalf("took %d of %d bytes", good, len(framed))
		}
		checkNumbers(t, state.done, state.lastCheckpoint().n)
		checkNumbers(t, state.intents, state.lastCheckpoint().n)
		again := rewritten(t, &state)
		if len(again.done.spans) != len(state.done.spans) || len(again.intents.spans) != len(state.intents.spans) {
			t.Errorf("read %+v, and again %+v", state, again)
		}
	})
}

// rewritten is what is read of a journal that says what a state holds.
func rewritten(t *testing.T, state *journalState) journalState {
	payload := appendSettings(nil, state.settings)
	var last checkpoint
	for _, c := range state.checkpoints {
		payload = appendCheckpoint(payload, last, c)
		last = c
	}
	payload = appendSpans(payload, kindDone, &state.done)
	payload = appendSpans(payload, kindIntent, &state.intents)
	var again journalState
	if _, _, err := again.read(appendFrame([]byte(journalMagic), payload)); err != nil {
		t.Fatal(err)
	}
	return again
}

// checkNumbers makes sure that spans are in order, apart, and below a limit.
func checkNumbers(t *testing.T, set numbers, limit uint64) {
	for i, s := range set.spans {
		if s.lo >= s.hi || s.hi > limit || i > 0 && set.spans[i-1].hi >= s.lo {
			t.Fatalf("spans %v below %d", set.spans, limit)
		}
	}
}

// FuzzNumbers compares the set with a plain one.
func FuzzNumbers(f *testing.F) {
	f.Add([]byte{0, 1, 5, 3, 130, 4, 1, 2})
	f.Fuzz(func(t *testing.T, ops []byte) {
		var set numbers
		var plain [160]bool
		for ; len(ops) >= 2; ops = ops[2:] {
			s := span{uint64(ops[0] & 127), uint64(ops[0]&127) + uint64(ops[1]&31)}
			add := ops[0]&128 == 0
			if add {
				set.add(s)
			} else {
				set.remove(s)
			}
			for i := s.lo; i < s.hi; i++ {
				plain[i] = add
			}
			checkNumbers(t, set, 160)
			for i, want := range plain {
				if set.has(uint64(i)) != want {
					t.Fatalf("%d: %v, want %v in %v", i, !want, want, set.spans)
				}
			}
		}
	})
}
