package runner

import (
	"fmt"
	"strings"
)

// ResourceError says which resource failed, and why. It contains nothing of the resource but its type.
type ResourceError struct {
	// Source is what the resource was read from: the path of a file, or "".
	Source string
	// Line is the 1-based line of NDJSON input, or 0.
	Line int64
	// Page is the 1-based page of a search, or 0.
	Page int64
	// Index is the 0-based position in an array, a Bundle or a page, or -1.
	Index int64
	// Item is the 0-based position in an array of the Bundle in which Index is the position; nil for all others.
	Item *int64
	// Type is the resource's type, or "" where it is not known.
	Type string
	// View is the name of the view that failed on it, or "" where the resource itself is broken.
	View string
	// Err is the cause: a [*resource.Error] for broken JSON, a [*viewdef.EvalError] for an evaluation.
	Err error
}

func (e *ResourceError) Error() string {
	var b strings.Builder
	if e.Source != "" {
		b.WriteString(e.Source + ": ")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Page > 0 {
		fmt.Fprintf(&b, "page %d: ", e.Page)
	}
	if e.Item != nil {
		fmt.Fprintf(&b, "item %d: ", *e.Item)
	}
	if e.Index >= 0 {
		fmt.Fprintf(&b, "entry %d: ", e.Index)
	}
	if e.Type != "" {
		b.WriteString(e.Type + ": ")
	}
	if e.View != "" {
		b.WriteString("view " + e.View + ": ")
	}
	b.WriteString(e.Err.Error())
	return b.String()
}

// Unwrap returns the cause.
func (e *ResourceError) Unwrap() error { return e.Err }
