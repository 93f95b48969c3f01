package arrow

import (
	"errors"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"github.com/fhirview/fhirview/runner/sink"
)

// IPCOptions says how IPC writes. Its zero value is ready to use.
type IPCOptions struct {
	// Stream has the stream format written, which readers read from a pipe as it comes, in place of the file format, of which
	// they can read any part. Default: false, a file.
	Stream bool
}

// IPC returns a sink that writes Arrow's IPC format to w; nil options are the defaults.
//
// Texts, decimals, dates and times are utf8 in their own text, and complex elements as the JSON text that was read; a byte that
// is no valid UTF-8 becomes U+FFFD. Booleans are bool, integers int32 or int64, and collections lists of these. A null is
// null, and neither "" nor the empty list. All columns may hold nulls, and all are there also where there are no rows. Nothing
// is compressed. A record batch has some ten thousand rows.
//
// Where the view was compiled with types, columns are those of their SQL types: date32, timestamp and time64 of microseconds,
// decimal128, binary; points in time are in UTC. The schema's metadata has fhirview.view, .url, .version and .digest, where the view has
// them, and a field's has its FHIR type as fhirview.type, and its description.
//
// A run that has failed leaves output without its end, which is no file to readers. After a failed write every later Write,
// and End, returns the same error.
func IPC(w io.Writer, o *IPCOptions) sink.Sink {
	stream := o != nil && o.Stream
	return &recordSink{open: func(schema *arrow.Schema) (recordWriter, error) {
		if w == nil {
			return nil, errors.New("there is no writer")
		}
		out := &output{w: w}
		if stream {
			return &ipcWriter{ipc.NewWriter(out, ipc.WithSchema(schema))}, nil
		}
		file, err := ipc.NewFileWriter(out, ipc.WithSchema(schema)) // writes nothing yet
		return &ipcWriter{file}, err
	}}
}

// ipcWriter writes record batches to an io.Writer.
type ipcWriter struct {
	ipc interface {
		Write(batch arrow.RecordBatch) error
		Close() error
	}
}

func (w *ipcWriter) write(batch arrow.RecordBatch) error { return w.ipc.Write(batch) }
func (w *ipcWriter) keeps() bool                         { return false }
func (w *ipcWriter) end() error                          { return w.ipc.Close() }

// output is an io.Writer of which the first error stays: what a writer of Arrow's writes after that would be damage.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	o.err = err
	return n, err
}
