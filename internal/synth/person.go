package synth

import (
	"strconv"
	"time"
)

// telecoms writes a list of contact points: a mobile phone first, then others.
func (g *Generator) telecoms(count int) {
	g.array("telecom")
	for n := range count {
		g.open()
		if n == 1 {
			g.str("system", "email")
			g.key("value")
			g.buf = append(g.buf, `"person`...)
			g.buf = appendPadded(g.buf, g.rng.IntN(1e6), 6)
			g.buf = append(g.buf, `@example.org"`...)
		} else {
			g.str("system", "phone")
			g.key("value")
			g.buf = append(g.buf, `"555-`...)
			g.buf = appendPadded(g.buf, g.rng.IntN(1e3), 3)
			g.buf = append(g.buf, '-')
			g.buf = appendPadded(g.buf, g.rng.IntN(1e4), 4)
			g.buf = append(g.buf, '"')
		}
		g.str("use", [...]string{"mobile", "home", "work"}[n%3])
		g.num("rank", n+1)
		g.close()
	}
	g.closeArray()
}

// addressMembers writes the members of a person's n-th address: the first is current, later ones have ended.
func (g *Generator) addressMembers(n int) {
	p := pick(g, places)
	g.str("use", [...]string{"home", "old"}[n%2])
	g.str("type", "both")
	g.array("line")
	g.text(strconv.Itoa(1+g.rng.IntN(400)) + " " + pick(g, streets))
	if g.chance(30) {
		g.text("Apt " + strconv.Itoa(1+g.rng.IntN(60)))
	}
	g.closeArray()
	g.str("city", p.city)
	g.str("state", p.state)
	g.str("postalCode", p.postalCode)
	g.str("country", "US")
	if n > 0 {
		g.object("period")
		g.time("start", g.day(1990, 2000), layoutDate)
		g.time("end", g.day(2001, 2014), layoutDate)
		g.close()
	}
}

// contacts writes up to two people to call.
func (g *Generator) contacts(family string) {
	count := g.rng.IntN(3)
	if count == 0 {
		return
	}
	g.array("contact")
	for range count {
		female := g.chance(50)
		g.open()
		g.concepts("relationship", pick(g, contactRoles))
		g.object("name")
		g.str("family", family)
		g.array("given")
		if female {
			g.text(pick(g, femaleNames))
		} else {
			g.text(pick(g, maleNames))
		}
		g.closeArray()
		g.close()
		g.telecoms(1 + g.rng.IntN(2))
		g.object("address")
		g.addressMembers(0)
		g.close()
		g.gender(female)
		g.close()
	}
	g.closeArray()
}

// narrative writes Resource.text with about size bytes of XHTML in it, quotes and line ends included: what a reader of
// data skips has to be skipped correctly.
func (g *Generator) narrative(size int) {
	g.object("text")
	g.str("status", "generated")
	g.key("div")
	g.buf = append(g.buf, `"<div xmlns=\"http://www.w3.org/1999/xhtml\"><pre>`...)
	for end := len(g.buf) + size; len(g.buf) < end; {
		g.buf = append(g.buf, `Seen &amp; noted: \"no change\" since the last visit.\n`...)
	}
	g.buf = append(g.buf, `</pre></div>"`...)
	g.close()
}

// day returns a day of the years from first up to and including last.
func (g *Generator) day(first, last int) time.Time {
	return time.Date(first, time.January, 1+g.rng.IntN(365*(last-first)+360), 0, 0, 0, 0, time.UTC)
}

// moment returns a time of that day in one of the zones that the data come from.
func (g *Generator) moment(day time.Time) time.Time {
	return day.In(pick(g, g.zones)).Add(time.Duration(g.rng.IntN(86400)) * time.Second)
}

// appendPadded appends n in decimal with at least width digits.
func appendPadded(dst []byte, n, width int) []byte {
	for limit, w := 10, 1; w < width; limit, w = limit*10, w+1 {
		if n < limit {
			dst = append(dst, '0')
		}
	}
	return strconv.AppendInt(dst, int64(n), 10)
}
