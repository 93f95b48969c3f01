package cli

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/outfile"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/arrow"
	"github.com/fhirview/fhirview/runner/sink/parquet"
)

// The formats of rows that are named elsewhere too.
const (
	formatCSV     = "csv"
	formatJSON    = "json"
	formatTable   = "table"
	formatParquet = "parquet"
)

// rowFormat is a format of rows.
type rowFormat struct {
	name string
	// endings are what the names of its files end in; ours get the first.
	endings []string
	// header is true where the names of columns are a line of its own, that can be left out.
	header bool
	// typed is true where values have types. Such a file is not for a terminal, and compressed within.
	typed bool
	// open returns a sink for a file, or for standard output.
	open func(w io.Writer, o *output, f rowFile) sink.Sink
}

// rowFile is the file that a sink writes to. The zero rowFile is standard output.
type rowFile struct {
	name string
	// next begins another file, for what has several.
	next func() (io.Writer, error)
}

// arrowStream is what the names of files end in that are Arrow streams, which standard output is too.
const arrowStream = ".arrows"

var rowFormats = []*rowFormat{
	{name: formatCSV, endings: []string{".csv"}, header: true, open: func(w io.Writer, o *output, _ rowFile) sink.Sink {
		return sink.CSV(w, &sink.CSVOptions{NoHeader: o.noHeader})
	}},
	{name: "tsv", endings: []string{".tsv"}, header: true, open: func(w io.Writer, o *output, _ rowFile) sink.Sink {
		return sink.CSV(w, &sink.CSVOptions{Tab: true, NoHeader: o.noHeader})
	}},
	{name: "ndjson", endings: []string{".ndjson"}, open: func(w io.Writer, _ *output, _ rowFile) sink.Sink { return sink.NDJSON(w) }},
	{name: formatJSON, endings: []string{".json"}, open: func(w io.Writer, _ *output, _ rowFile) sink.Sink { return sink.JSON(w) }},
	{name: formatTable, endings: []string{".txt"}, open: func(w io.Writer, _ *output, _ rowFile) sink.Sink { return sink.Table(w, nil) }},
	{name: "arrow", endings: []string{".arrow", arrowStream}, typed: true, open: func(w io.Writer, _ *output, f rowFile) sink.Sink {
		return arrow.IPC(w, &arrow.IPCOptions{Stream: f.name == "" || strings.EqualFold(filepath.Ext(f.name), arrowStream)})
	}},
	{name: formatParquet, endings: []string{".parquet"}, typed: true, open: func(w io.Writer, o *output, f rowFile) sink.Sink {
		return parquet.New(w, &parquet.Options{Compression: o.compression, MaxFileSize: o.maxFileSize, Next: f.next})
	}},
}

// formatNames are the names of all formats.
func formatNames() []string {
	names := make([]string, len(rowFormats))
	for i, f := range rowFormats {
		names[i] = f.name
	}
	return names
}

// formatEndings names what the files of all formats end in, for messages.
func formatEndings() string {
	var endings []string
	for _, f := range rowFormats {
		endings = append(endings, f.endings[0])
	}
	last := len(endings) - 1
	return strings.Join(endings[:last], ", ") + " and " + endings[last]
}

// formatNamed returns the format of a name, or nil.
func formatNamed(name string) *rowFormat {
	i := slices.IndexFunc(rowFormats, func(f *rowFormat) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	return rowFormats[i]
}

// formatOf returns the format that a file's name promises, compressed or not, or nil.
func formatOf(path string) *rowFormat {
	ext := strings.ToLower(filepath.Ext(strings.TrimSuffix(path, outfile.Compression(path))))
	i := slices.IndexFunc(rowFormats, func(f *rowFormat) bool { return slices.Contains(f.endings, ext) })
	if i < 0 {
		return nil
	}
	return rowFormats[i]
}
