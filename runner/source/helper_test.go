package source

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// got is a record as a test compares it.
type got struct {
	Data   string
	Line   int64
	Index  int64
	Offset int64
	Err    string
}

// outcome is all that ranging over a source shows, apart from how the records were cut into blocks. A failure of the rest
// of a file stands in Err with "rest: " before it, and nothing may come after it.
type outcome struct {
	Records []got
	Bytes   int64
	Err     string
}

// isRest is true for the record that stands for the rest of a file.
func isRest(r *Record) bool {
	_, long := errors.AsType[*tooLongError](r.Err)
	return r.Err != nil && !long && r.Data == nil && r.Line == 0 && r.Index == -1
}

// drain releases each block as soon as it is read, so that a record which is overwritten too early shows.
func drain(src Source) outcome {
	var o outcome
	for b, err := range src {
		if err != nil {
			o.Err = err.Error()
			continue
		}
		o.Bytes += b.InputBytes
		for _, r := range b.Records {
			if isRest(&r) && o.Err == "" {
				o.Err = "rest: " + r.Err.Error()
				continue
			}
			g := got{Data: string(r.Data), Line: r.Line, Index: r.Index, Offset: r.Offset}
			if r.Err != nil {
				g.Err = r.Err.Error()
			}
			o.Records = append(o.Records, g)
		}
		b.Release()
	}
	return o
}

// arrivals are ways for the same bytes to arrive.
var arrivals = []struct {
	name   string
	encode func([]byte) []byte
	wrap   func(io.Reader) io.Reader
}{
	{name: "whole"},
	{name: "bytewise", wrap: iotest.OneByteReader},
	{name: "error with the last data", wrap: iotest.DataErrReader},
	{name: "empty reads", wrap: func(r io.Reader) io.Reader { return &hesitant{r: r} }},
	{name: "gzip", encode: gzipped, wrap: iotest.OneByteReader},
	{name: "zstd", encode: zstded},
}

// hesitant returns nothing at every other call.
type hesitant struct {
	r    io.Reader
	even bool
}

func (h *hesitant) Read(p []byte) (int, error) {
	if h.even = !h.even; h.even {
		return 0, nil
	}
	return h.r.Read(p)
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Name = "patients.ndjson"
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func zstded(data []byte) []byte {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	defer func() { _ = w.Close() }()
	return w.EncodeAll(data, nil)
}

type constructor func(io.Reader, *Options) Source

// everyWay runs a source over text with many block sizes and arrivals, and compares all outcomes with want, whose Bytes
// it knows itself.
func everyWay(t *testing.T, open constructor, text string, maxRecord int, want outcome) {
	t.Helper()
	for _, arrival := range arrivals {
		stored := []byte(text)
		if arrival.encode != nil {
			stored = arrival.encode(stored)
		}
		for _, size := range []int{1, 2, 3, 7, 16, 61, 4000} {
			var r io.Reader = bytes.NewReader(stored)
			if arrival.wrap != nil {
				r = arrival.wrap(r)
			}
			o := drain(open(r, &Options{Name: "in", MaxRecord: maxRecord, BlockSize: size}))
			want := want
			if want.Bytes = int64(len(stored)); want.Err != "" {
				want.Bytes = o.Bytes // an error may leave something unread
			}
			if diff := cmp.Diff(want, o); diff != "" {
				t.Errorf("%s, blocks of %d bytes, differs (-want +got):\n%s", arrival.name, size, diff)
				return
			}
			for _, r := range o.Records {
				if !strings.HasPrefix(text[r.Offset:], r.Data) {
					t.Errorf("%s, blocks of %d bytes: record %+v is not at its offset", arrival.name, size, r)
				}
			}
		}
	}
}
