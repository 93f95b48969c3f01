package viewdef

import (
	"maps"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
)

// Parse reads a view and checks its form: what is missing, what has the wrong kind of value, what cannot stand
// together. Expressions are checked when the view is compiled. All mistakes come in one [CompileError].
func Parse(data []byte) (*View, error) {
	v, p := parse(data)
	v.warnings = p.warnings
	return v, p.err(v.Name)
}

func parse(data []byte) (*View, *problems) {
	p, v := &problems{}, &View{}
	if o, ok := root(data, p); ok {
		v.read(o)
	}
	return v, p
}

// metadata are the elements of a view that have no influence on its rows.
var metadata = [...]string{
	"resourceType", "meta", "implicitRules", "language", "text", "contained", "url", "identifier", "version",
	"versionAlgorithmString", "versionAlgorithmCoding", "name", "title", "status", "experimental", "date", "publisher",
	"contact", "description", "useContext", "jurisdiction", "purpose", "copyright", "copyrightLabel", "approvalDate",
	"lastReviewDate", "effectivePeriod", "topic", "author", "editor", "reviewer", "endorser", "relatedArtifact",
	"profile", "fhirVersion",
}

var decisive = [...]string{"resource", "constant", "select", "where"}

func (v *View) read(o object) {
	v.Name, v.URL, v.Version = o.text("name"), o.text("url"), o.text("version")
	v.Status, v.Description = o.text("status"), o.text("description")
	v.Resource = o.required("resource")
	v.FHIRVersions = o.texts("fhirVersion")
	if v.Name != "" && !isSQLName(v.Name) {
		o.p.fail("name", "%q is no SQL name: letters, digits and underscores, a letter first", v.Name)
	}
	if v.Status == "" {
		o.p.warn("", "status is missing")
	}
	if strings.ContainsAny(v.URL, "|# ") {
		o.p.warn("url", "a canonical URL contains no |, # or space")
	}
	v.checkType(o)
	v.checkKeys(o)
	for _, c := range o.objects("constant") {
		v.Constants = append(v.Constants, readConstant(c))
	}
	for _, w := range o.objects("where") {
		w.onlyKeys("path", "description")
		v.Where = append(v.Where, Where{Path: w.required("path"), Description: w.text("description"), path: w.path})
	}
	if !o.has("select") {
		o.p.fail("", "select is missing")
	}
	for _, s := range o.objects("select") {
		v.Select = append(v.Select, readSelect(s))
	}
}

// checkType accepts the resourceType of both versions of the specification, and none.
func (v *View) checkType(o object) {
	switch t := o.text("resourceType"); t {
	case "", "ViewDefinition", "https://sql-on-fhir.org/ig/StructureDefinition/ViewDefinition":
	default:
		o.p.fail("resourceType", "%q is no ViewDefinition", t)
	}
}

// checkKeys finds misspelt elements: an error where an element that decides about rows was meant, otherwise a warning.
func (v *View) checkKeys(o object) {
	for _, key := range o.unknown(append(metadata[:], decisive[:]...)...) {
		meant := fhirpath.Suggest(key, slices.Values(append(metadata[:], decisive[:]...)))
		if slices.Contains(decisive[:], meant) {
			o.p.fail(key, "is no element of a view; did you mean %s?", meant)
			continue
		}
		o.p.warn(key, "is no element of a view")
	}
}

// onlyKeys makes unknown elements errors.
func (o object) onlyKeys(known ...string) {
	for _, key := range o.unknown(known...) {
		msg := "is no element here"
		if meant := fhirpath.Suggest(key, slices.Values(known)); meant != "" {
			msg += "; did you mean " + meant + "?"
		}
		o.p.fail(o.at(key), "%s", msg)
	}
}

func readSelect(o object) Select {
	o.onlyKeys("column", "select", "unionAll", "forEach", "forEachOrNull", "repeat", "description")
	s := Select{path: o.path}
	for _, directive := range [...]Iteration{ForEach, ForEachOrNull, Repeat} {
		if !o.has(string(directive)) {
			continue
		}
		if s.Iteration != NoIteration {
			o.p.fail(o.at(string(directive)), "a select has one of forEach, forEachOrNull and repeat, and %s is there already", s.Iteration)
			continue
		}
		s.Iteration = directive
		if directive == Repeat {
			s.Paths = o.texts("repeat")
			continue
		}
		s.Paths = []string{o.text(string(directive))}
	}
	for _, c := range o.objects("column") {
		s.Columns = append(s.Columns, readColumn(c))
	}
	for _, sub := range o.objects("select") {
		s.Selects = append(s.Selects, readSelect(sub))
	}
	for _, branch := range o.objects("unionAll") {
		s.UnionAll = append(s.UnionAll, readSelect(branch))
	}
	return s
}

func readColumn(o object) Column {
	o.onlyKeys("name", "path", "description", "collection", "type", "tag", "tags")
	c := Column{
		Name: o.required("name"), Path: o.required("path"), Description: o.text("description"), Type: o.text("type"),
		Collection: o.boolean("collection"), path: o.path,
	}
	if c.Name != "" && !isSQLName(c.Name) {
		o.p.fail(o.at("name"), "%q is no SQL name: letters, digits and underscores, a letter first", c.Name)
	}
	tags := o.objects("tag")
	if o.has("tags") {
		o.p.warn(o.at("tags"), "the element is called tag")
		tags = append(tags, o.objects("tags")...)
	}
	for _, t := range tags {
		t.onlyKeys("name", "value")
		c.Tags = append(c.Tags, Tag{t.required("name"), t.required("value")})
	}
	return c
}

func readConstant(o object) Constant {
	c := Constant{Name: o.required("name"), path: o.path}
	if c.Name != "" && !isSQLName(c.Name) {
		o.p.fail(o.at("name"), "%q is no SQL name: letters, digits and underscores, a letter first", c.Name)
	}
	for _, key := range slices.Sorted(maps.Keys(o.members)) {
		typ, ok := strings.CutPrefix(key, "value")
		if !ok || typ == "" {
			continue
		}
		if c.Type != "" {
			o.p.fail(o.path, "a constant has one value")
			return c
		}
		c.Type, c.Value = constantType(typ), o.members[key]
		if c.Type == "" {
			o.p.fail(o.at(key), "a constant cannot be of this type")
			return c
		}
	}
	if c.Type == "" {
		o.p.fail(o.path, "the constant has no value; give it one of valueString, valueCode, valueInteger, …")
	}
	return c
}

// constantTypes are the FHIR types that a constant can have.
var constantTypes = [...]string{
	"base64Binary", "boolean", "canonical", "code", "date", "dateTime", "decimal", "id", "instant", "integer",
	"integer64", "oid", "string", "positiveInt", "time", "unsignedInt", "uri", "url", "uuid",
}

// constantType returns the type that value[x] ends in.
func constantType(suffix string) string {
	for _, t := range constantTypes {
		if strings.EqualFold(t[:1], suffix[:1]) && t[1:] == suffix[1:] {
			return t
		}
	}
	return ""
}

// isSQLName is true for the names that the specification's invariant sql-name allows.
func isSQLName(s string) bool {
	for i, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}
