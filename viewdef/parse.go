package viewdef

import (
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/spelling"
)

// maxNesting is how deep selects and unions may stand in each other.
const maxNesting = 100

// Parse reads a view and checks its form: what is missing, what has the wrong kind of value, what cannot stand
// together. Expressions are checked when the view is compiled. All mistakes come in one [CompileError]; the view is nil
// then.
func Parse(data []byte) (*View, error) {
	v, p := parse(data)
	if err := p.err(v.Name); err != nil {
		return nil, err
	}
	v.warnings = inOrder(p.warnings)
	return v, nil
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
	"resourceType", "resourceDefinition", "meta", "implicitRules", "language", "text", "contained", "url", "identifier",
	"version", "versionAlgorithmString", "versionAlgorithmCoding", "name", "title", "status", "experimental", "date",
	"publisher", "contact", "description", "useContext", "jurisdiction", "purpose", "copyright", "copyrightLabel",
	"approvalDate", "lastReviewDate", "effectivePeriod", "topic", "author", "editor", "reviewer", "endorser",
	"relatedArtifact", "profile", "fhirVersion",
}

var decisive = [...]string{"resource", "constant", "select", "where"}

func (v *View) read(o object) {
	v.Name, v.URL, v.Version = o.text("name"), o.text("url"), o.text("version")
	v.Status, v.Description = o.text("status"), o.text("description")
	v.Resource = o.required("resource")
	v.FHIRVersions = o.texts("fhirVersion")
	o.sqlName(v.Name)
	if !o.has("status") {
		o.p.warnf("", "status is missing")
	}
	if strings.ContainsAny(v.URL, "|# ") {
		o.p.warnf("url", "a canonical URL contains no |, # or space")
	}
	v.checkType(o)
	v.checkKeys(o)
	for _, c := range o.objects("constant") {
		v.Constants = append(v.Constants, readConstant(c))
	}
	for _, w := range o.objects("where") {
		v.Where = append(v.Where, readWhere(w))
	}
	if !o.has("select") {
		o.p.failf("", "select is missing")
	}
	v.Select = readSelects(o, "select", 1)
}

// viewType ends the resourceType of views in the form of version 2.0.0: the URL of the StructureDefinition.
const viewType = "/StructureDefinition/ViewDefinition"

// checkType accepts the resourceType of both versions of the specification, and none.
func (v *View) checkType(o object) {
	if t := o.text("resourceType"); t != "" && t != "ViewDefinition" && !strings.HasSuffix(t, viewType) {
		o.p.failf("resourceType", "%q is no ViewDefinition", t)
	}
}

// checkKeys finds misspelt elements: an error where an element that decides about rows was meant, otherwise a warning. What
// drafts had, or what belongs into a select, decides about rows, too.
func (v *View) checkKeys(o object) {
	for _, key := range o.unknown(append(metadata[:], decisive[:]...)...) {
		if hint := viewHints[key]; hint != "" {
			o.p.failf(key, "%s", hint)
			continue
		}
		meant := spelling.Closest(key, slices.Values(append(metadata[:], decisive[:]...)))
		if slices.Contains(decisive[:], meant) {
			o.p.failf(key, "is no element of a view; did you mean %s?", meant)
			continue
		}
		o.p.warnf(key, "is no element of a view")
	}
}

// onlyKeys makes unknown elements errors. For some there are hints that say what to write.
func (o object) onlyKeys(hints map[string]string, known ...string) {
	for _, key := range o.unknown(known...) {
		if hint := hints[key]; hint != "" {
			o.p.failf(o.at(key), "%s", hint)
			continue
		}
		msg := "is no element here"
		if meant := spelling.Closest(key, slices.Values(known)); meant != "" {
			msg += "; did you mean " + meant + "?"
		}
		o.p.failf(o.at(key), "%s", msg)
	}
}

// sqlName checks the object's name.
//
// Specification: SQL on FHIR, invariant sql-name.
func (o object) sqlName(name string) {
	if name != "" && !isSQLName(name) {
		o.p.failf(o.at("name"), "%q is no SQL name: letters, digits and underscores, a letter first", name)
	}
}

func isSQLName(s string) bool {
	for i, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

func readWhere(o object) Where {
	if o.members == nil {
		return Where{}
	}
	o.onlyKeys(whereHints, "path", "description")
	return Where{Path: o.renamed("path", "expr", "expression"), Description: o.text("description")}
}

// readSelects reads an array of selects. Those that drafts had for columns are told together, but for branches of a
// union, which are compared one by one.
func readSelects(o object, key string, depth int) []Select {
	var selects []Select
	var drafts []object
	for _, item := range o.objects(key) {
		if !item.isDraftColumn() {
			selects = append(selects, readSelect(item, depth))
			continue
		}
		selects = append(selects, Select{}) // so that those after it have their places
		if drafts = append(drafts, item); key == "unionAll" {
			failDrafts(drafts)
			drafts = nil
		}
	}
	failDrafts(drafts)
	return selects
}

func readSelect(o object, depth int) Select {
	if o.members == nil {
		return Select{}
	}
	if depth > maxNesting {
		o.p.failf(o.path, "selects are nested more than %d levels deep", maxNesting)
		return Select{}
	}
	for _, key := range [...]string{"where", "filter", "filters"} {
		if o.has(key) {
			o.p.failf(o.at(key), "%s", o.conditionHint())
		}
	}
	o.onlyKeys(selectHints, "column", "select", "unionAll", "forEach", "forEachOrNull", "repeat", "description", "where", "filter", "filters")
	if !o.hasAny("column", "select", "unionAll", "columns", "union") {
		o.p.warnf(o.path, "the select has no column: give it column, select or unionAll")
	}
	s := Select{}
	s.Iteration, s.Paths = readIteration(o)
	for _, c := range o.objects("column") {
		s.Columns = append(s.Columns, readColumn(c))
	}
	s.Selects, s.UnionAll = readSelects(o, "select", depth+1), readSelects(o, "unionAll", depth+1)
	return s
}

// readIteration reads the directive. Where there are two, the first counts, so that what else is wrong is found.
//
// Specification: SQL on FHIR, invariant sql-expressions.
func readIteration(o object) (it Iteration, paths []string) {
	for _, directive := range [...]Iteration{ForEach, ForEachOrNull, Repeat} {
		key := string(directive)
		switch {
		case !o.has(key):
		case it != "":
			o.p.failf(o.at(key), "a select has one of forEach, forEachOrNull and repeat, and %s is there already", it)
		case directive == Repeat:
			it, paths = directive, o.texts(key)
		default:
			it, paths = directive, []string{o.text(key)}
		}
	}
	return it, paths
}

func readColumn(o object) Column {
	if o.members == nil {
		return Column{}
	}
	o.onlyKeys(columnHints, "name", "path", "description", "collection", "type", "tag", "tags")
	c := Column{
		Name: o.renamed("name", "alias"), Path: o.renamed("path", "expr", "expression"), Description: o.text("description"), Type: o.text("type"),
		Collection: o.boolean("collection"),
	}
	o.sqlName(c.Name)
	tags := o.objects("tag")
	if o.has("tags") {
		o.p.warnf(o.at("tags"), "the element is called tag")
		tags = append(tags, o.objects("tags")...)
	}
	for _, t := range tags {
		if t.members == nil {
			continue
		}
		t.onlyKeys(nil, "name", "value")
		c.Tags = append(c.Tags, Tag{t.required("name"), t.required("value")})
	}
	return c
}
