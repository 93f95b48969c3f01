// Package judges finds the readers of others that judge our files in tests: DuckDB, pandas, polars and pyarrow.
package judges

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
)

//go:embed requirements.txt
var requirements []byte

// Python returns a Python that has them: that of $FHIRVIEW_JUDGES, or the one that .ci/judges has made. The error says how
// to have one.
func Python() (string, error) {
	if python := os.Getenv("FHIRVIEW_JUDGES"); python != "" {
		return python, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(requirements)
	python := filepath.Join(cache, "fhirview", "judges-"+hex.EncodeToString(sum[:])[:12], "bin", "python")
	if _, err := os.Stat(python); err != nil {
		return "", errors.New("DuckDB, pandas, polars and pyarrow are not here: .ci/judges installs them")
	}
	return python, nil
}
