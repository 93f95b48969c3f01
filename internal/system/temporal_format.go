package system

// String returns t as FHIR and toString() write it: without an @ or a leading
// or trailing T, at the precision, with the fraction digits and the form of
// offset that t was read with.
func (t Temporal) String() string {
	var buf [40]byte
	return string(t.AppendTo(buf[:0]))
}

// AppendTo appends what String returns to dst and returns the longer slice.
func (t Temporal) AppendTo(dst []byte) []byte {
	if t.kind == 0 {
		return dst
	}
	if t.kind != TemporalTime {
		dst = t.appendDate(dst)
		if t.precision < PrecisionHour {
			return dst
		}
		dst = append(dst, 'T')
	}
	return t.appendZone(t.appendTime(dst))
}

func (t Temporal) appendDate(dst []byte) []byte {
	dst = appendTwoDigits(dst, int(t.year)/100)
	dst = appendTwoDigits(dst, int(t.year)%100)
	if t.precision >= PrecisionMonth {
		dst = appendTwoDigits(append(dst, '-'), int(t.month))
	}
	if t.precision >= PrecisionDay {
		dst = appendTwoDigits(append(dst, '-'), int(t.day))
	}
	return dst
}

func (t Temporal) appendTime(dst []byte) []byte {
	dst = appendTwoDigits(dst, int(t.hour))
	if t.precision >= PrecisionMinute {
		dst = appendTwoDigits(append(dst, ':'), int(t.minute))
	}
	if t.precision >= PrecisionSecond {
		dst = appendTwoDigits(append(dst, ':'), int(t.second))
	}
	if t.fraction > 0 {
		dst = append(dst, '.')
		unit := int32(nanosPerSecond / 10)
		for range t.fraction {
			dst = append(dst, '0'+byte(t.nanosecond/unit%10))
			unit /= 10
		}
	}
	return dst
}

func (t Temporal) appendZone(dst []byte) []byte {
	switch t.zone {
	case zoneUTC:
		return append(dst, 'Z')
	case zoneMinusZero:
		return append(dst, "-00:00"...)
	case zoneOffset:
		sign, minutes := byte('+'), int(t.offset)
		if minutes < 0 {
			sign, minutes = '-', -minutes
		}
		dst = appendTwoDigits(append(dst, sign), minutes/60)
		return appendTwoDigits(append(dst, ':'), minutes%60)
	}
	return dst
}

func appendTwoDigits(dst []byte, n int) []byte {
	return append(dst, '0'+byte(n/10), '0'+byte(n%10))
}
