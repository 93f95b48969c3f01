package sink

// appendCompact appends JSON text without the whitespace between its parts. It does not check the text, and control
// characters inside its strings, which JSON forbids and lax readers let pass, are escaped: whatever s is, what is
// appended has no line end in it.
func appendCompact(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		switch s[i] {
		case '"':
			dst, start, i = compactString(dst, s, start, i+1)
		case ' ', '\t', '\n', '\r':
			dst = append(dst, s[start:i]...)
			i++
			start = i
		default:
			i++
		}
	}
	return append(dst, s[start:]...)
}

// compactString passes the string whose opening quote is before i, and returns where what is not yet appended starts
// and where the string ends.
func compactString(dst []byte, s string, start, i int) ([]byte, int, int) {
	for {
		i += unescaped(s[i:])
		if i == len(s) {
			return dst, start, i
		}
		switch s[i] {
		case '"':
			return dst, start, i + 1
		case '\\':
			i++
			if i < len(s) && (s[i] == '"' || s[i] == '\\') {
				i++
			}
		default:
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, s[i])
			i++
			start = i
		}
	}
}
