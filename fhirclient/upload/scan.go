package upload

import (
	"errors"
)

// maxRecord is how long a record may be by default.
const maxRecord = 64 << 20

// Errors of records that cannot be sent. They name no contents.
var (
	errNoID  = errors.New("id is missing: give it one, or create records instead of putting them")
	errNoKey = errors.New("the record has no search key")
)
