package source

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// resources are about 50 MB of lines that look and compress like FHIR.
func resources() []string {
	lines := make([]string, 50_000)
	for i := range lines {
		lines[i] = fmt.Sprintf(`{"resourceType":"Observation","id":"%d","status":"final","code":{"coding":[{"system":`+
			`"http://loinc.org","code":"%d-4","display":"Body \"Weight\""}]},"subject":{"reference":"Patient/%d"},`+
			`"text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">%s</div>"},"valueQuantity":{"value":%d.5}}`,
			i, i%10_000, i*7919%1000, strings.Repeat("words and more words ", i%60), i%200)
	}
	return lines
}

func BenchmarkSource(b *testing.B) {
	lines := resources()
	ndjson := []byte(strings.Join(lines, "\n"))
	entries := []byte(bundle + `"entry":[{"fullUrl":"urn:uuid:1","resource":` +
		strings.Join(lines, `,"search":{"mode":"match"}},{"fullUrl":"urn:uuid:1","resource":`) + `}]}`)
	typeLast := []byte(`{"entry":[{"resource":` + strings.Join(lines, `},{"resource":`) + `}],"resourceType":"Bundle"}`)
	for _, c := range []struct {
		name   string
		open   constructor
		stored []byte
		size   int
	}{
		{"ndjson", NDJSON, ndjson, len(ndjson)},
		{"ndjson.gz", NDJSON, gzipped(ndjson), len(ndjson)},
		{"ndjson.zst", NDJSON, zstded(ndjson), len(ndjson)},
		{"bundle", JSON, entries, len(entries)},
		{"bundle.gz", JSON, gzipped(entries), len(entries)},
		{"bundle-type-last", JSON, typeLast, len(typeLast)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(c.size))
			b.ReportAllocs()
			records := 0
			for b.Loop() {
				for block, err := range c.open(bytes.NewReader(c.stored), nil) {
					if err != nil {
						b.Fatal(err)
					}
					records += len(block.Records)
					block.Release()
				}
			}
			if records != b.N*len(lines) {
				b.Fatalf("%d records, want %d", records, b.N*len(lines))
			}
		})
	}
}

// BenchmarkBlockSize shows what a block's size costs the source itself, which is little either way.
func BenchmarkBlockSize(b *testing.B) {
	ndjson := []byte(strings.Join(resources(), "\n"))
	for _, size := range []int{16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20} {
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(ndjson)))
			for b.Loop() {
				for block, err := range NDJSON(bytes.NewReader(ndjson), &Options{BlockSize: size}) {
					if err != nil {
						b.Fatal(err)
					}
					block.Release()
				}
			}
		})
	}
}
