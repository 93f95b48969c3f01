package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
)

func Example() {
	if err := flatten(context.Background(), os.Stdout, "patients.view.json", "Patient.ndjson"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,family,birth_date,phone
	// a,Okafor,1984-05-12,555-0101
	// a,Okafor,1984-05-12,555-0102
	// b,Lindqvist,1991-11,
}

// TestFailed shows that lost resources are an error of the program.
func TestFailed(t *testing.T) {
	broken := t.TempDir() + "/broken.ndjson"
	if err := os.WriteFile(broken, []byte(`{"resourceType":"Patient","id":"a"`), 0o666); err != nil {
		t.Fatal(err)
	}
	err := flatten(t.Context(), &bytes.Buffer{}, "patients.view.json", broken)
	if err == nil || !strings.Contains(err.Error(), "1 of 1 resources failed, first "+broken+": line 1: ") {
		t.Errorf("got error %v, want one that places the broken resource", err)
	}
}
