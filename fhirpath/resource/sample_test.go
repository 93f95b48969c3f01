package resource_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// sampleLines returns resources of a type: Synthea's from the shared folder, or else the repository's own.
func sampleLines(tb testing.TB, typ string) [][]byte {
	tb.Helper()
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	data, err := gunzip(filepath.Join(shared, "data", typ+".ndjson.gz"))
	if err != nil {
		if data, err = os.ReadFile(filepath.Join("../../testdata/synthetic", typ+".ndjson")); err != nil {
			tb.Fatal(err)
		}
	}
	return bytes.Split(bytes.TrimSpace(data), []byte("\n"))
}

func gunzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
