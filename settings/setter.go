package settings

import (
	"math"
	"net"
	"strconv"
	"strings"
	"time"
)

// number is a whole number from 1.
func number(most int, field func(*Settings) *int) func(error) setter {
	return func(wrong error) setter {
		return func(s *Settings, v *value) error {
			n, err := strconv.Atoi(v.text)
			if err != nil || n < 1 || n > most {
				return wrong
			}
			*field(s) = n
			return nil
		}
	}
}

// truth is true or false.
func truth(field func(*Settings) *bool) func(error) setter {
	return func(wrong error) setter {
		return func(s *Settings, v *value) error {
			switch v.text {
			case "true", "1":
				*field(s) = true
			case "false", "0":
				*field(s) = false
			default:
				return wrong
			}
			return nil
		}
	}
}

// duration is a time above 0. Zero is refused, because the structs take it for their default.
func duration(field func(*Settings) *time.Duration) func(error) setter {
	return func(wrong error) setter {
		return func(s *Settings, v *value) error {
			d, err := time.ParseDuration(v.text)
			if err != nil || d <= 0 {
				return wrong
			}
			*field(s) = d
			return nil
		}
	}
}

// switched is a duration that can be turned off.
func switched(field func(*Settings) *time.Duration) func(error) setter {
	return func(wrong error) setter {
		set := duration(field)(wrong)
		return func(s *Settings, v *value) error {
			if v.text == "off" {
				*field(s) = -1
				return nil
			}
			return set(s, v)
		}
	}
}

// size is a number of bytes.
func size(field func(*Settings) *int64) func(error) setter {
	return func(wrong error) setter {
		return func(s *Settings, v *value) error {
			digits, unit := v.text, int64(1)
			for i, suffix := range []string{"KiB", "MiB", "GiB"} {
				if rest, ok := strings.CutSuffix(v.text, suffix); ok {
					digits, unit = strings.TrimSpace(rest), 1<<(10*(i+1))
				}
			}
			n, err := strconv.ParseInt(digits, 10, 64)
			if err != nil || n <= 0 || n > math.MaxInt64/unit {
				return wrong
			}
			*field(s) = n * unit
			return nil
		}
	}
}

// rate is a number above 0.
func rate(field func(*Settings) *float64) func(error) setter {
	return func(wrong error) setter {
		return func(s *Settings, v *value) error {
			n, err := strconv.ParseFloat(v.text, 64)
			if err != nil || !(n > 0) || math.IsInf(n, 0) {
				return wrong
			}
			*field(s) = n
			return nil
		}
	}
}

// checkAddress refuses what cannot be listened at.
func checkAddress(text string) bool {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n <= math.MaxUint16
}
