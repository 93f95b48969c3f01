package registry

import "embed"

//go:embed views/*.view.json
var starter embed.FS

// Starter is a set of views of the common resources that any FHIR R4 or R4B server has: patients, their demographics,
// addresses and contacts, conditions, encounters, vital signs, blood pressures, laboratory results, medications,
// procedures, immunizations, allergies, diagnostic reports and claims. docs/registry.md lists them. All but encounters,
// medications and procedures are for R5 too.
//
// They have no version: a view of one of their names in a later source takes its place, whatever its version is.
func Starter() Source { return FS("starter", starter) }
