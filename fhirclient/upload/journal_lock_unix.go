//go:build unix && !solaris && !aix

package upload

import (
	"errors"
	"os"
	"syscall"
)

// lockFile keeps other uploads out of a file until it is closed, also by the death of the process.
func lockFile(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrJournalBusy
	}
	return err
}

// syncFolder makes sure of the names in a folder.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
