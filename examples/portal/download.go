package main

import (
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/fhirview/fhirview/runner/sink"
)

// formats are the kinds of files that there are to download.
var formats = map[string]struct {
	mediaType string
	sink      func(io.Writer) sink.Sink
}{
	"csv":    {"text/csv; charset=utf-8; header=present", func(w io.Writer) sink.Sink { return sink.CSV(w, nil) }},
	"ndjson": {"application/x-ndjson", sink.NDJSON},
}

// download sends all rows of a table, also those that its page does not show.
func (p *portal) download(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	format, ok := formats[query.Get("format")]
	if !ok {
		f, _ := parseForm(url.Values{"view": {query.Get("view")}})
		p.show(w, http.StatusBadRequest, &page{Form: f, Problems: []problem{{"view", "Tables can be downloaded as csv or ndjson."}}})
		return
	}
	t := p.fetch(w, r, query, false)
	if t == nil {
		return
	}
	name := t.fileName() + "." + query.Get("format")
	w.Header().Set("Content-Type", format.mediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if err := t.result.Write(format.sink(w)); err != nil {
		// Part of the file is on its way: the connection has to break, or the part would look like the whole.
		panic(http.ErrAbortHandler)
	}
}

// fileName says which table it is and when it was fetched, and that it is not all there is where that is so: a file is
// passed on without the page that said it.
func (f *fetched) fileName() string {
	info := f.result.Info()
	name := f.view.Name + "-" + info.Started.UTC().Format("20060102T150405Z")
	if info.Limited || info.Truncated || info.Failed > 0 {
		name += "-incomplete"
	}
	return name
}
