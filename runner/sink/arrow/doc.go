// Package arrow writes the rows of a view as Apache Arrow: files and streams in the IPC format, and record batches for programs.
package arrow
