package system_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fhirview/fhirview/internal/system"
)

// TestEpoch compares days and microseconds, and what is made of them, with those of package time.
func TestEpoch(t *testing.T) {
	least := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	greatest := time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC).UnixMicro()
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.Int64Range(least, greatest).Draw(t, "micros")
		if rapid.Bool().Draw(t, "whole seconds") {
			micros -= micros % 1_000_000
		}
		want := time.UnixMicro(micros).UTC()
		if have := system.DateTimeOf(micros).String(); have != want.Format(time.RFC3339Nano) {
			t.Fatalf("%d microseconds are %s, want %s", micros, have, want.Format(time.RFC3339Nano))
		}
		zone := time.FixedZone("", 60*rapid.IntRange(-14*60, 14*60).Draw(t, "offset"))
		if local := want.In(zone); local.Year() > 0 && local.Year() < 10000 {
			back, ok := system.ParseDateTime(local.Format("2006-01-02T15:04:05.999999999-07:00"))
			if !ok || back.EpochMicros() != micros {
				t.Fatalf("%s has %d microseconds, want %d", local, back.EpochMicros(), micros)
			}
		}
		day := want.Truncate(24*time.Hour).Unix() / 86400
		date, ok := system.ParseDate(want.Format(time.DateOnly))
		if !ok || date.EpochDay() != day || system.DateOf(day) != date {
			t.Fatalf("%s is day %d, want %d", want.Format(time.DateOnly), date.EpochDay(), day)
		}
	})
}

func TestLast(t *testing.T) {
	for text, want := range map[string]string{
		"2024": "2024-12-31", "2024-02": "2024-02-29", "1900-02": "1900-02-28", "2024-02-03": "2024-02-03",
	} {
		date, _ := system.ParseDate(text)
		if have := date.Last().String(); have != want {
			t.Errorf("the last day of %s is %s, want %s", text, have, want)
		}
		dateTime, _ := system.ParseDateTime(text)
		end, _ := system.ParseDateTime(want + "T23:59:59.999999Z")
		if have := dateTime.Last().EpochMicros(); have != end.EpochMicros() {
			t.Errorf("the last microsecond of %s is %s, want that of %s", text, system.DateTimeOf(have), want)
		}
	}
	minute, _ := system.ParseDateTime("2024-02-03T10:20+02:00")
	if have := system.DateTimeOf(minute.Last().EpochMicros()).String(); have != "2024-02-03T08:20:59.999999Z" {
		t.Errorf("the last microsecond of a minute is %s", have)
	}
	noon, _ := system.ParseTime("12:00:00.5")
	if noon.EpochMicros() != 43_200_500_000 {
		t.Errorf("half a second after noon has %d microseconds", noon.EpochMicros())
	}
}
