package source_test

import (
	"fmt"
	"strings"

	"github.com/fhirview/fhirview/runner/source"
)

func show(src source.Source) {
	for block, err := range src {
		if err != nil {
			fmt.Println("failed:", err)
			return
		}
		for _, r := range block.Records {
			fmt.Println(r.Line, r.Index, string(r.Data), r.Err)
		}
		block.Release()
	}
}

func ExampleNDJSON() {
	in := strings.NewReader("{\"id\":\"1\"}\n\n{\"id\":\"a much longer line\"}\n{\"id\":\"3\"}\n")
	show(source.NDJSON(in, &source.Options{MaxRecord: 20}))
	// Output:
	// 1 -1 {"id":"1"} <nil>
	// 3 -1  resource is longer than the limit of 20 bytes (raise MaxRecord to read it)
	// 4 -1 {"id":"3"} <nil>
}

func ExampleJSON() {
	in := strings.NewReader(`{"resourceType":"Bundle","entry":[{"resource":{"id":"1"}},{"request":{}},{"resource":{"id":"3"}}`)
	show(source.JSON(in, &source.Options{Name: "bundle.json"}))
	// Output:
	// 0 0 {"id":"1"} <nil>
	// 0 2 {"id":"3"} <nil>
	// 0 -1  JSON ends early at byte 96 (in entry 2)
}

func ExampleOpen() {
	show(source.Open([]string{"no-such-*.ndjson.gz"}, nil))
	// Output:
	// failed: no-such-*.ndjson.gz: no file or folder matches
}

func ExampleBytes() {
	show(source.Bytes([]byte(`{"id":"1"}`), []byte(`{"id":"2"}`)))
	// Output:
	// 0 0 {"id":"1"} <nil>
	// 0 1 {"id":"2"} <nil>
}

func ExampleValues() {
	found := func(yield func([]byte, error) bool) {
		_ = yield([]byte(`{"id":"1"}`), nil) && yield(nil, fmt.Errorf("the server went away"))
	}
	show(source.Values(found, nil))
	// Output:
	// 0 0 {"id":"1"} <nil>
	// failed: after 1 resources: the server went away
}
