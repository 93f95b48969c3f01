// Package archtest holds the rule of the architecture as a test: which package may import which.
//
// Imports point from a later stage to an earlier one, never back, and a third-party module enters through the packages
// that are its home. The table is in rules_test.go; read it as the map of the module, and change it knowingly.
package archtest
