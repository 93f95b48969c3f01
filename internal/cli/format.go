package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/runner/sink"
)

// The formats of rows.
const (
	formatCSV    = "csv"
	formatNDJSON = "ndjson"
	formatJSON   = "json"
	formatTable  = "table"
)

var formats = []string{formatCSV, formatNDJSON, formatJSON, formatTable}

// newSink returns a sink of the format.
func newSink(format string, w io.Writer) sink.Sink {
	switch format {
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
	for _, format := range formats {
		if extension(format) == ext {
			return format
		}
	}
	return ""
}
