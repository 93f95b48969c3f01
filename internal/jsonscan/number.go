package jsonscan

// Number returns the index after the JSON number at i.
func Number(data []byte, i int) (int, error) {
	from := i
	if data[i] == '-' {
		i++
	}
	whole := scanDigits(data, i)
	if whole == i || data[i] == '0' && whole > i+1 {
		return 0, Fail(from, msgNumber)
	}
	i = whole
	if i < len(data) && data[i] == '.' {
		end := scanDigits(data, i+1)
		if end == i+1 {
			return 0, Fail(from, msgNumber)
		}
		i = end
	}
	if i < len(data) && (data[i] == 'e' || data[i] == 'E') {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		end := scanDigits(data, i)
		if end == i {
			return 0, Fail(from, msgNumber)
		}
		i = end
	}
	return i, nil
}

func scanDigits(data []byte, i int) int {
	for i < len(data) && '0' <= data[i] && data[i] <= '9' {
		i++
	}
	return i
}
