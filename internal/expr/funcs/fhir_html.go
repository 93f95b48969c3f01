package funcs

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

const xhtmlNamespace = "http://www.w3.org/1999/xhtml"

// htmlElements are the elements of the chapters 7 to 11 (but for 9.4) and 15 of HTML 4.0, and links and images.
var htmlElements = words(`a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div
	dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th
	thead tr tt ul var`)

// htmlAttributes are the attributes that those elements can have: none for events.
var htmlAttributes = words(`abbr accesskey align alt axis bgcolor border cellpadding cellspacing cellhalign cellvalign
	char charoff charset cite class colspan compact coords dir frame headers height href hreflang hspace id lang
	longdesc name nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type usemap
	valign value vspace width`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// htmlChecks tells whether a narrative keeps to FHIR's rules for XHTML. A string is taken for the content of a div, as
// later versions have it. Of all else it tells nothing.
//
// Specification: FHIR, "FHIRPath", "htmlChecks"; "Narrative", "rules".
func htmlChecks(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	v, ok, err := primitive(in)
	if !ok || err != nil || v.Kind() != value.KindString {
		return nil, err
	}
	if err := c.SpendText(len(v.Text())); err != nil {
		return nil, err
	}
	h := htmlCheck{wantNamespace: in[0].TypeName() == "xhtml"}
	text := v.Text()
	if !h.wantNamespace {
		text = "<div>" + text + "</div>"
	}
	return plan.Boolean(h.ok(text)), nil
}

// htmlCheck goes over a narrative.
type htmlCheck struct {
	wantNamespace bool // the outermost element has to be XHTML's div
	depth         int
	closed        bool // the outermost element has ended
	content       bool // there is text or an image
}

func (h *htmlCheck) ok(text string) bool {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	for {
		t, err := d.Token()
		if err == io.EOF {
			return h.closed && h.content
		}
		if err != nil || !h.token(t) {
			return false
		}
	}
}

func (h *htmlCheck) token(t xml.Token) bool {
	switch t := t.(type) {
	case xml.StartElement:
		h.depth++
		return !h.closed && h.element(t)
	case xml.EndElement:
		h.depth--
		h.closed = h.depth == 0
		return true
	case xml.CharData:
		blank := strings.TrimSpace(string(t)) == ""
		h.content = h.content || !blank
		return blank || h.depth > 0
	case xml.Comment:
		return true
	}
	return false // processing instructions and declarations
}

func (h *htmlCheck) element(e xml.StartElement) bool {
	switch {
	case h.depth == 1 && e.Name.Local != "div":
		return false
	case h.wantNamespace && e.Name.Space != xhtmlNamespace, e.Name.Space != "" && e.Name.Space != xhtmlNamespace:
		return false
	case !htmlElements[e.Name.Local]:
		return false
	}
	h.content = h.content || e.Name.Local == "img"
	for _, a := range e.Attr {
		if !htmlAttribute(a) {
			return false
		}
	}
	return true
}

func htmlAttribute(a xml.Attr) bool {
	switch a.Name.Space {
	case "xmlns", "xml", "http://www.w3.org/XML/1998/namespace":
		return a.Name.Space == "xmlns" || a.Name.Local == "lang" || a.Name.Local == "space"
	case "":
	default:
		return false
	}
	switch a.Name.Local {
	case "xmlns":
		return true
	case "href", "src", "cite", "longdesc", "usemap":
		return safeURL(a.Name.Local, a.Value)
	case "style":
		return safeStyle(a.Value)
	}
	return htmlAttributes[a.Name.Local]
}

// safeURL is false for URLs that run something. The text of an image may stand in its URL.
func safeURL(attribute, url string) bool {
	scheme, _, ok := strings.Cut(squeeze(url), ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch scheme {
	case "http", "https", "mailto", "tel", "urn", "ftp", "cid":
		return true
	case "data":
		return attribute == "src" && strings.HasPrefix(squeeze(url), "data:image/") &&
			!strings.HasPrefix(squeeze(url), "data:image/svg")
	}
	return false
}

// safeStyle is false for styles that fetch or run something.
func safeStyle(style string) bool {
	s := squeeze(style)
	for _, bad := range [...]string{"url(", "expression(", "@import", "javascript:", "behavior:", "-moz-binding", "\\", "/*"} {
		if strings.Contains(s, bad) {
			return false
		}
	}
	return true
}

// squeeze returns text in lower case without white space and control characters, which browsers look past.
func squeeze(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s))
}
