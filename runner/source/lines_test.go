package source

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const tooLong8 = "resource is longer than the limit of 8 bytes (raise MaxRecord to read it)"

var lineCases = []struct {
	name string
	text string
	max  int
	want []got
}{
	{name: "empty", text: ""},
	{name: "one line", text: "{}\n", want: []got{{"{}", 1, -1, 0, ""}}},
	{name: "no last newline", text: "{}\n{ }", want: []got{{"{}", 1, -1, 0, ""}, {"{ }", 2, -1, 3, ""}}},
	{name: "CRLF", text: "{}\r\n[]\r\n", want: []got{{"{}", 1, -1, 0, ""}, {"[]", 2, -1, 4, ""}}},
	{name: "CR before the end", text: "{}\r", want: []got{{"{}", 1, -1, 0, ""}}},
	{name: "blank lines", text: "\n\r\n \t\n{}\n\n\n[]\n\n", want: []got{{"{}", 4, -1, 6, ""}, {"[]", 7, -1, 11, ""}}},
	{name: "only blank lines", text: "\n\n \n"},
	{name: "space around", text: " {}\t\n\t[] \r\n", want: []got{{"{}", 1, -1, 1, ""}, {"[]", 2, -1, 6, ""}}},
	{name: "byte order mark", text: "\uFEFF{}\n[]\n", want: []got{{"{}", 1, -1, 3, ""}, {"[]", 2, -1, 6, ""}}},
	{name: "only a byte order mark", text: "\uFEFF"},
	{name: "part of a byte order mark", text: "\xef\xbb", want: []got{{"\xef\xbb", 1, -1, 0, ""}}},
	{name: "not JSON", text: "x\n{\n", want: []got{{"x", 1, -1, 0, ""}, {"{", 2, -1, 2, ""}}},
	{name: "at the limit", text: "12345678\n1234567\r\n12345678\r\n12345678", max: 8, want: []got{
		{"12345678", 1, -1, 0, ""}, {"1234567", 2, -1, 9, ""}, {"12345678", 3, -1, 18, ""}, {"12345678", 4, -1, 28, ""},
	}},
	{name: "past the limit", text: "123456789\n1\n123456789\r\n2\n12345678\rx\n3\n123456789", max: 8, want: []got{
		{"", 1, -1, 0, tooLong8}, {"1", 2, -1, 10, ""}, {"", 3, -1, 12, tooLong8}, {"2", 4, -1, 23, ""},
		{"", 5, -1, 25, tooLong8}, {"3", 6, -1, 36, ""}, {"", 7, -1, 38, tooLong8},
	}},
	{name: "far past the limit", text: strings.Repeat("x", 500) + "\n1\n" + strings.Repeat("y", 500), max: 8, want: []got{
		{"", 1, -1, 0, tooLong8}, {"1", 2, -1, 501, ""}, {"", 3, -1, 503, tooLong8},
	}},
	{name: "a blank line past the limit", text: strings.Repeat(" ", 20) + "\n1", max: 8, want: []got{
		{"", 1, -1, 0, tooLong8}, {"1", 2, -1, 21, ""},
	}},
	{name: "a long line after a mark", text: "\uFEFF123456789\n12345678", max: 8, want: []got{
		{"", 1, -1, 3, tooLong8}, {"12345678", 2, -1, 13, ""},
	}},
}

func TestNDJSON(t *testing.T) {
	for _, c := range lineCases {
		t.Run(c.name, func(t *testing.T) {
			everyWay(t, NDJSON, c.text, c.max, outcome{Records: c.want})
		})
	}
}

func TestNDJSONBlocksAreAboutBlockSize(t *testing.T) {
	line := `{"id":"0123456789"}` + "\n"
	text := strings.Repeat(line, 1000) + strings.Repeat("x", 5000) + "\n" + strings.Repeat(line, 1000)
	var sizes, grown []int
	for b, err := range NDJSON(strings.NewReader(text), &Options{BlockSize: 1000}) {
		if err != nil {
			t.Fatal(err)
		}
		if cap(b.buf) > 1000 {
			grown = append(grown, cap(b.buf))
		}
		sizes = append(sizes, len(b.Records))
		b.Release()
	}
	if len(grown) != 1 || grown[0] > 10_000 {
		t.Errorf("buffers larger than a block: %v, want a single one below twice the long line", grown)
	}
	if want := len(text) / 1000; len(sizes) < want-10 || len(sizes) > want+10 {
		t.Errorf("%d blocks, want about %d", len(sizes), want)
	}
}

// An endless line must not make the source silent: the consumer could neither stop it nor see it go on.
func TestNDJSONLongLineInBoundedMemory(t *testing.T) {
	const blocks = 100
	endless := &pattern{text: []byte("x")}
	seen, records := 0, 0
	for b, err := range NDJSON(endless, &Options{MaxRecord: 5000, BlockSize: 1000}) {
		if err != nil {
			t.Fatal(err)
		}
		if cap(b.buf) > 5002 {
			t.Fatalf("buffer of %d bytes for a limit of 5000", cap(b.buf))
		}
		records += len(b.Records)
		b.Release()
		if seen++; seen == blocks {
			break
		}
	}
	if records != 1 {
		t.Errorf("%d records, want the one for the long line", records)
	}
}

// pattern repeats its text for ever.
type pattern struct {
	text []byte
	at   int
}

func (p *pattern) Read(buf []byte) (int, error) {
	for i := range buf {
		buf[i] = p.text[p.at]
		p.at = (p.at + 1) % len(p.text)
	}
	return len(buf), nil
}

func TestRecordsCannotGrowIntoEachOther(t *testing.T) {
	for b, err := range NDJSON(strings.NewReader("{}\n[]\n"), nil) {
		if err != nil {
			t.Fatal(err)
		}
		_ = append(b.Records[0].Data, "xxxxxx"...)
		if got := string(b.Records[1].Data); got != "[]" {
			t.Errorf("the second record is now %q", got)
		}
	}
}

func FuzzNDJSON(f *testing.F) {
	for _, c := range lineCases {
		f.Add([]byte(c.text), uint8(c.max), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, limit, block uint8) {
		if codecOf(text[:min(len(text), magicLen)]) != nil {
			return
		}
		set := &Options{MaxRecord: int(limit), BlockSize: int(block)}
		o := drain(NDJSON(bytes.NewReader(text), set))
		want := outcome{Records: linesByHand(text, set.orDefaults(1).MaxRecord), Bytes: int64(len(text))}
		if diff := cmp.Diff(want, o); diff != "" {
			t.Errorf("differs (-want +got):\n%s", diff)
		}
	})
}

// linesByHand is the plain meaning of NDJSON, with all of the text at hand.
func linesByHand(text []byte, limit int) []got {
	var want []got
	offset := len(text) - len(bytes.TrimPrefix(text, []byte(byteOrderMark)))
	for i, line := range bytes.SplitAfter(text[offset:], []byte("\n")) {
		content := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		data := bytes.Trim(content, " \t\r\n")
		switch {
		case len(content) > limit:
			want = append(want, got{Line: int64(i + 1), Index: -1, Offset: int64(offset), Err: errTooLong(limit).Error()})
		case len(data) > 0:
			at := offset + bytes.Index(content, data)
			want = append(want, got{Data: string(data), Line: int64(i + 1), Index: -1, Offset: int64(at)})
		}
		offset += len(line)
	}
	return want
}
