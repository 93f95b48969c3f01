package cli

import (
	"context"

	"github.com/spf13/cobra"
)

const rootHelp = `fhirview turns FHIR resources into tables. A view, in the format of SQL on FHIR (a
ViewDefinition), says which columns and rows there are.`

const rootExample = `  fhirview run patients.view.json --in Patient.ndjson
  fhirview run views/ --in export/ --out tables/ --format csv
  fhirview validate views/*.json
  fhirview fhirpath "name.where(use = 'official').family" --in Patient.ndjson`

const exitHelp = `
Exit status:
  0  all went well (also where the reader of standard output had enough, as head does)
  1  failed
  2  wrong usage
  3  finished, but some resources failed: see standard error
`

// root returns the command with all others below it. Nothing is shared between two calls.
func (e *env) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "fhirview",
		Short:         "Turn FHIR resources into tables",
		Long:          rootHelp,
		Example:       rootExample,
		Version:       fullVersion(),
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: e.command(func(context.Context, []string) error {
			return usagef("name a command")
		}),
	}
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("fhirview {{.Version}}\n")
	root.SetHelpTemplate(root.HelpTemplate() + exitHelp)
	root.AddCommand(e.runCommand(), e.uploadCommand(), e.testCommand(), e.validateCommand(), e.schemaCommand(), e.fhirpathCommand(), e.versionCommand())
	return root
}
