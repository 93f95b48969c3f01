package cli

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

const runHelp = `Run views over resources and write their rows.

A VIEW is a file with a ViewDefinition, a folder of such files (*.json, also in folders below), or a
glob. Files in a folder that hold something else, such as other resources or test cases, are passed
over.

Rows go to standard output, as CSV or, on a terminal, as a table. Several views read the input
once and write a file each, named by the view, into the folder of --out. A file of --out appears
when it is complete: a run that fails leaves what was there before. A file whose name ends in .gz or
.zst, as in patients.csv.gz, is compressed.

--in http://… or https://… searches a FHIR server for the resources of the views' types, page by
page. Without --in, the environment variable FHIRVIEW_SERVER names the server, if it is set; --in -
is standard input then. A search whose result is known to be incomplete makes the exit status 3.
Secrets are never arguments: name environment variables or files that hold them. Each option
of a server can be set by an environment variable, too: see
docs/fhirclient-command.md.

A resource that cannot be read or evaluated is left out, and the exit status is 3; --on-error fail
ends the run at the first, with status 1. Which resources failed is told on standard error. Of a file
that is malformed or cut off, the resources before that place are read, and the rest is a failure.

A folder of --in is searched in depth, and ** in a glob stands for any number of folders. What begins
with a dot is left out, and links to folders are not followed. Files that hold no resources, and what
is no regular file, are passed over and told in one line; a file that is named itself is read. Inputs
that stand among the views, as the shell puts them there for --in *.ndjson, are read as inputs.`

const runExample = `  fhirview run patients.view.json --in Patient.ndjson
  fhirview run patients.view.json --in Patient.ndjson.gz --out patients.ndjson
  fhirview run views/ --in export/ --out tables/ --format csv
  fhirview run conditions.view.json --in bundle.json --format table --limit 20
  zcat Patient.ndjson.gz | fhirview run patients.view.json | head
  fhirview run patients.view.json --in https://example.org/fhir --param active=true --token-env TOKEN
  fhirview run patients.view.json --explain`

type runOptions struct {
	in       []string
	out      string
	format   choice
	noHeader bool
	typing   typeOptions
	// compression and maxFileSize are those of Parquet.
	compression choice
	maxFileSize fileSize
	onError     choice
	parallel    count
	limit       count
	// maxRecord is how long a resource may be.
	maxRecord recordLimit
	release   *release
	strict    bool
	explain   bool
	quiet     bool
	param     []string
	maxPages  count
	fromEnv   bool // the server is that of serverVariable
	server    serverOptions
	searches  []*search // of the servers that are read
}

func (e *env) runCommand() *cobra.Command {
	o := &runOptions{
		format:      choice{from: formatNames()},
		compression: choice{from: []string{"zstd", "snappy", "none"}},
		onError:     choice{value: "skip", from: []string{"skip", "fail"}},
	}
	cmd := &cobra.Command{
		Use:     "run VIEW…",
		Short:   "Flatten resources into rows",
		Long:    runHelp,
		Example: runExample,
		Args:    atLeastOne("a view: a file, a folder or a glob"),
	}
	flags := cmd.Flags()
	cmd.RunE = e.command(func(ctx context.Context, args []string) error {
		if err := e.serverFromEnvironment(o); err != nil {
			return err
		}
		if !slices.ContainsFunc(o.in, isURL) {
			if err := refuse(flags, "it is about servers; name one with --in https://…"); err != nil {
				return err
			}
		} else if err := fromEnvironment(flags); err != nil {
			return err
		}
		return e.run(ctx, o, args)
	})
	flags.SortFlags = false
	addInput(flags, &o.in, "a FHIR server, ")
	flags.StringVar(&o.out, "out", "", "`FILE` to write, or the folder for several views (default standard output)")
	flags.Var(&o.format, "format", "format of the rows (default by the name of --out, or csv)")
	flags.BoolVar(&o.noHeader, "no-header", false, "leave out the line with the names of columns, in csv and tsv")
	o.typing.add(flags)
	flags.Var(&o.compression, "compression", "how Parquet is compressed (default zstd)")
	flags.Var(&o.maxFileSize, "max-file-size", "begin another Parquet file, rows-00002.parquet, where one would be larger, such as 512MB; 0 is no limit")
	flags.Var(&o.onError, "on-error", "what to do after a resource that fails")
	flags.Var(&o.limit, "limit", "stop when every view has so many rows; 0 is no limit")
	flags.Var(&o.parallel, "parallel", "how many parts of the input to work on at a time; 0 is one for each processor")
	addRecordLimit(flags, &o.maxRecord)
	o.release = addRelease(flags)
	flags.BoolVar(&o.strict, "strict-json", false, "check every byte of the input as JSON, also of what the views do not read;\n"+
		"without it, bad escapes, numbers and doubled keys are not seen there")
	flags.BoolVar(&o.explain, "explain", false, "print how the views are evaluated, and read no input")
	flags.StringArrayVar(&o.param, "param", nil,
		"search a server with a parameter `K=V`, for one type of resources Type?K=V; can be given several times")
	flags.Var(&o.maxPages, "max-pages", "how many pages of a search are read at most; more make the result incomplete; 0 is all")
	flags.Bool("rebase-next", false,
		"follow links to further pages that name another host at the server's own address, as behind a proxy")
	o.server.add(flags)
	flags.BoolVar(&o.quiet, "quiet", false, "no progress, no warnings, no summary; only what failed")
	return cmd
}

