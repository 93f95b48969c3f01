package sink_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// workloads are batches of 1000 rows, by what their cells are.
func workloads() []workload {
	name := `{"use":"official","family":"Chalmers","given":["Peter","James"]}`
	return []workload{
		makeWorkload("ids", columns("a", "b", "c"), func(i int) []row.Cell {
			id := fmt.Sprintf("urn:uuid:%032x", i)
			return []row.Cell{text(id), text(id), text(id)}
		}),
		makeWorkload("prose", columns("a"), func(int) []row.Cell { return []row.Cell{text(strings.Repeat("plain text ", 90) + ".")} }),
		makeWorkload("quoted", columns("a", "b"), func(int) []row.Cell {
			return []row.Cell{text("Main Street 12, Apt. \"B\", Springfield"), text("first line\nand the second")}
		}),
		makeWorkload("unicode", columns("a", "b"), func(int) []row.Cell {
			return []row.Cell{text("Jürgen Müller aus Köln an der schönen Straße"), text("山田太郎は東京都に住んでいます")}
		}),
		makeWorkload("patients", patientSchema(), func(i int) []row.Cell {
			return []row.Cell{
				text(fmt.Sprintf("%08x-9b1d-4f5e-8a7b-1234567890ab", i)), text("female"), text("1974-12-25"),
				{Kind: row.KindBoolean, Int: int64(i & 1)}, whole(int64(i)), decimal("72.50"), null(),
				list(text("Peter"), text("James")), element(name),
			}
		}),
		makeWorkload("typical", typicalSchema(), typicalRow),
	}
}

type workload struct {
	name   string
	schema *row.Schema
	batch  *row.Batch
}

func makeWorkload(name string, schema *row.Schema, cells func(i int) []row.Cell) workload {
	b := row.NewBatch(schema)
	for i := range 1000 {
		b.Append(cells(i))
	}
	return workload{name, schema, b}
}

func patientSchema() *row.Schema {
	s := columns("id", "gender", "birth_date", "active", "visits", "weight", "deceased", "given", "name")
	s.Columns[3].Type, s.Columns[4].Type, s.Columns[5].Type = row.Boolean, row.Integer, row.Decimal
	s.Columns[7].Collection, s.Columns[8].Type = true, row.JSON
	return s
}

// typicalRow is what most cells of most views are: ids, codes, times, numbers, and a null every third cell.
func typicalRow(i int) []row.Cell {
	id := fmt.Sprintf("%08x-9b1d-4f5e-8a7b-%012x", uint32(i)*2654435761, i*40503)
	return []row.Cell{
		text(id), text("final"), text("8867-4"), text("Heart rate"), text("Patient/" + id), text("2019-03-0" + fmt.Sprint(1+i%9) + "T12:01:02+01:00"),
		text("2019-03-05T12:01:02.345-05:00"), null(), decimal(fmt.Sprint(60+i%90) + ".5"), text("/min"), whole(int64(i)), null(),
		{Kind: row.KindBoolean, Int: int64(i & 1)}, null(),
	}
}

func typicalSchema() *row.Schema {
	return columns("id", "status", "code", "code_display", "subject_id", "effective_date_time", "issued", "encounter_id", "value_quantity",
		"value_unit", "nth", "value_code", "abnormal", "data_absent_reason")
}

// BenchmarkEncode measures what is written.
func BenchmarkEncode(b *testing.B) {
	for _, f := range formats {
		for _, w := range workloads() {
			b.Run(f.name+"/"+w.name, func(b *testing.B) {
				s, buf := begun(b, f.open, w)
				b.SetBytes(int64(len(buf)))
				b.ReportAllocs()
				for b.Loop() {
					buf, _ = s.Encode(buf[:0], w.batch)
				}
				b.ReportMetric(perCell(b, w.batch.Rows()*len(w.schema.Columns)), "ns/cell")
			})
		}
	}
}

// perCell returns the nanoseconds that each of a benchmark's cells took.
func perCell(b *testing.B, cells int) float64 {
	return float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(cells)
}

// BenchmarkAppend measures the copy of cells into a batch.
func BenchmarkAppend(b *testing.B) {
	batch, cells := row.NewBatch(typicalSchema()), typicalRow(0)
	for b.Loop() {
		batch.Truncate(0)
		for range 1000 {
			batch.Append(cells)
		}
	}
	b.ReportMetric(perCell(b, 1000*len(cells)), "ns/cell")
}

// BenchmarkTableWrite measures what a table does in order, after its widths are known.
func BenchmarkTableWrite(b *testing.B) {
	for _, w := range workloads() {
		b.Run(w.name, func(b *testing.B) {
			s, buf := begun(b, formats[3].open, w)
			b.SetBytes(int64(len(buf)))
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Write(buf, w.batch.Rows()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestEncodeDoesNotAllocate(t *testing.T) {
	for _, f := range formats[:3] {
		for _, w := range workloads() {
			s, buf := begun(t, f.open, w)
			allocs := testing.AllocsPerRun(10, func() { buf, _ = s.Encode(buf[:0], w.batch) })
			if allocs != 0 {
				t.Errorf("%s of %s: %v allocations for 1000 rows, want none", f.name, w.name, allocs)
			}
		}
	}
}

// begun returns a sink that has begun and the workload as it encodes it.
func begun(t testing.TB, open func(io.Writer) sink.Sink, w workload) (sink.Sink, []byte) {
	t.Helper()
	s := open(io.Discard)
	if err := s.Begin(w.schema); err != nil {
		t.Fatal(err)
	}
	encoded, err := s.Encode(nil, w.batch)
	if err != nil {
		t.Fatal(err)
	}
	return s, encoded
}
