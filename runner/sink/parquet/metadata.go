package parquet

import (
	"encoding/json"
	"runtime/debug"
	"sync"

	"github.com/fhirview/fhirview/internal/parquet"
	"github.com/fhirview/fhirview/viewdef/row"
)

// metadataOf returns what a file says of the view that its rows are of.
func metadataOf(schema *row.Schema) ([]parquet.KeyValue, error) {
	types := map[string]string{}
	for i := range schema.Columns {
		if c := &schema.Columns[i]; c.FHIRType != "" {
			types[c.Name] = c.FHIRType
		}
	}
	columns, err := json.Marshal(types)
	var m []parquet.KeyValue
	for _, kv := range []parquet.KeyValue{
		{Key: "fhirview.view", Value: schema.View}, {Key: "fhirview.url", Value: schema.URL},
		{Key: "fhirview.version", Value: schema.Version}, {Key: "fhirview.digest", Value: schema.Digest},
		{Key: "fhirview.columns", Value: string(columns)},
	} {
		if kv.Value != "" {
			m = append(m, kv)
		}
	}
	return m, err
}

const module = "github.com/fhirview/fhirview"

// createdBy returns this module's name and version, in the form that readers look for bugs of known versions by.
var createdBy = sync.OnceValue(func() string {
	version := "0.0.0"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == module && m.Version != "" && m.Version[0] == 'v' {
				version = m.Version[1:]
			}
		}
	}
	return "fhirview version " + version
})
