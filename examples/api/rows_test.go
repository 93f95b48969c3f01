package api

import (
	"context"
	"fmt"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
)

func Example_rows() {
	if err := rows(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// struct p1 Quill 1990-03-01
	// struct p2 Okafor 1974
	// map p1 Quill
	// map p2 Okafor
	// table of 2 rows, resources that failed: 0
}

// patient is a row of the view, or the part of it that is wanted.
type patient struct {
	ID     string
	Family *string // nil where there is none
	Born   *string `fhirview:"birth_date"`
}

// rows has a view's rows as structs, as maps and as a table.
func rows(ctx context.Context) error {
	plan, err := compile(patientsView)
	if err != nil {
		return err
	}
	src := source.Bytes(
		[]byte(`{"resourceType":"Patient","id":"p1","name":[{"use":"official","family":"Quill"}],"birthDate":"1990-03-01"}`),
		[]byte(`{"resourceType":"Patient","id":"p2","name":[{"use":"official","family":"Okafor"}],"birthDate":"1974"}`),
	)
	for p, err := range runner.All[patient](ctx, plan, src, nil) {
		if err != nil {
			return err
		}
		fmt.Println("struct", p.ID, *p.Family, *p.Born)
	}
	for row, err := range runner.Rows(ctx, plan, src, nil) {
		if err != nil {
			return err
		}
		fmt.Println("map", row.Map()["id"], row.Map()["family"])
	}
	table, err := runner.Collect(ctx, plan, src, nil)
	if err != nil {
		return err
	}
	return show(table)
}

// show takes a table, wherever it comes from.
func show(table *runner.Table) error {
	all, err := runner.Scan[patient](table)
	if err != nil {
		return err
	}
	fmt.Println("table of", len(all), "rows, resources that failed:", len(table.Failures()))
	return nil
}
