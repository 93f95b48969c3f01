package synth

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
)

// WriteTransactions writes a file <patient's UUID>.json for each of the first patients into the folder dir, as Synthea does:
// see WriteTransaction.
func (g *Generator) WriteTransactions(dir string, patients int) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("write transactions: %w", err)
	}
	for p := range patients {
		name := string(g.appendUUID(nil, g.kinds["Patient"], p)) + ".json"
		err := writeFile(filepath.Join(dir, name), func(w io.Writer) error { return g.WriteTransaction(w, p) })
		if err != nil {
			return err
		}
	}
	return nil
}

// WriteTransaction writes all that a patient has as one Bundle of type transaction, pretty-printed. Entries are called by
// UUIDs, and refer to each other by these. The resources are those of the same Config with UUIDs, but for the references,
// and without ids where the Config says so.
func (g *Generator) WriteTransaction(w io.Writer, patient int) error {
	buf := []byte(`{"resourceType":"Bundle","type":"transaction","entry":[`)
	uuids := g.cfg.UUIDs
	g.cfg.UUIDs, g.transaction = true, true
	defer func() { g.cfg.UUIDs, g.transaction = uuids, false }()
	for _, k := range allKinds() {
		for i := patient * k.perPatient; i < (patient+1)*k.perPatient; i++ {
			if buf[len(buf)-1] != '[' {
				buf = append(buf, ',')
			}
			buf = append(buf, `{"fullUrl":"urn:uuid:`...)
			buf = append(g.appendUUID(buf, &k, i), `","resource":`...)
			buf = append(g.append(buf, &k, i), `,"request":{"method":"POST","url":"`...)
			buf = append(append(buf, k.name...), `"}}`...)
		}
	}
	buf = append(buf, `]}`...)
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, buf, "", "  "); err != nil {
		return fmt.Errorf("write transaction: %w", err)
	}
	pretty.WriteByte('\n')
	if _, err := w.Write(pretty.Bytes()); err != nil {
		return fmt.Errorf("write transaction: %w", err)
	}
	return nil
}

// appendUUID appends the UUID of resource i of a kind, of version 4 by its looks.
func (g *Generator) appendUUID(dst []byte, k *kind, i int) []byte {
	h := fnv.New64a()
	_, _ = io.WriteString(h, k.name) // a hash never fails to take bytes
	high := mix(mix(g.cfg.Seed^h.Sum64()) + uint64(i))
	low := mix(high ^ h.Sum64())
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], high&^0xf000|0x4000)
	binary.BigEndian.PutUint64(b[8:], low&^(3<<62)|2<<62)
	return fmt.Appendf(dst, "%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
