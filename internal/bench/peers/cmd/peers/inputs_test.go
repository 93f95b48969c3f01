package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCopyLines(t *testing.T) {
	tests := []struct {
		name, from, want string
		limit            int64
	}{
		{name: "the first line at least", from: "one\ntwo\n", limit: 0, want: "one\n"},
		{name: "whole lines only", from: "one\ntwo\nthree\n", limit: 10, want: "one\ntwo\n"},
		{name: "up to the limit", from: "one\ntwo\nthree\n", limit: 8, want: "one\ntwo\n"},
		{name: "all", from: "one\ntwo\n", limit: 100, want: "one\ntwo\n"},
		{name: "no line end at the end", from: "one\ntwo", limit: 100, want: "one\ntwo"},
		{name: "nothing", from: "", limit: 100, want: ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			from, to := filepath.Join(t.TempDir(), "from"), filepath.Join(t.TempDir(), "to")
			if err := os.WriteFile(from, []byte(test.from), 0o600); err != nil {
				t.Fatal(err)
			}
			written, err := copyLines(from, to, test.limit)
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want || written != int64(len(test.want)) {
				t.Errorf("got %q and %d, want %q", got, written, test.want)
			}
		})
	}
}
