package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/spf13/cobra"
)

const uploadHelp = `Write resources to a FHIR server, as fast as the server takes them.

A FILE is what run reads: a .ndjson or .json file (also .gz and .zst), a Bundle, a folder with all
below, a glob, or - for standard input. How many requests are under way at once is found out by
watching how the server answers, unless --concurrency says it.

A Bundle of type transaction or batch is posted as it is, whatever --method says, which is for
resources that stand alone. --unwrap writes its entries one by one, as those of other Bundles always
are: as their requests say, or by --method where there are none. References between them become those
to what the server made of them; what cannot be resolved is refused. --check-references looks before
anything is sent whether all references have their targets in the input, --check-references=server
also on the server.

put writes each resource under its own id and can be repeated without harm. create has the server
choose ids; with --identifier, it creates only what the server does not have yet. batch is put with
many resources in a request.

With --journal, the same command continues an upload that was stopped or killed. --failed collects
the resources that the server certainly did not take, to be fed back when the cause is mended;
--unknown those of which nobody knows, to be looked for on the server first; --report says why, a
line of JSON for each. Resources that failed make the exit status 3; 1 says that the upload did not
come to the end of its input.`

const uploadExample = `  fhirview upload --to http://localhost:8080/fhir export/
  fhirview upload --to https://example.org/fhir --token-env TOKEN --journal up.journal Patient.ndjson.gz
  fhirview upload --to http://localhost:8080/fhir --method batch --failed failed.ndjson data/*.ndjson`

type uploadOptions struct {
	to          string
	method      choice
	concurrency concurrency
	pause       span
	batchSize   count
	identifier  string
	journal     string
	failed      string
	unknown     string
	maxFailures count
	noCheck     bool
	unwrap      bool
	ownIDs      bool
	references  choice
	report      string
	quiet       bool
	maxRecord   recordLimit
	server      serverOptions
}

// concurrency is a flag that takes a number of requests, or auto, which is 0.
type concurrency int

func (c *concurrency) String() string {
	if *c == 0 {
		return "auto"
	}
	return strconv.Itoa(int(*c))
}

func (c *concurrency) Type() string { return "auto|N" }

