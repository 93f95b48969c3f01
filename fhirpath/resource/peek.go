package resource

// Peek returns the resourceType of a resource's JSON text, as it is written, without decoding the rest; nil where
// there is none or it is not a string. Text before the resourceType has to be well-formed enough to be skipped.
func Peek(data []byte) (resourceType []byte, err error) {
	i := skipSpace(data, 0)
	switch {
	case i == len(data):
		return nil, fail(i, msgTruncated)
	case data[i] != '{':
		return nil, fail(i, msgObject)
	}
	return typeOf(data, i, 0)
}

// typeOf finds the resourceType of the object at i.
func typeOf(data []byte, i, depth int) ([]byte, error) {
	i = skipSpace(data, i+1)
	for i < len(data) && data[i] == '"' {
		from := i + 1
		end, err := skipString(data, from)
		if err != nil {
			return nil, err
		}
		i = skipSpace(data, end)
		if i >= len(data) || data[i] != ':' {
			return nil, fail(i, msgColon)
		}
		i = skipSpace(data, i+1)
		value := i
		if i, err = skipValue(data, i, depth); err != nil {
			return nil, err
		}
		if string(data[from:end-1]) == "resourceType" {
			if data[value] != '"' {
				return nil, nil
			}
			return data[value+1 : i-1], nil
		}
		if i = skipSpace(data, i); i >= len(data) || data[i] != ',' {
			break
		}
		i = skipSpace(data, i+1)
	}
	return nil, nil
}

// Skim checks of a resource that is not decoded what the decoder checks of the parts that it skips: that strings are
// closed and brackets match, and that nothing follows the object. An error is an [*Error].
func Skim(data []byte) error {
	i := skipSpace(data, 0)
	switch {
	case i == len(data):
		return fail(i, msgTruncated)
	case data[i] != '{':
		return fail(i, msgObject)
	}
	i, err := skipBrackets(data, i, 0)
	if err != nil {
		return err
	}
	if i = skipSpace(data, i); i != len(data) {
		return fail(i, msgTrailing)
	}
	return nil
}
