package resource

import "fmt"

// Error says what is wrong with the input and where. It never contains any of it.
type Error struct {
	// Offset is the byte offset in the resource's JSON text.
	Offset int
	// Msg says what is wrong, without the place.
	Msg string
}

func (e *Error) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Msg) }

func fail(offset int, msg string) error { return &Error{Offset: offset, Msg: msg} }

const (
	msgTruncated = "the JSON text ends early"
	msgDepth     = "nested too deeply"
	msgTrailing  = "there is more after the end of the resource"
	msgString    = "string is not closed"
	msgControl   = "control character in a string"
	msgUTF8      = "string is not valid UTF-8"
	msgEscape    = "bad escape in a string"
	msgNumber    = "bad number"
	msgDuplicate = "duplicate key"
	msgObject    = "a resource has to be a JSON object"
	msgTooLarge  = "the resource is larger than 2 GiB"
	msgBrackets  = "brackets do not match"
	msgNested    = "array inside an array"
	msgColon     = "want a colon after the key"
	msgComma     = "want a comma or a closing bracket"
	msgKey       = "want a key in double quotes"
	msgValue     = "want a value"
	msgType      = "the resourceType is no string"
	msgInvalid   = "not valid JSON here"
	msgPrimitive = "an object has a companion under an underscore key, which only primitives have"
	msgCompanion = "want an object of id and extensions, an array of such, or null"
)
