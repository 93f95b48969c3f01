package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

// What the comparison makes equal, and nothing else:
//
//   - Quotes around a cell, since DuckDB quotes more than it has to (text with a #, for one).
//   - NULL and the empty string, which CSV cannot tell apart as all sides write it. FHIR has no empty strings.
//   - For Medplum, the digits of numbers in columns of type decimal: JSON.parse makes 1.0 and 1 the same. DuckDB's
//     queries read numbers as text and are held to it.
//   - For queries that say so, the order of rows.

// table is a CSV file and whose it is.
type table struct {
	side, file string
}

// open returns a reader after the header, and the header. A record is good until the next is read.
func (t table) open() (*csv.Reader, []string, io.Closer, error) {
	f, err := os.Open(t.file)
	if err != nil {
		return nil, nil, nil, err
	}
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return nil, nil, nil, errors.Join(fmt.Errorf("header of %s: %w", t.side, err), f.Close())
	}
	r.ReuseRecord = true
	return r, header, f, nil
}

// each calls visit with the number, from 1, and the cells of each row.
func (t table) each(visit func(row int, cells []string) error) error {
	r, _, f, err := t.open()
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for row := 1; ; row++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.side, err)
		}
		if err := visit(row, cells); err != nil {
			return err
		}
	}
}

// compareInOrder returns how many rows two tables have, or an error that names the first place where they differ. The
// columns in numeric are compared as numbers.
func compareInOrder(want, got table, numeric map[string]bool) (int, error) {
	wr, header, wf, err := want.open()
	if err != nil {
		return 0, err
	}
	defer func() { _ = wf.Close() }()
	gr, gotHeader, gf, err := got.open()
	if err != nil {
		return 0, err
	}
	defer func() { _ = gf.Close() }()
	if !slices.Equal(header, gotHeader) {
		return 0, fmt.Errorf("columns differ: %s has %v, %s has %v", want.side, header, got.side, gotHeader)
	}
	for row := 1; ; row++ {
		w, wantErr := wr.Read()
		g, gotErr := gr.Read()
		switch {
		case errors.Is(wantErr, io.EOF) && errors.Is(gotErr, io.EOF):
			return row - 1, nil
		case errors.Is(wantErr, io.EOF):
			return 0, fmt.Errorf("%s has more rows than the %d of %s", got.side, row-1, want.side)
		case errors.Is(gotErr, io.EOF):
			return 0, fmt.Errorf("%s has more rows than the %d of %s", want.side, row-1, got.side)
		case wantErr != nil || gotErr != nil:
			return 0, fmt.Errorf("row %d: %w", row, errors.Join(wantErr, gotErr))
		}
		for i, name := range header {
			if w[i] != g[i] && !(numeric[name] && sameNumber(w[i], g[i])) {
				return 0, fmt.Errorf("row %d, column %s: %s has %q, %s has %q", row, name, want.side, w[i], got.side, g[i])
			}
		}
	}
}

func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

// compareAnyOrder is compareInOrder for tables whose rows may be in different orders. It counts equal rows by a hash, so
// that the largest tables fit in memory.
func compareAnyOrder(want, got table) (int, error) {
	if err := sameHeader(want, got); err != nil {
		return 0, err
	}
	seed := maphash.MakeSeed()
	surplus := map[uint64]int{}
	rows := 0
	err := want.each(func(_ int, cells []string) error {
		rows++
		surplus[hashRow(seed, cells)]++
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = got.each(func(_ int, cells []string) error {
		h := hashRow(seed, cells)
		if surplus[h]--; surplus[h] == 0 {
			delete(surplus, h)
		}
		return nil
	})
	if err != nil || len(surplus) == 0 {
		return rows, err
	}
	more := func(h uint64) bool { return surplus[h] > 0 }
	less := func(h uint64) bool { return surplus[h] < 0 }
	return 0, errors.Join(findRow(want, got, seed, more), findRow(got, want, seed, less))
}

func sameHeader(want, got table) error {
	_, w, wf, err := want.open()
	if err != nil {
		return err
	}
	_, g, gf, err := got.open()
	if err != nil {
		return errors.Join(err, wf.Close())
	}
	if !slices.Equal(w, g) {
		err = fmt.Errorf("columns differ: %s has %v, %s has %v", want.side, w, got.side, g)
	}
	return errors.Join(err, wf.Close(), gf.Close())
}

// findRow returns an error for the first row that one table has more often than the other, if there is one.
func findRow(in, other table, seed maphash.Seed, surplus func(uint64) bool) error {
	return in.each(func(row int, cells []string) error {
		if !surplus(hashRow(seed, cells)) {
			return nil
		}
		return fmt.Errorf("row %d of %s is not in %s, or not as often: %s", row, in.side, other.side, strings.Join(cells, ","))
	})
}

func hashRow(seed maphash.Seed, cells []string) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, c := range cells {
		h.WriteString(c)
		h.WriteByte(0)
	}
	return h.Sum64()
}
