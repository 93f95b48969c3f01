package fhirproto_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/fhir/go/fhirversion"
	"github.com/google/fhir/go/jsonformat"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/projection"
)

// unmarshaller returns google/fhir's own reader of JSON. It checks no more than the grammar of elements: what it
// refuses, no message can hold.
func unmarshaller(tb testing.TB) *jsonformat.Unmarshaller {
	tb.Helper()
	u, err := jsonformat.NewUnmarshallerWithoutValidation("UTC", fhirversion.R4)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

// strictUnmarshaller returns the reader as google/fhir means it to be used: it also wants what is required to be there.
func strictUnmarshaller(tb testing.TB) *jsonformat.Unmarshaller {
	tb.Helper()
	u, err := jsonformat.NewUnmarshaller("UTC", fhirversion.R4)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

// message makes a message of a resource's JSON.
func message(tb testing.TB, data string) proto.Message {
	tb.Helper()
	m, err := unmarshaller(tb).Unmarshal([]byte(data))
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// inner returns the resource in a ContainedResource.
func inner(m proto.Message) proto.Message {
	msg := m.ProtoReflect()
	var in proto.Message
	msg.Range(func(_ protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		in = v.Message().Interface()
		return false
	})
	return in
}

// everything is a projection of all that a type has; "" stands for any type.
func everything(tb testing.TB, typ string) *resource.Projection {
	tb.Helper()
	t := model.Unknown
	if typ != "" {
		var ok bool
		if t, ok = r4.Model().Lookup(typ); !ok {
			tb.Fatalf("no type %s", typ)
		}
	}
	b := projection.NewBuilder(r4.Model(), t)
	b.All(b.Root())
	return (*resource.Projection)(b.Projection())
}

// syntheticLines returns the repository's own resources of a type, none where it has none.
func syntheticLines(tb testing.TB, typ string) [][]byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("../../testdata/synthetic", typ+".ndjson"))
	if err != nil && !os.IsNotExist(err) {
		tb.Fatal(err)
	}
	return lines(data)
}

// sharedFiles returns the sample data's files, none where there is no sample data.
func sharedFiles(tb testing.TB) []string {
	tb.Helper()
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	files, err := filepath.Glob(filepath.Join(shared, "data", "*.ndjson.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

func sharedLines(tb testing.TB, file string) [][]byte {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return lines(data)
}

func lines(data []byte) [][]byte {
	if data = bytes.TrimSpace(data); len(data) == 0 {
		return nil
	}
	return bytes.Split(data, []byte("\n"))
}

func typeOfFile(file string) string {
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	return name
}
