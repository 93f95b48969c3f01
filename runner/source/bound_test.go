package source

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBlocksOfTinyResources bounds the blocks by their records.
func TestBlocksOfTinyResources(t *testing.T) {
	const n = 3*maxRecords + 5
	var list []string
	var data [][]byte
	for i := range n {
		list = append(list, fmt.Sprintf(`{"n":%d}`, i))
		data = append(data, []byte(list[i]))
	}
	values := iter.Seq2[[]byte, error](func(yield func([]byte, error) bool) {
		for _, d := range data {
			if !yield(d, nil) {
				return
			}
		}
	})
	large := &Options{BlockSize: 16 << 20}
	for name, src := range map[string]Source{
		"NDJSON":            NDJSON(strings.NewReader(strings.Join(list, "\n")), large),
		"NDJSON, a newline": NDJSON(strings.NewReader(strings.Join(list, "\r\n\n")+"\n"), large),
		"array":             JSON(strings.NewReader("["+strings.Join(list, ", ")+"]"), large),
		"Bundle": JSON(strings.NewReader(`{"resourceType":"Bundle","entry":[{"resource":`+
			strings.Join(list, `},{"resource":`)+`}]}`), large),
		"Bytes":  Bytes(data...),
		"Values": Values(values, large),
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for b, err := range src {
				if err != nil {
					t.Fatal(err)
				}
				if len(b.Records) > maxRecords {
					t.Errorf("a block has %d records", len(b.Records))
				}
				for i, r := range b.Records {
					if r.Line == 0 && r.Index != int64(len(got)) {
						t.Fatalf("record %d of a block is number %d, want %d", i, r.Index, len(got))
					}
					got = append(got, string(r.Data))
				}
				b.Release()
			}
			if diff := cmp.Diff(list, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestHeadIsNotCopied has a first line that is longer than a block: what was read to tell the format is the first block.
func TestHeadIsNotCopied(t *testing.T) {
	line := `{"a":"` + strings.Repeat("x", 3<<20) + `"}`
	in := newInput("stdin", strings.NewReader(line+"\n"+line+"\n{}\n"), nil)
	defer in.Close()
	if !in.looksLikeLines(defaultMaxRecord) {
		t.Fatal("these are lines")
	}
	head := in.head
	p := newPool(defaultBlockSize)
	var got []int
	readLines(in, p, defaultMaxRecord, func(b *Block, err error) bool {
		if err != nil {
			t.Fatal(err)
		}
		if got == nil && &b.buf[0] != &head[0] {
			t.Error("the first block is a copy of what was read before")
		}
		for _, r := range b.Records {
			got = append(got, len(r.Data))
		}
		b.Release()
		return true
	})
	if diff := cmp.Diff([]int{len(line), len(line), 2}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
