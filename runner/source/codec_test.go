package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"
)

// numbered is NDJSON of n lines that do not compress well.
func numbered(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range n {
		b.WriteString(strconv.FormatUint(random.Uint64(), 10))
		b.WriteByte('\n')
	}
	return b.String()
}

func skippable(content string) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte("\x50"+zstdSkippableMagic), uint32(len(content))), content...)
}

func TestCompressed(t *testing.T) {
	text := numbered(3000)
	want := drain(NDJSON(strings.NewReader(text), nil)).Records
	half := len(text) / 2
	for name, data := range map[string][]byte{
		"gzip":                      gzipped([]byte(text)),
		"gzip of several members":   bytes.Join([][]byte{gzipped([]byte(text[:half])), gzipped(nil), gzipped([]byte(text[half:]))}, nil),
		"zstd":                      zstded([]byte(text)),
		"zstd of several frames":    append(zstded([]byte(text[:half])), zstded([]byte(text[half:]))...),
		"zstd with skippable frame": append(skippable("four"), zstded([]byte(text))...),
	} {
		t.Run(name, func(t *testing.T) {
			got := drain(NDJSON(bytes.NewReader(data), nil))
			if diff := cmp.Diff(outcome{Records: want, Bytes: int64(len(data))}, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

// Wherever compressed data is cut off, the run must not look like one that read everything.
func TestCompressedCutOffAnywhere(t *testing.T) {
	text := numbered(20)
	whole := drain(NDJSON(strings.NewReader(text), nil)).Records
	for kind, encode := range map[string]func([]byte) []byte{"gzip": gzipped, "zstd": zstded} {
		first := encode([]byte(text[:200]))
		data := append(bytes.Clone(first), encode([]byte(text[200:]))...)
		for n := 1; n < len(data); n++ {
			if n == len(first) {
				continue // nothing tells that another member was to follow
			}
			got := drain(NDJSON(bytes.NewReader(data[:n]), &Options{Name: "in"}))
			if !strings.HasPrefix(got.Err, "rest: "+kind+" data ends early at byte ") {
				t.Errorf("%s of %d bytes cut off at %d: error %q", kind, len(data), n, got.Err)
			}
			if diff := cmp.Diff(whole[:len(got.Records)], got.Records, cmp.Transformer("nil", notNil)); diff != "" {
				t.Errorf("%s cut off at %d: records differ (-want +got):\n%s", kind, n, diff)
			}
		}
	}
}

func notNil(r []got) []got { return append([]got{}, r...) }

func TestCompressedFailures(t *testing.T) {
	text := numbered(100)
	lines := drain(NDJSON(strings.NewReader(text), nil)).Records
	after := len(text)
	place := " at byte " + strconv.Itoa(after) + " (after line 100)"
	badSum := gzipped([]byte(text))
	badSum[len(badSum)-5] ^= 1
	badZstd := zstded([]byte(text))
	badZstd[len(badZstd)-1] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want []got
		err  string
	}{
		"gzip without its end":   {gzipped([]byte(text))[:len(gzipped([]byte(text)))-3], lines, "rest: gzip data ends early" + place},
		"gzip checksum":          {badSum, lines, "rest: gzip data is corrupt" + place + ": gzip: invalid checksum"},
		"something after gzip":   {append(gzipped([]byte(text)), "more than a header"...), lines, "rest: gzip data is corrupt" + place + ": gzip: invalid header"},
		"gzip header":            {[]byte(gzipMagic + "\x07xxxxxxxxxxxx"), nil, "rest: gzip data is corrupt at byte 0: gzip: invalid header"},
		"zstd checksum":          {badZstd, nil, "rest: zstd data is corrupt at byte 0: CRC check failed"},
		"something after zstd":   {append(zstded([]byte(text)), "more"...), lines, "rest: zstd data is corrupt" + place + ": invalid input: magic number mismatch"},
		"zstd that takes 256 MB": {[]byte(zstdMagic + "\x00\x90"), nil, "rest: zstd data is corrupt at byte 0: it needs a window of more than 128 MiB; compress it with a smaller --long"},
	} {
		t.Run(name, func(t *testing.T) {
			got := drain(NDJSON(bytes.NewReader(c.data), &Options{Name: "in"}))
			if diff := cmp.Diff(outcome{Records: c.want, Bytes: got.Bytes, Err: c.err}, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

// The window that zstd --long=27 asks for is still accepted.
func TestZstdLongWindow(t *testing.T) {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, zstd.WithWindowSize(maxZstdWindow), zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, "{}\n")
	_ = w.Flush() // now the frame cannot be written with the smaller window that would do
	_ = w.Close()
	if diff := cmp.Diff([]got{{"{}", 1, -1, 0, ""}}, drain(NDJSON(&b, nil)).Records); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

func TestReaderFails(t *testing.T) {
	broken := errors.New("connection lost")
	text := numbered(1000)
	cut := strings.Index(text[3000:], "\n") + 3004
	for name, r := range map[string]io.Reader{
		"plain": io.MultiReader(strings.NewReader(text[:cut]), iotest.ErrReader(broken)),
		"gzip":  io.MultiReader(bytes.NewReader(gzipped([]byte(text))), iotest.ErrReader(broken)),
		"zstd":  io.MultiReader(bytes.NewReader(zstded([]byte(text))), iotest.ErrReader(broken)),
		// As net/http reports a body that is shorter than announced. At a frame's end, zstd takes it for the end.
		"zstd, unexpected end": io.MultiReader(bytes.NewReader(zstded([]byte(text))), iotest.ErrReader(io.ErrUnexpectedEOF)),
	} {
		t.Run(name, func(t *testing.T) {
			records, failures := 0, 0
			for b, err := range NDJSON(r, &Options{Name: "in"}) {
				switch {
				case err == nil:
					records += len(b.Records)
				case !strings.HasPrefix(err.Error(), "in: cannot be read at byte "):
					t.Errorf("error %q", err)
				case !errors.Is(err, broken) && !errors.Is(err, io.ErrUnexpectedEOF):
					t.Errorf("error %q does not wrap that of the reader", err)
				default:
					failures++
				}
			}
			if failures != 1 || records < strings.Count(text[:cut], "\n")-1 {
				t.Errorf("%d errors after %d records", failures, records)
			}
		})
	}
}

func TestJSONReaderFails(t *testing.T) {
	text := bundle + `"entry":[{"resource":{}},{"resource":{"a":"` + numbered(50)
	data := gzipped([]byte(text))
	o := drain(JSON(bytes.NewReader(data[:len(data)-8]), &Options{Name: "in"}))
	want := outcome{Records: []got{{"{}", 0, 0, 46, ""}}, Bytes: o.Bytes, Err: "rest: gzip data ends early at byte " + strconv.Itoa(len(text)) + " (in entry 1)"}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

// Stopping early must leave no goroutine, wherever the one that reads ahead happens to be.
func TestStopEarly(t *testing.T) {
	text := []byte(numbered(200_000))
	array := []byte("[" + strings.Repeat("{},", 500_000) + "{}]")
	for name, src := range map[string]func() Source{
		"plain": func() Source { return NDJSON(bytes.NewReader(text), nil) },
		"gzip":  func() Source { return NDJSON(bytes.NewReader(gzipped(text)), nil) },
		"zstd":  func() Source { return NDJSON(bytes.NewReader(zstded(text)), nil) },
		"JSON":  func() Source { return JSON(bytes.NewReader(gzipped(array)), nil) },
	} {
		for _, blocks := range []int{1, 2} {
			t.Run(name, func(t *testing.T) {
				defer goleak.VerifyNone(t)
				seen := 0
				for b, err := range src() {
					if err != nil {
						t.Fatal(err)
					}
					b.Release()
					if seen++; seen == blocks {
						break
					}
				}
				if seen != blocks {
					t.Errorf("%d blocks, want to stop at %d", seen, blocks)
				}
			})
		}
	}
}
