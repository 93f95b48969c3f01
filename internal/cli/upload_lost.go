package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/outfile"
)

// lost are the records that did not make it, each in a file that was asked for: the resources that are certainly not on
// the server, those that may be, and the reasons.
type lost struct {
	failed, unknown, reasons *lines
	harmful                  bool // to upload what is unknown once more could do harm
	err                      error
}

// lines is a file of lines.
type lines struct {
	file *outfile.File
	w    *bufio.Writer
}

// openLost begins the files.
func openLost(ctx context.Context, o *uploadOptions) (*lost, error) {
	l := &lost{}
	for _, one := range []struct {
		path string
		file **lines
	}{{o.failed, &l.failed}, {o.unknown, &l.unknown}, {o.report, &l.reasons}} {
		var err error
		if *one.file, err = openLines(ctx, one.path); err != nil {
			return nil, errors.Join(err, l.discard())
		}
	}
	return l, nil
}

// openLines returns nil where no file was asked for.
func openLines(ctx context.Context, path string) (*lines, error) {
	if path == "" {
		return nil, nil
	}
	file, err := outfile.Create(ctx, path)
	if err != nil {
		return nil, err
	}
	return &lines{file, bufio.NewWriter(file)}, nil
}

// reason is a line of the report.
type reason struct {
	Position string   `json:"position"`
	Entry    *int     `json:"entry,omitempty"`   // of a Bundle
	Entries  int      `json:"entries,omitempty"` // of a Bundle that failed as a whole
	Type     string   `json:"resourceType,omitempty"`
	Status   int      `json:"status,omitempty"`
	Codes    []string `json:"codes,omitempty"`
	Attempts int      `json:"attempts"`
	Unknown  bool     `json:"outcomeUnknown,omitempty"`
	Reason   string   `json:"reason,omitempty"` // none where an entry of a Bundle succeeded
}

// add writes a record that did not make it, as it was read. A record that could not be read has a reason only.
func (l *lost) add(r upload.Record, why *upload.RecordError) {
	file := l.failed
	if errors.Is(why.Err, fhirclient.ErrOutcomeUnknown) {
		file, l.harmful = l.unknown, l.harmful || why.Harmful
	}
	if file != nil && len(bytes.TrimSpace(r.Data)) > 0 {
		l.note(file.resource(r.Data))
	}
	l.reason(why)
}

// reason writes a line of the report.
func (l *lost) reason(why *upload.RecordError) {
	line := reason{
		Position: why.Position, Entries: why.Entries, Type: why.Type, Status: why.Status, Codes: why.Codes, Attempts: why.Attempts,
		Unknown: errors.Is(why.Err, fhirclient.ErrOutcomeUnknown), Reason: why.Err.Error(),
	}
	if why.Entry >= 0 {
		line.Entry = &why.Entry
	}
	l.report(&line)
}

// answered writes what the server answered for an entry of a Bundle that was sent as it is, and succeeded.
func (l *lost) answered(bundle upload.Record, entry int, result *fhirclient.EntryResult) {
	position := bundle.Position + " entry " + strconv.Itoa(entry)
	l.report(&reason{Position: position, Entry: &entry, Status: result.Status, Attempts: 1})
}

func (l *lost) report(r *reason) {
	if l.reasons == nil {
		return
	}
	line, err := json.Marshal(r)
	l.note(err)
	l.note(l.reasons.line(line))
}

func (l *lost) note(err error) {
	if l.err == nil {
		l.err = err
	}
}

// resource writes a resource on one line. JSON that is not valid is kept as it is, but for its line breaks, so that the next
// run says the same of it.
func (l *lines) resource(data []byte) error {
	var b bytes.Buffer
	if json.Compact(&b, data) != nil {
		b.Reset()
		b.Write(bytes.Map(func(r rune) rune {
			if r == '\n' || r == '\r' {
				return ' '
			}
			return r
		}, bytes.TrimSpace(data)))
	}
	return l.line(b.Bytes())
}

func (l *lines) line(data []byte) error {
	_, err := l.w.Write(data)
	return errors.Join(err, l.w.WriteByte('\n'))
}

// close gives the files their names, however the upload has ended.
func (l *lost) close() error {
	return errors.Join(l.err, l.failed.commit(), l.unknown.commit(), l.reasons.commit())
}

// discard leaves the files as they were.
func (l *lost) discard() error {
	return errors.Join(l.failed.discard(), l.unknown.discard(), l.reasons.discard())
}

func (l *lines) commit() error {
	if l == nil {
		return nil
	}
	if err := l.w.Flush(); err != nil {
		return errors.Join(err, l.file.Discard())
	}
	return l.file.Commit()
}

func (l *lines) discard() error {
	if l == nil {
		return nil
	}
	return l.file.Discard()
}
