package synth

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// bundlePatients is how many patients' resources a set's Bundle holds.
const bundlePatients = 2

// WriteSet writes a set in which all references resolve: for each type a file <Type>.ndjson in the folder dir with
// what the first patients have of it, and Bundle.json, a collection Bundle of all that the first two have. It makes
// the folder, and overwrites files of these names.
func (g *Generator) WriteSet(dir string, patients int) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("write set: %w", err)
	}
	for _, k := range allKinds() {
		err := writeFile(filepath.Join(dir, k.name+".ndjson"), func(w io.Writer) error {
			return g.WriteNDJSON(w, k.name, k.perPatient*patients)
		})
		if err != nil {
			return err
		}
	}
	return writeFile(filepath.Join(dir, "Bundle.json"), func(w io.Writer) error {
		return g.WriteBundle(w, min(patients, bundlePatients))
	})
}

// WriteBundle writes a Bundle of type collection with all resources of the first patients, an entry a line.
func (g *Generator) WriteBundle(w io.Writer, patients int) error {
	buf := []byte(`{"resourceType":"Bundle","id":"synthetic","type":"collection","entry":[`)
	separator := "\n"
	for p := range patients {
		for _, k := range allKinds() {
			for i := p * k.perPatient; i < (p+1)*k.perPatient; i++ {
				buf = append(buf, separator...)
				buf = append(buf, `{"fullUrl":"http://synthetic.example.org/`...)
				buf = append(buf, k.name...)
				buf = append(buf, '/')
				buf = g.appendID(buf, &k, i)
				buf = append(buf, `","resource":`...)
				buf = append(g.append(buf, &k, i), '}')
				separator = ",\n"
			}
		}
	}
	buf = append(buf, "\n]}\n"...)
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}

// writeFile makes a file of what write writes.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return fmt.Errorf("write set: %w", err)
	}
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("write set: %w", cerr)
		}
	}()
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}
