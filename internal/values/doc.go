// Package values has what operators and functions ask of values, and programs do not: equality, equivalence, order and
// hashes, and values as the dates, times and quantities that are computed with.
package values
