package api

import (
	"context"
	"fmt"
	"iter"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/runner/source"
)

func Example_upload() {
	if err := uploadFiles(context.Background(), "../../testdata/synthetic/Condition.ndjson"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 40 created, all there: true
}

// uploadFiles writes the resources of files to a server.
func uploadFiles(ctx context.Context, files ...string) error {
	srv, err := newServer()
	if err != nil {
		return err
	}
	defer srv.Close()
	client, err := fhirclient.New(srv.URL+"/fhir", &fhirclient.Config{Auth: fhirclient.Bearer("secret")})
	if err != nil {
		return err
	}
	report, err := upload.Run(ctx, client, records(files), &upload.Options{MaxFailures: 10})
	if err != nil {
		return err
	}
	fmt.Println(report.Created, "created, all there:", report.State == upload.Complete)
	return nil
}

// records are the resources of files.
func records(files []string) iter.Seq2[upload.Record, error] {
	return func(yield func(upload.Record, error) bool) {
		for block, err := range source.Open(files, nil) {
			if err != nil {
				yield(upload.Record{}, err)
				return
			}
			for _, r := range block.Records {
				record, err := upload.Record{Data: r.Data, Position: fmt.Sprintf("%s:%d", block.Name, r.Line)}, r.Err
				if err != nil {
					err = fmt.Errorf("%w: %w", upload.ErrBadRecord, err) // the upload goes on
				}
				if !yield(record, err) {
					return
				}
			}
			block.Release()
		}
	}
}
