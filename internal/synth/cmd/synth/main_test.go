package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunWritesOneType(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"--type", "Encounter", "--count", "3"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if len(lines) != 4 || lines[3] != "" || !strings.HasPrefix(lines[2], `{"resourceType":"Encounter"`) {
		t.Errorf("output is not three lines of Encounters:\n%s", out.String())
	}
}

func TestRunWritesASet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	if err := run([]string{"--out", dir, "--patients", "4"}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "Patient.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("\n")); n != 4 {
		t.Errorf("the set has %d patients, want 4", n)
	}
}

func TestRunWritesBundles(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{"--bundles", dir, "--patients", "2", "--no-ids"}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*-*-4*-*-*.json"))
	if err != nil || len(files) != 2 {
		t.Errorf("the files are %v (%v), want two", files, err)
	}
}

func TestRunUsage(t *testing.T) {
	for _, args := range [][]string{
		{}, {"--type", "Patient", "--out", "x"}, {"--type", "Patient", "more"}, {"--type", "Patient", "--count", "-1"},
		{"--no-such-flag"}, {"--out", "x", "--bundles", "y"}, {"--out", "x", "--no-ids"},
	} {
		if err := run(args, io.Discard, io.Discard); !errors.Is(err, errUsage) {
			t.Errorf("run(%q) returns %v, want errUsage", args, err)
		}
	}
	if err := run([]string{"--type", "Basic"}, io.Discard, io.Discard); err == nil || errors.Is(err, errUsage) {
		t.Errorf("an unknown type returns %v, want the generator's error", err)
	}
}
