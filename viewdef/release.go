package viewdef

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
)

// models returns the models that the view can be compiled for, the preferred one first: the given one, else those of the
// releases that the view is meant for, from new to old, else R4. There is none after an error: with the types of another
// release all else would seem wrong, too.
func (v *View) models(given *model.Model, ps *problems) []*model.Model {
	switch {
	case given != nil:
		return []*model.Model{given}
	case len(v.FHIRVersions) == 0 || ps.under("fhirVersion"):
		return []*model.Model{r4.Model()}
	}
	versions := fitting(v)
	if _, err := model.ForVersions(versions); err != nil {
		ps.failf("fhirVersion", "%v", err)
		return nil
	}
	var models []*model.Model
	for _, m := range slices.Backward(model.Linked()) {
		if slices.ContainsFunc(versions, func(version string) bool { return model.ReleaseOf(version) == m.Release() }) {
			models = append(models, m)
		}
	}
	return models
}

// fitting returns the versions that the view is meant for whose releases have its resource type; all where none has.
func fitting(v *View) []string {
	var fit []string
	for _, version := range v.FHIRVersions {
		if m, err := model.ForRelease(version); err == nil {
			if _, ok := m.Lookup(v.Resource); ok {
				fit = append(fit, version)
			}
		}
	}
	if len(fit) == 0 {
		return v.FHIRVersions
	}
	return fit
}

// checkVersions warns where the view is meant for other releases than the one that it is compiled for.
func (c *compiler) checkVersions(v *View) {
	if len(v.FHIRVersions) == 0 || c.under("fhirVersion") {
		return
	}
	meant := false
	for i, version := range v.FHIRVersions {
		release := model.ReleaseOf(version)
		meant = meant || release == c.model.Release() || version == c.model.Version()
		if release == "" && version != c.model.Version() {
			c.warnf(fmt.Sprintf("fhirVersion[%d]", i), "%q is no release of FHIR that is known", version)
		}
	}
	if !meant {
		c.warnf("fhirVersion", "the view is not meant for FHIR %s, for which it is compiled", c.model.Version())
	}
}

// explainRelease says for which release the view is compiled and why, or nothing where it is the default.
func explainRelease(v *View, given, used *model.Model) string {
	switch {
	case given != nil:
		return used.Release() + ", as given"
	case len(v.FHIRVersions) > 1:
		return used.Release() + ", the highest that fits of " + strings.Join(v.FHIRVersions, ", ")
	case len(v.FHIRVersions) == 1:
		return used.Release() + ", by fhirVersion"
	}
	return ""
}
