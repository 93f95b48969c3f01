package parse

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// checkValues finds the literals and names that look right to the lexer and still have no value. Numbers are not among
// them: what they may be depends on what stands around them.
func (p *parser) checkValues(tokens []antlr.Token) {
	for _, t := range tokens {
		span := p.span(t)
		switch t.GetTokenType() {
		case grammar.FHIRPathLexerSTRING:
			p.checkEscapes(span)
		case grammar.FHIRPathLexerDELIMITED:
			p.checkEscapes(span)
			if p.unquote(span) == "" {
				p.addf(span, "name in backticks is empty")
			}
		case grammar.FHIRPathLexerDATE, grammar.FHIRPathLexerDATETIME, grammar.FHIRPathLexerTIME:
			if msg := checkMoment(p.in(span)[1:]); msg != "" {
				p.addf(span, "%s", msg)
			}
		}
	}
}

func (p *parser) checkEscapes(span ast.Span) {
	inner := ast.Span{Start: span.Start + 1, End: span.End - 1}
	unescape(p.in(inner), func(start, end int) {
		at := ast.Span{Start: inner.Start + start, End: inner.Start + end}
		p.addf(at, "%s is half of a surrogate pair: the other half must stand beside it", quoted(p.in(at)))
	})
}

// unquote returns the value of a string or a delimited name.
func (p *parser) unquote(span ast.Span) string {
	return unescape(p.src[span.Start+1:span.End-1], func(int, int) {})
}

// checkMoment says what is wrong with a date, dateTime or time, written without its @, or nothing.
func checkMoment(text string) string {
	date, clock, _ := strings.Cut(text, "T")
	if msg := checkDate(date); msg != "" || clock == "" {
		return msg
	}
	if date != "" && len(date) < len("2006-01-02") {
		return "a time of day needs a full date before it"
	}
	return checkClock(clock)
}

func checkDate(date string) string {
	if date == "" {
		return ""
	}
	year, month, _ := strings.Cut(date, "-")
	month, day, _ := strings.Cut(month, "-")
	switch {
	case year == "0000":
		return "year 0000 does not exist: years are 0001 to 9999"
	case month != "" && !inRange(month, 1, 12):
		return "month " + month + " does not exist"
	case day != "" && !inRange(day, 1, daysIn(year, month)):
		return "month " + year + "-" + month + " has no day " + day
	}
	return ""
}

func daysIn(year, month string) int {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	return time.Date(y, time.Month(m+1), 0, 0, 0, 0, 0, time.UTC).Day()
}

// checkClock checks hh, hh:mm, hh:mm:ss or hh:mm:ss.fff, each with or without a time zone.
func checkClock(clock string) string {
	zone := ""
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		clock, zone = clock[:i], clock[i:]
	}
	clock, _, _ = strings.Cut(clock, ".")
	for i, part := range strings.Split(clock, ":") {
		unit := clockUnits[i]
		if !inRange(part, 0, unit.last) {
			return unit.name + " " + part + " does not exist: the last is " + strconv.Itoa(unit.last)
		}
	}
	return checkZone(zone)
}

var clockUnits = [...]struct {
	name string
	last int
}{{"hour", 23}, {"minute", 59}, {"second", 60}} // 60 is a leap second, which FHIR allows

func checkZone(zone string) string {
	if len(zone) < len("+00:00") {
		return ""
	}
	hours, minutes := zone[1:3], zone[4:]
	if !inRange(minutes, 0, 59) || hours+minutes > "1400" {
		return "time zone " + zone + " does not exist: they are -14:00 to +14:00"
	}
	return ""
}

func inRange(digits string, first, last int) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && first <= n && n <= last
}

// checkInteger reports an Integer or Long that its type cannot hold. Directly behind a minus there is one number more:
// the sign is an operator, so the smallest number is the negation of one that is not a number itself.
func (p *parser) checkInteger(n *ast.Literal, negated bool) {
	largest, hint := uint64(math.MaxInt32), "the largest is 2147483647, or 9223372036854775807L as a Long"
	if n.Kind == ast.Long {
		largest, hint = math.MaxInt64, "the largest is 9223372036854775807L"
	}
	if negated {
		largest++
	}
	if value, err := strconv.ParseUint(n.Text, 10, 64); err != nil || value > largest {
		p.addf(n.Span, "number is too large: %s", hint)
	}
}
