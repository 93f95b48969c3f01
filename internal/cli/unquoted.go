package cli

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
)

// A glob that is not quoted is the shell's: of --in *.ndjson the command sees --in a.ndjson b.ndjson c.ndjson, and all but
// the first stand where views are expected. What is plainly no view is read as an input then.

// views returns the arguments that are views, and has the others read as inputs, where there are any at all. It tells of
// those, for one could also have been meant as a view.
func (e *env) views(o *runOptions, args []string) ([]string, error) {
	var views, inputs []string
	for _, arg := range args {
		switch {
		case isInput(arg):
			inputs = append(inputs, arg)
		case len(o.in) > 0 && len(args) > 1 && isNeither(arg):
			return nil, usagef("%s is no view and holds no resources; where a glob of --in put it there, such as --in data/*, "+
				"write the glob in quotation marks", arg)
		default:
			views = append(views, arg)
		}
	}
	switch {
	case len(inputs) == 0:
		return views, nil
	case len(o.in) == 0:
		return nil, usagef("%s holds resources and no view; name what is to be read with --in %s", inputs[0], inputs[0])
	case len(views) == 0:
		return nil, usagef("there is no view among the arguments, only inputs: %s; name a view first", listed(inputs))
	}
	if !o.quiet {
		e.sayf("fhirview: read as inputs, as if they had an --in of their own: %s\n", listed(inputs))
	}
	o.in = append(o.in, inputs...)
	return views, nil
}

// listed names the first few.
func listed(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " and " + thousands(int64(len(names)-most)) + " more"
	}
	return strings.Join(names, ", ")
}

// isInput is true for a path that plainly names resources, and no view: by its ending, by how the file begins, or for a
// folder by what is in it.
func isInput(path string) bool {
	if files.HoldsResources(path) && !isJSON(path) {
		return true
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return false
	case info.IsDir():
		return isInputFolder(path)
	case !info.Mode().IsRegular():
		return false
	}
	return contentOfFile(path) == contentResource
}

// isNeither is true for a file that is plainly no view, and no resources either, such as the manifest of an export.
func isNeither(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	head := headOf(path)
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	return !bytes.HasPrefix(text, []byte("{")) || contentOf(head) == contentForeign
}

// headSize is how much of a file is looked at. A view has said by then what it is, for its first keys are short.
const headSize = 64 << 10

// contentOfFile is contentOf, and knows a list that begins with an object, as a list of resources does.
func contentOfFile(path string) content {
	head := headOf(path)
	if rest, ok := bytes.CutPrefix(bytes.TrimSpace(head), []byte("[")); ok && bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{")) {
		return contentResource
	}
	return contentOf(head)
}

// headOf returns the first bytes of a file; none of one that cannot be read.
func headOf(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	head, _ := io.ReadAll(io.LimitReader(f, headSize))
	return head
}

// isInputFolder is true for a folder with resources and without views.
func isInputFolder(path string) bool {
	found, _ := files.Find(path, files.HoldsResources)
	input := false
	for _, f := range found {
		switch {
		case f.PassedOver != "" || f.Err != nil:
		case !isJSON(f.Path):
			input = true
		default:
			c := contentOfFile(f.Path)
			if c == contentView || c == contentCases {
				return false
			}
			input = input || c == contentResource
		}
	}
	return input
}

// expression returns the one argument that is the expression, and has the others read as inputs: those are files.
func (o *fhirpathOptions) expression(args []string) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	var inputs, rest []string
	for _, arg := range args {
		if _, err := os.Stat(arg); err == nil {
			inputs = append(inputs, arg)
		} else {
			rest = append(rest, arg)
		}
	}
	if len(rest) == 0 && len(inputs) > 0 {
		rest, inputs = inputs[:1], inputs[1:] // a file may be called like an element
	}
	switch {
	case len(rest) != 1:
		return "", usagef("give one expression, in quotation marks; there are %d arguments", len(args))
	case len(o.in) == 0:
		return "", usagef("give one expression, in quotation marks, and name what is to be read with --in %s", inputs[0])
	}
	o.in = append(o.in, inputs...)
	return rest[0], nil
}
