// Package settings reads the configuration of a service from a file and from the environment: the FHIR server, who the
// service is to it, and how the client and the runner work.
//
// Each setting has a key in the file, such as client.max_in_flight, and a variable whose name is made of it,
// FHIRVIEW_CLIENT_MAX_IN_FLIGHT. A variable goes before the file, and the file before the default; [Options].Flags go before all. docs/configuration.md
// has the table of all.
//
// It is a package of its own because it knows both the runner and the client, which do not know each other.
package settings
