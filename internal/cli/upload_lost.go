package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"

	"github.com/fhirview/fhirview/fhirclient"
)

// lost are the records that did not make it, each in a file that was asked for: the resources that are certainly not on
// the server, those that may be, and the reasons.
type lost struct {
	failed, unknown, reasons *lines
	err                      error
}

// lines is a file of lines.
type lines struct {
	file *outFile
	w    *bufio.Writer
}

// openLost begins the files.
func openLost(o *uploadOptions) (*lost, error) {
	l := &lost{}
	for _, one := range []struct {
		path string
		file **lines
	}{{o.failed, &l.failed}, {o.unknown, &l.unknown}, {o.report, &l.reasons}} {
		var err error
		if *one.file, err = openLines(one.path); err != nil {
			return nil, errors.Join(err, l.discard())
		}
	}
	return l, nil
}

// openLines returns nil where no file was asked for.
func openLines(path string) (*lines, error) {
	if path == "" {
		return nil, nil
	}
	file, err := createFile(path)
	if err != nil {
		return nil, err
	}
	return &lines{file, bufio.NewWriter(file)}, nil
}

// reason is a line of the report.
type reason struct {
	Position string   `json:"position"`
	Type     string   `json:"resourceType,omitempty"`
	Status   int      `json:"status,omitempty"`
	Codes    []string `json:"codes,omitempty"`
	Attempts int      `json:"attempts"`
	Unknown  bool     `json:"outcomeUnknown,omitempty"`
	Reason   string   `json:"reason"`
}

// add writes a record that did not make it, as it was read. A record that could not be read has a reason only.
func (l *lost) add(r fhirclient.Record, why *fhirclient.RecordError) {
	file, unknown := l.failed, errors.Is(why.Err, fhirclient.ErrOutcomeUnknown)
	if unknown {
		file = l.unknown
	}
	if file != nil && len(bytes.TrimSpace(r.Data)) > 0 {
		l.note(file.resource(r.Data))
	}
	if l.reasons != nil {
		line, err := json.Marshal(reason{
			why.Position, why.Type, why.Status, why.Codes, why.Attempts,
			unknown, why.Err.Error(),
		})
		l.note(err)
		l.note(l.reasons.line(line))
	}
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
		return errors.Join(err, l.file.discard())
	}
	return l.file.commit()
}

func (l *lines) discard() error {
	if l == nil {
		return nil
	}
	return l.file.discard()
}
