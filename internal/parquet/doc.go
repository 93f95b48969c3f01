// Package parquet writes Parquet files, a column at a time, out of cells that many goroutines encode at once. It knows nothing
// of views; package runner/sink/parquet has them written.
//
// What the format is made of comes from parquet-go: the structures of the footer and of page headers (its package format),
// their serialization (thrift), and how levels and numbers are packed (rle). This package has what decides about speed: how
// cells become columns. A cell is looked at once, by the worker that has its row:
//
//	Encoder   rows → chunk: of each column the different texts, and which of them each cell is
//	Writer    chunks → row group: the texts of a chunk become texts of the group's dictionary, cells their numbers there
//	pager     row group → pages: numbers are packed, pages compressed
//
// Only the second step, which looks at each text of a chunk and no longer at each cell, is done by one goroutine for all rows;
// the third is a goroutine of its own.
package parquet
