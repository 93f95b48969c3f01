// Package system computes with the types of FHIRPath's System namespace that need more than a machine number: dates and
// times of any precision, calendar durations, and quantities, whose units it converts. For decimals there is
// internal/decimal; what a program sees of all these is in fhirpath/value.
package system
