package upload

import (
	"path/filepath"
	"testing"
)

// BenchmarkJournal notes records as an upload with 100 workers does: done in nearly the order of the input. It shows what
// the journal adds to each record, and how long the file gets.
func BenchmarkJournal(b *testing.B) {
	path := filepath.Join(b.TempDir(), "journal")
	j, err := openJournal(path, 1, false)
	if err != nil {
		b.Fatal(err)
	}
	data := []byte(patient("p1"))
	for i := range b.N {
		if _, err := j.read(data, 1); err != nil {
			b.Fatal(err)
		}
		j.markStored(indexes(int64(i ^ 63))) // some order of the last 64
	}
	if err := j.finish(); err != nil {
		b.Fatal(err)
	}
	info := journalSize(b, path)
	b.ReportMetric(float64(info)/float64(b.N), "B/record")
}
