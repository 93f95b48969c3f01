package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// pageSize is how many resources the pages have, which is what the command asks for.
const pageSize = 500

// pageServer is a server on loopback whose answers to searches have been made before. It is part of the measuring program,
// so its processor time is not that of a build.
type pageServer struct {
	base    string
	answers map[string]*answers // by the path of the search
}

// answers are the pages of a search.
type answers struct {
	pages      [][]byte
	compressed bool
	size       int64 // of the pages as text
}

// serve starts a server without answers. It ends with the program.
func serve() (*pageServer, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it does not wait for anything
	if err != nil {
		return nil, fmt.Errorf("serve pages: %w", err)
	}
	s := &pageServer{base: "http://" + l.Addr().String(), answers: map[string]*answers{}}
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	return s, nil
}

// add makes the answers to the search for the type of resources below a path, and returns them.
func (s *pageServer) add(path, typ string, resources [][]byte, compressed bool) (*answers, error) {
	address := path + "/" + typ
	if a := s.answers[address]; a != nil {
		return a, nil
	}
	a := &answers{compressed: compressed}
	for from := 0; from < len(resources); from += pageSize {
		next := ""
		if from+pageSize < len(resources) {
			next = s.base + address + "?page=" + strconv.Itoa(from/pageSize+1)
		}
		page := pageOf(resources, from, min(from+pageSize, len(resources)), next)
		a.size += int64(len(page))
		if compressed {
			var err error
			if page, err = packed(page); err != nil {
				return nil, err
			}
		}
		a.pages = append(a.pages, page)
	}
	s.answers[address] = a
	return a, nil
}

// pageOf is a page with some of the resources, written as most servers do.
func pageOf(resources [][]byte, from, to int, next string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"resourceType":"Bundle","type":"searchset","total":%d,"link":[`, len(resources))
	if next != "" {
		fmt.Fprintf(&out, `{"relation":"next","url":%q}`, next)
	}
	out.WriteString(`],"entry":[`)
	for i, one := range resources[from:to] {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"fullUrl":"http://example.org/fhir/%d","resource":%s,"search":{"mode":"match"}}`, from+i, one)
	}
	out.WriteString(`]}`)
	return out.Bytes()
}

// packed is a text, compressed as much as servers do on the way.
func packed(text []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err == nil {
		_, err = z.Write(text)
		err = errors.Join(err, z.Close())
	}
	if err != nil {
		return nil, fmt.Errorf("compress an input: %w", err)
	}
	return out.Bytes(), nil
}

// ServeHTTP answers with a page.
func (s *pageServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.answers[strings.TrimSuffix(r.URL.Path, "/")]
	page, _ := strconv.Atoi(r.FormValue("page"))
	if a == nil || page < 0 || page >= len(a.pages) {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/fhir+json")
	header.Set("Content-Length", strconv.Itoa(len(a.pages[page])))
	if a.compressed {
		header.Set("Content-Encoding", "gzip")
	}
	_, _ = w.Write(a.pages[page])
}

// distinct returns the resources with ids of their own, of the same length: a server has none twice. It changes the
// first id in a text, where that is long enough.
func distinct(resources [][]byte) [][]byte {
	const key = `"id":"`
	all := make([][]byte, len(resources))
	for i, one := range resources {
		all[i] = bytes.Clone(one)
		at := bytes.Index(one, []byte(key)) + len(key)
		if at < len(key) {
			continue
		}
		number := fmt.Appendf(nil, "%08d", i)
		if end := bytes.IndexByte(one[at:], '"'); end >= len(number) {
			copy(all[i][at:], number)
		}
	}
	return all
}
