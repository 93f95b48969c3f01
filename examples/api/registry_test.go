package api

import (
	"context"
	"fmt"

	"github.com/fhirview/fhirview/viewdef/registry"
)

func Example_registry() {
	if err := views(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// allergies is a view of AllergyIntolerance
	// questionnaire_answers is a view of QuestionnaireResponse
}

// views has views by name: those that come with this module, and those of a folder.
func views(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	all, err := registry.New(ctx, []registry.Source{registry.Starter(), registry.Folder("../../testdata/views")}, nil)
	if err != nil {
		return err
	}
	go all.Watch(ctx, 0) // a service takes what changes in the folder while it runs
	for _, name := range []string{"allergies", "questionnaire_answers"} {
		plan, err := all.Plan(name)
		if err != nil {
			return err
		}
		fmt.Println(name, "is a view of", plan.Resource())
	}
	return nil
}
