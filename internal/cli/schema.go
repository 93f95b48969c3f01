package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fhirview/fhirview/internal/schema"
	"github.com/fhirview/fhirview/viewdef"
)

const schemaHelp = `Print the columns of views with their types, which never depend on data.

A VIEW is a file with a ViewDefinition, a folder of such files (*.json, also in folders below), or a
glob. --dialect prints CREATE TABLE statements for a database in place of that, with names in quotes
and with the descriptions of the view as comments; tables are called as the views are. --format json
is an array of tables.

The types are those that files get whose format has types, such as Parquet, with the same flags: see
docs/types.md.`

const schemaExample = `  fhirview schema patients.view.json
  fhirview schema views/ --format json
  fhirview schema views/ --dialect postgres --types native --decimal 18,4
  fhirview schema patients.view.json --dialect sqlite --partial-dates span`

type schemaOptions struct {
	format  choice
	dialect choice
	typing  typeOptions
	release *release
}

func (e *env) schemaCommand() *cobra.Command {
	o := &schemaOptions{format: choice{from: []string{formatText, formatJSON}}}
	for _, d := range schema.Dialects {
		o.dialect.from = append(o.dialect.from, d.Word)
	}
	cmd := &cobra.Command{
		Use:     "schema VIEW…",
		Short:   "Print the columns of views and their types",
		Long:    schemaHelp,
		Example: schemaExample,
		Args:    atLeastOne("a view: a file, a folder or a glob"),
		RunE:    e.command(func(ctx context.Context, args []string) error { return e.schema(ctx, o, args) }),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var(&o.format, "format", "format of what is printed (default text)")
	flags.Var(&o.dialect, "dialect", "print CREATE TABLE statements for a database")
	o.typing.add(flags)
	o.release = addRelease(flags)
	return cmd
}

func (e *env) schema(ctx context.Context, o *schemaOptions, paths []string) error {
	if o.dialect.value != "" && o.format.value != "" {
		return usagef("--dialect prints SQL; leave out --format")
	}
	if err := refuseInputs(paths, "view"); err != nil {
		return err
	}
	views, err := findViews(ctx, paths)
	if err != nil {
		return err
	}
	if err := compile(views, &viewdef.Options{Model: o.release.model, Cache: newCache(), Types: o.typing.of(true)}); err != nil {
		return err
	}
	tables := make([]*schema.Table, len(views))
	for i, v := range views {
		tables[i] = v.table()
	}
	switch {
	case o.dialect.value != "":
		return e.createTables(views, tables, schema.Find(o.dialect.value))
	case o.format.value == formatJSON:
		return writeJSON(e.stdout, tables)
	}
	for i, t := range tables {
		if i > 0 {
			e.printf("\n")
		}
		e.printf("%s", t.Text())
	}
	return nil
}

// createTables prints the statements for all tables, or nothing where there is one that cannot be.
func (e *env) createTables(views []*viewFile, tables []*schema.Table, d *schema.Dialect) error {
	named := map[string]*viewFile{}
	statements := make([]string, len(tables))
	for i, t := range tables {
		lower := strings.ToLower(t.Name)
		if other := named[lower]; other != nil {
			return fmt.Errorf("%s and %s: both views are called %s; rename one", other.path, views[i].path, t.Name)
		}
		named[lower] = views[i]
		var err error
		if statements[i], err = t.Create(d); err != nil {
			return fmt.Errorf("%s: %w", views[i].path, err)
		}
	}
	e.printf("%s", strings.Join(statements, "\n"))
	return nil
}

// table returns what the table of the view is.
func (v *viewFile) table() *schema.Table {
	view := v.plan.View()
	return &schema.Table{
		Name: v.name(), Resource: view.Resource, URL: view.URL, Version: view.Version, Description: view.Description,
		Columns: schema.Columns(v.plan.Schema()),
	}
}
