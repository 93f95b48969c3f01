package sink_test

import (
	"fmt"
	"os"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

func ExampleCSV() {
	writeExample(sink.CSV(os.Stdout, nil))
	// Output:
	// id,given,weight
	// p1,"[""Peter"",""James""]",72.50
	// "Doe, Jane",[],
}

func ExampleNDJSON() {
	writeExample(sink.NDJSON(os.Stdout))
	// Output:
	// {"id":"p1","given":["Peter","James"],"weight":72.50}
	// {"id":"Doe, Jane","given":[],"weight":null}
}

func ExampleJSON() {
	writeExample(sink.JSON(os.Stdout))
	// Output:
	// [
	// {"id":"p1","given":["Peter","James"],"weight":72.50},
	// {"id":"Doe, Jane","given":[],"weight":null}
	// ]
}

func ExampleTable() {
	writeExample(sink.Table(os.Stdout, nil))
	// Output:
	// id         given              weight
	// ---------  -----------------  ------
	// p1         ["Peter","James"]   72.50
	// Doe, Jane  []
}

// writeExample does what a runner does.
func writeExample(s sink.Sink) {
	schema := &row.Schema{Columns: []row.Column{
		{Name: "id"}, {Name: "given", Collection: true}, {Name: "weight", Type: row.Decimal},
	}}
	batch := row.NewBatch(schema)
	batch.Append([]row.Cell{text("p1"), list(text("Peter"), text("James")), decimal("72.50")})
	batch.Append([]row.Cell{text("Doe, Jane"), list(), null()})

	err := s.Begin(schema)
	if err == nil {
		var encoded []byte
		if encoded, err = s.Encode(nil, batch); err == nil {
			err = s.Write(encoded, batch.Rows())
		}
	}
	if endErr := s.End(err); err == nil {
		err = endErr
	}
	if err != nil {
		fmt.Println(err)
	}
}
