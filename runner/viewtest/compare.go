package viewtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/viewdef/row"
)

// compare compares rows as multisets. What differs is shown in full: test data is no patient's.
func compare(have []string, want []map[string]any) error {
	wanted := make([]string, len(want))
	for i, w := range want {
		wanted[i] = canonical(w)
	}
	missing, surplus := difference(wanted, have), difference(have, wanted)
	if len(missing)+len(surplus) == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows, want %d", len(have), len(wanted))
	for _, r := range missing {
		b.WriteString("\n  missing:    " + r)
	}
	for _, r := range surplus {
		b.WriteString("\n  unexpected: " + r)
	}
	return errors.New(b.String())
}

// difference returns the items of a that b does not have as many of.
func difference(a, b []string) []string {
	left := map[string]int{}
	for _, x := range b {
		left[x]++
	}
	var out []string
	for _, x := range a {
		if left[x]--; left[x] < 0 {
			out = append(out, x)
		}
	}
	return out
}

// canonicalRow writes a row as canonical writes an expected one.
func canonicalRow(schema *row.Schema, cells []row.Cell) string {
	m := make(map[string]any, len(cells))
	for i, c := range cells {
		m[schema.Columns[i].Name] = plain(c)
	}
	return canonical(m)
}

func plain(c row.Cell) any {
	switch c.Kind {
	case row.KindBoolean:
		return c.Bool()
	case row.KindInteger:
		return json.Number(strconv.FormatInt(c.Int, 10))
	case row.KindDecimal:
		return json.Number(c.Text)
	case row.KindString:
		return c.Text
	case row.KindList:
		list := []any{}
		for _, item := range c.Items() {
			list = append(list, plain(item))
		}
		return list
	case row.KindJSON:
		var v any
		d := json.NewDecoder(strings.NewReader(c.Text))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			return c.Text
		}
		return v
	}
	return nil
}

// canonical writes a value so that equal values have equal text: keys sorted, numbers without trailing zeros.
func canonical(v any) string {
	switch v := v.(type) {
	case map[string]any:
		items := make([]string, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			items = append(items, strconv.Quote(key)+": "+canonical(v[key]))
		}
		return "{" + strings.Join(items, ", ") + "}"
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = canonical(v[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	case json.Number:
		return canonicalNumber(v.String())
	case string:
		return strconv.Quote(v)
	case nil:
		return "null"
	}
	return fmt.Sprint(v)
}

func canonicalNumber(text string) string {
	text = decimal.Format(text)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}
