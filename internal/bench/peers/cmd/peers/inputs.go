package main

import (
	"bufio"
	"errors"
	"io"
	"os"
)

// copyLines copies whole lines of a file to another: the first, and then more as long as they end within so many bytes.
// It returns how many bytes it wrote.
func copyLines(from, to string, limit int64) (written int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	for r := bufio.NewReaderSize(in, 1<<20); ; {
		line, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return written, err
		}
		if len(line) == 0 || written > 0 && written+int64(len(line)) > limit {
			return written, nil
		}
		n, err := out.Write(line)
		written += int64(n)
		if err != nil {
			return written, err
		}
	}
}
