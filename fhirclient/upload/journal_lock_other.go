//go:build !unix || solaris || aix

package upload

import "os"

// lockFile does nothing where there are no locks that end with the process.
func lockFile(*os.File) error { return nil }

// syncFolder does nothing where folders cannot be synced.
func syncFolder(string) error { return nil }
