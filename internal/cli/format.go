package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/arrow"
)

// The formats of rows.
const (
	formatCSV    = "csv"
	formatNDJSON = "ndjson"
	formatJSON   = "json"
	formatTable  = "table"
	formatArrow  = "arrow"
)

var formats = []string{formatCSV, formatNDJSON, formatJSON, formatTable, formatArrow}

// arrowStream is what the names of files end in that are Arrow streams, which standard output is too.
const arrowStream = ".arrows"

// newSink returns a sink of the format for a file of this name, or for standard output, which has none.
func newSink(format, name string, w io.Writer) sink.Sink {
	switch format {
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
