// Package layout lays out the tables of a type model, from definitions in which types have numbers already.
package layout
