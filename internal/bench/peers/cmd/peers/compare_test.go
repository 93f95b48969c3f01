package main

import (
	"os"
	"path/filepath"
	"testing"
)

// writeTable writes CSV to a file of its own.
func writeTable(t *testing.T, side, text string) table {
	t.Helper()
	file := filepath.Join(t.TempDir(), side+".csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return table{side, file}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestCompareInOrder(t *testing.T) {
	const want = "id,n\na,1.0\nb,\"x,y\"\n"
	numeric := map[string]bool{"n": true}
	tests := []struct {
		name, got string
		numeric   map[string]bool
		rows      int
		message   string
	}{
		{name: "equal", got: want, rows: 2},
		{name: "more quotes", got: "id,n\n\"a\",\"1.0\"\nb,\"x,y\"\n", rows: 2},
		{name: "other digits", got: "id,n\na,1\nb,\"x,y\"\n", message: `row 1, column n: fhirview has "1.0", peer has "1"`},
		{name: "same number", got: "id,n\na,1\nb,\"x,y\"\n", numeric: numeric, rows: 2},
		{name: "other number", got: "id,n\na,2\nb,\"x,y\"\n", numeric: numeric, message: `row 1, column n: fhirview has "1.0", peer has "2"`},
		{name: "empty is no number", got: "id,n\na,\nb,\"x,y\"\n", numeric: numeric, message: `row 1, column n: fhirview has "1.0", peer has ""`},
		{name: "other order", got: "id,n\nb,\"x,y\"\na,1.0\n", message: `row 1, column id: fhirview has "a", peer has "b"`},
		{name: "a row less", got: "id,n\na,1.0\n", message: "fhirview has more rows than the 1 of peer"},
		{name: "a row more", got: want + "c,3\n", message: "peer has more rows than the 2 of fhirview"},
		{name: "other columns", got: "id,m\na,1.0\n", message: "columns differ: fhirview has [id n], peer has [id m]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := compareInOrder(writeTable(t, fhirview, want), writeTable(t, "peer", test.got), test.numeric)
			if rows != test.rows || message(err) != test.message {
				t.Errorf("got %d rows and %q, want %d and %q", rows, message(err), test.rows, test.message)
			}
		})
	}
}

func TestCompareAnyOrder(t *testing.T) {
	const want = "id,n\na,1\na,1\nb,2\n"
	tests := []struct {
		name, got string
		rows      int
		message   string
	}{
		{name: "equal", got: want, rows: 3},
		{name: "other order", got: "id,n\nb,2\na,1\na,1\n", rows: 3},
		{
			name:    "other count",
			got:     "id,n\nb,2\na,1\nb,2\n",
			message: "row 1 of fhirview is not in peer, or not as often: a,1\nrow 1 of peer is not in fhirview, or not as often: b,2",
		},
		{name: "cells moved", got: "id,n\na,1\na,1\nb2,\n", message: "row 3 of fhirview is not in peer, or not as often: b,2\n" +
			"row 3 of peer is not in fhirview, or not as often: b2,"},
		{name: "a row more", got: want + "c,3\n", message: "row 4 of peer is not in fhirview, or not as often: c,3"},
		{name: "other columns", got: "n,id\n1,a\n", message: "columns differ: fhirview has [id n], peer has [n id]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := compareAnyOrder(writeTable(t, fhirview, want), writeTable(t, "peer", test.got))
			if rows != test.rows || message(err) != test.message {
				t.Errorf("got %d rows and %q, want %d and %q", rows, message(err), test.rows, test.message)
			}
		})
	}
}
