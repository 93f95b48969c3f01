package runner

import (
	"encoding/json"
	"fmt"
	"strings"
)

// ResourceError says which resource failed, and why. It contains nothing of the resource but its type, and encodes as JSON.
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

// MarshalJSON encodes the place, the type, the view, and the text of the cause as the reason.
func (e *ResourceError) MarshalJSON() ([]byte, error) {
	out := struct {
		Source string `json:"source,omitempty"`
		Line   int64  `json:"line,omitempty"`
		Page   int64  `json:"page,omitempty"`
		Item   *int64 `json:"item,omitempty"`
		Entry  *int64 `json:"entry,omitempty"`
		Type   string `json:"type,omitempty"`
		View   string `json:"view,omitempty"`
		Reason string `json:"reason"`
	}{Source: e.Source, Line: e.Line, Page: e.Page, Item: e.Item, Type: e.Type, View: e.View, Reason: e.Err.Error()}
	if e.Index >= 0 {
		out.Entry = &e.Index
	}
	return json.Marshal(out)
}

// Unwrap returns the cause.
func (e *ResourceError) Unwrap() error { return e.Err }