// run checks everything that it can before it reads and writes.
func (e *env) run(ctx context.Context, o *runOptions, args []string) error {
	args, err := e.views(o, args)
	if err != nil {
		return err
	}
	views, err := findViews(ctx, args)
	if err != nil {
		return err
	}
	var out *output
	if !o.explain {
		if out, err = o.output(len(views), e.stdoutTerminal); err != nil {
			return err
		}
	}
	types := o.typing.of(out != nil && out.format.typed)
	if err := compile(views, &viewdef.Options{Model: o.release.model, Cache: newCache(), Types: types}); err != nil {
		return err
	}
	if !o.quiet {
		e.warnings(views)
	}
	if o.explain {
		e.explain(views)
		return nil
	}
	search, err := e.searchServers(o, views)
	if err != nil {
		return err
	}
	defer o.closeIdle()
	in, err := e.openInputs(ctx, o.in, o.quiet, o.maxRecord, search)
	if err != nil {
		return err
	}
	if err := out.check(in, views); err != nil {
		return err
	}
	return e.flatten(ctx, o, in, out, views)
}

func (e *env) explain(views []*viewFile) {
	for _, v := range views {
		e.printf("%s: %s", v.path, v.plan)
	}
	count := map[string]int64{}
	for _, v := range views {
		count[v.plan.Resource()]++
	}
	for _, typ := range slices.Sorted(maps.Keys(count)) {
		if n := count[typ]; n > 1 {
			e.printf("in one pass, %s of %s share what is decoded: none of them takes the fast way then\n", counted(n, "view"), typ)
		}
	}
}

// flatten runs the views and makes the result known: files get their names, and failures are told.
func (e *env) flatten(ctx context.Context, o *runOptions, in *input, out *output, views []*viewFile) (err error) {
	jobs, files, err := e.begin(ctx, out, views)
	defer func() { err = errors.Join(err, files.Discard()) }()
	if err != nil {
		return err
	}
	watch, older, bar := watchTypes(views), watchOlder(), e.progress(in, out, o.quiet)
	stats, err := runner.Run(ctx, older.source(watch.source(in.src)), jobs, o.config(bar))
	bar.clear()
	if !o.quiet {
		e.older(older, &stats)
	}
	if err != nil {
		return err
	}
	if err := files.Commit(); err != nil {
		return err
	}
	if !o.quiet {
		e.passedOver(&in.passed)
		e.nested(&stats)
		e.unread(views, watch, &stats)
	}
	e.summary(&stats, o.quiet)
	if short := e.short(o.searches); short || stats.Failed > 0 {
		return &failure{status: exitPartial}
	}
	return nil
}

func (o *runOptions) config(bar *progress) *runner.Options {
	policy := runner.Skip
	if o.onError.value == "fail" {
		policy = runner.Fail
	}
	return &runner.Options{
		Parallel:   int(o.parallel),
		OnError:    policy,
		Limit:      int64(o.limit),
		StrictJSON: o.strict,
		Progress:   bar.update,
	}
}
