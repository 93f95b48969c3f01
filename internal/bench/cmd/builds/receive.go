package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// receivePages is the variable that makes this program one that only takes an input in and drops it, which is what a build
// cannot do without: its value is the number of pages, 0 for a file.
const receivePages = "FHIRVIEW_BUILDS_RECEIVE"

// received is how much is taken in at a time.
const received = 256 << 10

// receive takes an input in: a file, or the pages of a search, with the library's client of HTTP and nothing around it.
func receive(input, pages string) error {
	n, err := strconv.Atoi(pages)
	if err != nil {
		return fmt.Errorf("%s: %w", receivePages, err)
	}
	r := receiver{buffer: make([]byte, received)}
	if n == 0 {
		return r.file(input)
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, ReadBufferSize: 16 << 10}}
	for page := range n {
		if err := r.page(client, input+"?page="+strconv.Itoa(page)); err != nil {
			return err
		}
	}
	return nil
}

type receiver struct {
	buffer []byte
	z      gzip.Reader
}

func (r *receiver) file(name string) error {
	f, err := os.Open(filepath.Clean(name))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return r.drop(f, strings.HasSuffix(name, ".gz"))
}

func (r *receiver) page(client *http.Client, address string) error {
	resp, err := client.Get(address) //nolint:noctx // the program that started this one ends it
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return r.drop(resp.Body, resp.Header.Get("Content-Encoding") == "gzip")
}

// drop reads to the end.
func (r *receiver) drop(from io.Reader, compressed bool) error {
	if compressed {
		if err := r.z.Reset(from); err != nil {
			return err
		}
		from = &r.z
	}
	for {
		if _, err := from.Read(r.buffer); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
