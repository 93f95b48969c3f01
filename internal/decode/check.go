package decode

import (
	"bytes"

	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// Skimmer checks resources that are not decoded. One goroutine uses it at a time; the zero value is ready for use.
type Skimmer struct{ index jsonscan.Index }

// Skim checks of a resource what the decoder checks of the parts that it skips, and that nothing follows the object. An
// error is an [*Error].
func (s *Skimmer) Skim(data []byte) error {
	_, _, err := s.skim(data)
	return err
}

// SkimOneType is Skim, and makes sure that there are not two resourceTypes, which takes longer.
func (s *Skimmer) SkimOneType(data []byte) error {
	i, indexed, err := s.skim(data)
	if err != nil {
		return err
	}
	return s.oneType(data, i, indexed)
}

// skim is Skim; it returns also where the object begins, and whether there is an index of the text.
func (s *Skimmer) skim(data []byte) (i int, indexed bool, err error) {
	if i, err = jsonscan.ObjectStart(data); err != nil {
		return i, false, err
	}
	var end int
	if jsonscan.FastIndex && len(data) >= jsonscan.MinIndexed {
		s.index.Build(data)
		indexed = !s.index.Odd
	}
	if indexed {
		end, err = s.index.SkipBrackets(data, i, 0)
	} else {
		end, err = jsonscan.SkipBrackets(data, i, 0)
	}
	if err == nil {
		err = jsonscan.AtEnd(data, end)
	}
	return i, indexed, err
}

// oneType is an error where the object at i, the end of which was found, has a second resourceType.
func (s *Skimmer) oneType(data []byte, i int, indexed bool) error {
	if !s.mayRepeat(data, i, indexed) {
		return nil
	}
	first, err := typeOf(data, i, 1)
	if err != nil || first.end == 0 {
		return err
	}
	comma := jsonscan.SkipSpace(data, first.end)
	if data[comma] == '}' {
		return nil
	}
	second, err := typeOf(data, comma, 1)
	if err == nil && second.end != 0 {
		err = jsonscan.Fail(second.key, jsonscan.MsgDuplicate)
	}
	return err
}

// escapedKey is how a key is written with an escape that it does not need.
var escapedKey = []byte(`\u00`)

// mayRepeat is false where the object at i can be seen not to have two resourceTypes: the first is its first key, mostly,
// and there is no other in all of its text.
func (s *Skimmer) mayRepeat(data []byte, i int, indexed bool) bool {
	const quoted = `"` + projection.ResourceTypeKey + `"`
	rest := data[i+1:]
	if bytes.HasPrefix(rest, []byte(quoted)) {
		rest = rest[len(quoted):]
	}
	if !indexed {
		return bytes.Contains(rest, []byte(quoted)) || bytes.Contains(rest, escapedKey)
	}
	return s.index.Has(data, len(data)-len(rest), quoted) ||
		!s.index.Simple && bytes.Contains(rest, escapedKey)
}
