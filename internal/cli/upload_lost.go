package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"

	"github.com/fhirview/fhirview/fhirclient"
)

// lost are the records that did not make it: their resources and the reasons, each in a file that was asked for.
type lost struct {
	resources, reasons *lines
	err                error
}

// lines is a file of lines.
type lines struct {
	file *outFile
	w    *bufio.Writer
}

// openLost begins the files. They may not be among those that are read.
func openLost(o *uploadOptions, in *input) (*lost, error) {
	l := &lost{}
	var err error
	if l.resources, err = openLines("--failed", o.failed, in); err != nil {
		return nil, err
	}
	if l.reasons, err = openLines("--report", o.report, in); err != nil {
		return nil, errors.Join(err, l.resources.discard())
	}
	return l, nil
}

// openLines returns nil where no file was asked for.
func openLines(flag, path string, in *input) (*lines, error) {
	if path == "" {
		return nil, nil
	}
	if err := checkOverwriteInput(flag, path, in.paths); err != nil {
		return nil, err
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
	if l.resources != nil && len(bytes.TrimSpace(r.Data)) > 0 {
		l.note(l.resources.resource(r.Data))
	}
	if l.reasons != nil {
		line, err := json.Marshal(reason{
			why.Position, why.Type, why.Status, why.Codes, why.Attempts,
			errors.Is(why.Err, fhirclient.ErrOutcomeUnknown), why.Err.Error(),
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
func (l *lost) close() error { return errors.Join(l.err, l.resources.commit(), l.reasons.commit()) }

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
