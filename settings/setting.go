package settings

import (
	"errors"
	"fmt"
	"math"
	"net"
	"strconv"
	"strings"
	"time"
)

// setting is one line of the table in docs/configuration.md.
type setting struct {
	key string
	// form says what a value looks like, in messages and in the table.
	form string
	// standard is the default as the table has it.
	standard string
	// about says what the setting is for.
	about string
	// list is what is between the items of a value that the file may have as an array of texts; "" allows no array.
	list string
	// secret keeps the setting out of the file.
	secret bool
	// credential settings only mean something together, and set is nil for them.
	credential bool
	set        func(s *Settings, v *value) error
}

// wrong is the error of a value that has not the form. It does not repeat the value.
func (s *setting) wrong() error {
	text := "the value must be " + s.form
	if s.standard != "" {
		text += "; leave it out for " + s.standard
	}
	return errors.New(text)
}

// text makes a setting that is any text.
func text(key, form, standard, about string, field func(*Settings) *string) setting {
	return setting{key: key, form: form, standard: standard, about: about, set: func(s *Settings, v *value) error {
		*field(s) = v.text
		return nil
	}}
}

// number makes a setting that is a whole number from 1.
func number(key string, most int, standard, about string, field func(*Settings) *int) setting {
	t := setting{key: key, form: fmt.Sprintf("a whole number from 1 to %d", most), standard: standard, about: about}
	if most == unbounded {
		t.form = "a whole number from 1"
	}
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		n, err := strconv.Atoi(v.text)
		if err != nil || n < 1 || n > most {
			return wrong
		}
		*field(s) = n
		return nil
	}
	return t
}

// truth makes a setting that is true or false, and false by default.
func truth(key, about string, field func(*Settings) *bool) setting {
	t := setting{key: key, form: "true or false", standard: "false", about: about}
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
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
	return t
}

// duration makes a setting that is a time above 0. Zero is refused, because the structs take it for their default.
func duration(key, standard, about string, field func(*Settings) *time.Duration) setting {
	t := setting{key: key, form: "a duration above 0 such as 500ms, 30s or 5m", standard: standard, about: about}
	t.set = durationSetter(t.wrong(), field)
	return t
}

// switchedDuration is a duration that can be turned off.
func switchedDuration(key, standard, about string, field func(*Settings) *time.Duration) setting {
	t := setting{key: key, form: "a duration above 0 such as 500ms, 30s or 5m, or off", standard: standard, about: about}
	set := durationSetter(t.wrong(), field)
	t.set = func(s *Settings, v *value) error {
		if v.text == "off" {
			*field(s) = -1
			return nil
		}
		return set(s, v)
	}
	return t
}

func durationSetter(wrong error, field func(*Settings) *time.Duration) func(*Settings, *value) error {
	return func(s *Settings, v *value) error {
		d, err := time.ParseDuration(v.text)
		if err != nil || d <= 0 {
			return wrong
		}
		*field(s) = d
		return nil
	}
}

// size makes a setting that is a number of bytes.
func size(key, standard, about string, field func(*Settings) *int64) setting {
	t := setting{key: key, form: "a size above 0 such as 512KiB, 64MiB or 1GiB, or in bytes", standard: standard, about: about}
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
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
	return t
}

// rate makes a setting that is a number above 0.
func rate(key, standard, about string, field func(*Settings) *float64) setting {
	t := setting{key: key, form: "a number above 0", standard: standard, about: about}
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		n, err := strconv.ParseFloat(v.text, 64)
		if err != nil || !(n > 0) || math.IsInf(n, 0) {
			return wrong
		}
		*field(s) = n
		return nil
	}
	return t
}

// credential makes a setting that is used when all settings are known.
func credential(key, form, about string) setting {
	return setting{key: key, form: form, standard: "none", about: about, credential: true}
}

// secret makes a credential that may not stand in the file.
func secret(key, form, about string) setting {
	s := credential(key, form, about)
	s.secret = true
	return s
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