func (c *concurrency) Set(s string) error {
	if s == "auto" {
		*c = 0
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100 {
		return errors.New("use auto, or a number from 1 to 100")
	}
	*c = concurrency(n)
	return nil
}

func (e *env) uploadCommand() *cobra.Command {
	o := &uploadOptions{method: choice{value: "put", from: []string{"put", "create", "batch"}}, batchSize: 100}
	o.references = choice{from: []string{"input", "server"}}
	cmd := &cobra.Command{
		Use:     "upload --to URL FILE…",
		Short:   "Write resources to a FHIR server",
		Long:    uploadHelp,
		Example: uploadExample,
		Args:    atLeastOne("the files to upload"),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.to, "to", "", "base `URL` of the server")
	flags.Var(&o.concurrency, "concurrency", "how many requests are under way at a time")
	flags.Var(&o.pause, "pause", "least time between the starts of two requests, such as 10ms")
	flags.StringVar(&o.journal, "journal", "", "`FILE` that notes what is done, so that the same command continues from there")
	flags.Var(&o.method, "method", "how a resource is written")
	flags.Var(&o.batchSize, "batch-size", "how many resources are in a request, for --method batch")
	flags.StringVar(&o.identifier, "identifier", "", "create only what has no identifier of this `SYSTEM` on the server yet, for --method create")
	flags.BoolVar(&o.unwrap, "unwrap", false, "write the entries of transactions and batches one by one; with --method put or batch given, at their own ids")
	flags.Var(&o.references, "check-references", "send nothing unless all references have their targets in the input, or with =server on the server")
	flags.Lookup("check-references").NoOptDefVal = "input"
	flags.StringVar(&o.failed, "failed", "", "`FILE` for the resources that the server certainly did not take, as NDJSON")
	flags.StringVar(&o.unknown, "unknown", "", "`FILE` for the resources that it may have taken or not, as NDJSON")
	flags.StringVar(&o.report, "report", "", "`FILE` for the reasons, as NDJSON")
	flags.Var(&o.maxFailures, "max-failures", "stop when more resources than that have failed; 0 is no limit")
	flags.BoolVar(&o.noCheck, "no-check", false, "write without a look at the server's /metadata, for servers that have none")
	addRecordLimit(flags, &o.maxRecord)
	o.server.add(flags)
	flags.BoolVar(&o.quiet, "quiet", false, "no progress, no summary; only what failed")
	cmd.RunE = e.command(func(ctx context.Context, args []string) error {
		if err := fromEnvironment(flags); err != nil {
			return err
		}
		o.to = cmp.Or(o.to, os.Getenv(serverVariable))
		o.ownIDs = o.method.value != "create" && flags.Changed("method")
		return e.upload(ctx, o, args)
	})
	return cmd
}

func (o *uploadOptions) check() error {
	switch {
	case o.to == "":
		return usagef("name the server with --to")
	case o.pause < 0:
		return usagef("--pause: use a time of 0 or more, such as 10ms")
	case o.identifier != "" && o.method.value != "create":
		return usagef("--identifier is for --method create")
	case o.method.value == "batch" && o.batchSize == 0:
		return usagef("--batch-size: use 1 or more")
	}
	return nil
}

// upload checks everything that it can before it writes.
func (e *env) upload(ctx context.Context, o *uploadOptions, paths []string) error {
	if err := o.check(); err != nil {
		return err
	}
	tell := e.notices(&o.server, o.quiet)
	client, err := e.uploadClient(ctx, o, tell)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	in, err := e.openInputs(ctx, paths, o.quiet, o.maxRecord, func(context.Context, string) (source.Source, error) {
		return nil, usagef("upload writes files; to copy from a server, write its resources to files first")
	})
	if err != nil {
		return err
	}
	if err := o.checkFiles(in); err != nil {
		return err
	}
	if o.references.value != "" && !in.readableAgain() {
		return usagef("--check-references reads the input more than once, which standard input and pipes do not allow: write it to a file first")
	}
	in.src = sources.Gather(in.src, intake.Needs{Whole: true})
	lost, err := openLost(ctx, o)
	if err != nil {
		return err
	}
	feed := &feed{in: in}
	show := e.uploadProgress(feed, o.quiet)
	if o.references.value != "" {
		if err := e.checkReferences(ctx, client, o, in, lost); err != nil {
			return errors.Join(err, lost.discard())
		}
	}
	if show != nil && !tell.verbose {
		tell.status = show.waiting
	}
	cfg := o.config()
	cfg.Failed, cfg.Answered, cfg.Progress, cfg.ProgressEvery = lost.add, lost.answered, show.update, show.every()
	report, err := upload.Run(ctx, client, feed.records, cfg)
	show.clear()
	if err == nil && !o.quiet {
		e.passedOver(&in.passed)
	}
	if err != nil && report.Read == 0 {
		err = errors.Join(err, lost.discard()) // what an earlier upload left there is not to be lost
	} else {
		err = errors.Join(err, lost.close())
	}
	return e.uploaded(o, feed, lost.harmful, report, err, tell)
}

func (e *env) uploadClient(ctx context.Context, o *uploadOptions, tell *notices) (*fhirclient.Client, error) {
	if err := checkServer("--to", o.to); err != nil {
		return nil, err
	}
	cfg, err := o.server.config(ctx, o.to, "system/*.write")
	if err != nil {
		return nil, err
	}
	if cfg.Waiting = tell.waiting; o.server.flags.Changed("pause") {
		cfg.Pause = time.Duration(o.pause)
	}
	if o.concurrency > 0 {
		cfg.MaxInFlight, cfg.Fixed = int(o.concurrency), true
	}
	return e.client("--to", o.to, cfg)
}

func (o *uploadOptions) config() *upload.Options {
	cfg := &upload.Options{
		Journal: o.journal, Concurrency: int(o.concurrency), KeepFailures: keptFailures,
		MaxFailures: int64(o.maxFailures), NoCheck: o.noCheck, Unwrap: o.unwrap, OwnIDs: o.ownIDs, MaxRecord: int(o.maxRecord),
	}
	switch o.method.value {
	case "create":
		cfg.Create = true
		if o.identifier != "" {
			cfg.Key = upload.IdentifierKey(o.identifier)
		}
	case "batch":
		cfg.Batch = int(o.batchSize)
	}
	return cfg
}
