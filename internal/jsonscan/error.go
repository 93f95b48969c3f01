package jsonscan

import "fmt"

// Error says what is wrong with the input and where. It never contains any of it.
type Error struct {
	// Offset is the byte offset in the JSON text.
	Offset int
	// Msg says what is wrong, without the place.
	Msg string
}

func (e *Error) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Msg) }

// Fail returns an [*Error].
func Fail(offset int, msg string) error { return &Error{Offset: offset, Msg: msg} }

// What is wrong, in words that those who read the text further use too.
const (
	MsgTruncated = "the JSON text ends early"
	MsgDepth     = "nested too deeply"
	MsgDuplicate = "duplicate key"
	MsgColon     = "want a colon after the key"
	MsgComma     = "want a comma or a closing bracket"
	MsgKey       = "want a key in double quotes"
	MsgValue     = "want a value"
)

const (
	msgTrailing = "there is more after the end of the resource"
	msgObject   = "a resource has to be a JSON object"
	msgString   = "string is not closed"
	msgControl  = "control character in a string"
	msgUTF8     = "string is not valid UTF-8"
	msgEscape   = "bad escape in a string"
	msgNumber   = "bad number"
	msgBrackets = "brackets do not match"
	msgInvalid  = "not valid JSON here"
)
