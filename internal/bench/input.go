package bench

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fhirview/fhirview/internal/synth"
)

// Form is how resources stand in an input.
type Form int

// The forms.
const (
	NDJSON       Form = iota
	BundleLine        // a Bundle on one line
	BundlePretty      // a Bundle with line breaks and indentation
	List              // a JSON list on one line
)

func (f Form) String() string {
	return [...]string{"ndjson", "bundle-line", "bundle-pretty", "list"}[f]
}

// Forms are all forms.
func Forms() []Form { return []Form{NDJSON, BundleLine, BundlePretty, List} }

// Write writes resources, each of which is on one line.
func (f Form) Write(resources [][]byte) []byte {
	var out bytes.Buffer
	open, between, end := f.around()
	out.WriteString(open)
	for i, one := range resources {
		if i > 0 {
			out.WriteString(between)
		}
		if f != BundlePretty || json.Indent(&out, one, "      ", "  ") != nil {
			out.Write(one) // what is no JSON is for readers to tell
		}
	}
	out.WriteString(end)
	return out.Bytes()
}

// around returns what stands before, between and after the resources.
func (f Form) around() (open, between, end string) {
	switch f {
	case BundleLine:
		return `{"resourceType":"Bundle","type":"collection","entry":[{"resource":`, `},{"resource":`, "}]}\n"
	case BundlePretty:
		return "{\n  \"resourceType\": \"Bundle\",\n  \"type\": \"collection\",\n  \"entry\": [\n    {\n      \"resource\": ",
			"\n    },\n    {\n      \"resource\": ", "\n    }\n  ]\n}\n"
	case List:
		return "[", ",", "]\n"
	case NDJSON:
	}
	return "", "\n", "\n"
}

// Shared is the folder of sample data, which is not part of the repository at root.
func Shared(root string) string {
	if folder := os.Getenv("FHIRVIEW_SHARED"); folder != "" {
		return folder
	}
	return filepath.Join(root, "..", "shared")
}

// Sample returns the resources of a type that there are, over and over until there are at least size bytes: those of the
// sample data and those beside the views that the library brings; where there are none, generated ones.
func Sample(root, typ string, size int) ([][]byte, error) {
	var text []byte
	for _, file := range []string{
		filepath.Join(Shared(root), "data", typ+".ndjson.gz"),
		filepath.Join(root, "viewdef", "registry", "testdata", "resources", typ+".ndjson"),
	} {
		more, err := readText(file)
		if err != nil {
			return nil, err
		}
		text = append(append(text, bytes.TrimSpace(more)...), '\n')
	}
	if text = bytes.TrimSpace(text); len(text) == 0 {
		var made bytes.Buffer
		if err := synth.New(synth.Config{Seed: 1}).WriteNDJSON(&made, typ, 1000); err != nil {
			return nil, fmt.Errorf("there is no sample of %s: %w", typ, err)
		}
		text = bytes.TrimSpace(made.Bytes())
	}
	few := bytes.Split(text, []byte("\n"))
	var all [][]byte
	for written := 0; written < size; {
		one := few[len(all)%len(few)]
		all = append(all, one)
		written += len(one) + 1
	}
	return all, nil
}

// readText returns what a file holds, which may be compressed; nothing where there is none.
func readText(file string) ([]byte, error) {
	stored, err := os.ReadFile(filepath.Clean(file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil || filepath.Ext(file) != ".gz" {
		return stored, err
	}
	z, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return io.ReadAll(z)
}
