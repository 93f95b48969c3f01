// Package tables is the data of the type models, as internal/genmodel lays it out and the package of each release holds it,
// and how names are found in it. It knows numbers and text only: what they mean is told by the package model.
package tables
