package viewdef

import (
	"fmt"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
)

// release chooses the model that the view is compiled for: the given one, else by the releases that the view is meant
// for, else R4. It is false after an error: with the types of another release all else would seem wrong, too.
func (c *compiler) release(v *View, given *model.Model) bool {
	c.model = given
	if given == nil && !c.under("fhirVersion") {
		m, err := model.ForVersions(fitting(v))
		if err != nil {
			c.failf("fhirVersion", "%v", err)
			return false
		}
		c.model = m
	}
	if c.model == nil {
		c.model = r4.Model()
	}
	c.checkVersions(v)
	return true
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
