package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/arrow"
	"github.com/fhirview/fhirview/runner/sink/parquet"
)

// The formats of rows.
const (
	formatCSV     = "csv"
	formatNDJSON  = "ndjson"
	formatJSON    = "json"
	formatTable   = "table"
	formatArrow   = "arrow"
	formatParquet = "parquet"
)

var formats = []string{formatCSV, formatNDJSON, formatJSON, formatTable, formatArrow, formatParquet}

// arrowStream is what the names of files end in that are Arrow streams, which standard output is too.
const arrowStream = ".arrows"

// newSink returns a sink of the format for a file of this name, or for standard output, which has none. Next is for what has
// several files.
func (o *output) newSink(name string, w io.Writer, next func() (io.Writer, error)) sink.Sink {
	switch o.format {
	case formatParquet:
		return parquet.New(w, &parquet.Options{Compression: o.compression, MaxFileSize: o.maxFileSize, Next: next})
	case formatArrow:
		return arrow.IPC(w, &arrow.IPCOptions{Stream: name == "" || strings.EqualFold(filepath.Ext(name), arrowStream)})
	case formatNDJSON:
		return sink.NDJSON(w)
	case formatJSON:
		return sink.JSON(w)
	case formatTable:
		return sink.Table(w, nil)
	}
	return sink.CSV(w, nil)
}

// extension returns what the names of files of the format end in.
func extension(format string) string {
	if format == formatTable {
		return ".txt"
	}
	return "." + format
}

// formatOf returns the format that a file's name promises, or "".
func formatOf(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	if ext == arrowStream {
		return formatArrow
	}
	for _, format := range formats {
		if extension(format) == ext {
			return format
		}
	}
	return ""
}
