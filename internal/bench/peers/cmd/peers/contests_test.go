package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestContests holds the table of contests to the views and queries that there are, in both directions.
func TestContests(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", "..", "..", ".."))
	var want []string
	for _, c := range contests {
		want = append(want, c.view)
	}
	for pattern, end := range map[string]string{viewFile("*"): ".view.json", queryFile("*"): ".sql"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range files {
			got = append(got, strings.TrimSuffix(filepath.Base(f), end))
		}
		if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
			t.Errorf("%s: contests, files (-, +):\n%s", pattern, diff)
		}
	}
}

// TestQueries holds each query to the columns of its view, as far as text tells.
func TestQueries(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", "..", "..", ".."))
	for _, c := range contests {
		t.Run(c.view, func(t *testing.T) {
			query, err := os.ReadFile(queryFile(c.view))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(query), "($input"); n != 1 {
				t.Errorf("the query reads its input %d times, want once", n)
			}
			v, err := readView(c.view)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range soughtTexts(v) {
				if !strings.Contains(string(query), "'"+text+"'") {
					t.Errorf("the query does not look for %q as the view does", text)
				}
			}
			walk(v.Select, func(s selection) {
				for _, column := range s.Column {
					if !strings.Contains(string(query), column.Name) {
						t.Errorf("the query does not mention column %s", column.Name)
					}
				}
			})
		})
	}
}

// soughtTexts returns the texts that a view's conditions compare with: literals, and constants.
func soughtTexts(v view) []string {
	var texts []string
	for _, w := range v.Where {
		for i, part := range strings.Split(w.Path, "'") {
			if i%2 == 1 {
				texts = append(texts, part)
			}
		}
	}
	for _, constant := range v.Constant {
		for key, value := range constant {
			if key != "name" {
				texts = append(texts, fmt.Sprint(value))
			}
		}
	}
	return texts
}

func TestSelectContests(t *testing.T) {
	tests := []struct {
		names, message string
		want           []contest
	}{
		{names: "", want: contests},
		{names: "claim_items,patient_contacts", want: []contest{{"claim_items", 2.5}, {"patient_contacts", 2.5}}},
		{names: "nope", message: `no view is called "nope"`},
	}
	for _, test := range tests {
		got, err := selectContests(test.names)
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(contest{})); diff != "" || message(err) != test.message {
			t.Errorf("%q: %q, want %q; contests (-want, +got):\n%s", test.names, message(err), test.message, diff)
		}
	}
}

func TestViewFacts(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", "..", "..", ".."))
	claims, err := readView("claim_items")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"net": true, "amount": true}, claims.decimals()); diff != "" {
		t.Errorf("decimal columns (-want, +got):\n%s", diff)
	}
	items, err := readView("questionnaire_items")
	if err != nil {
		t.Fatal(err)
	}
	if claims.repeats() || !items.repeats() {
		t.Errorf("repeats: claims %v, items %v, want false, true", claims.repeats(), items.repeats())
	}
}
