package viewdef

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// What drafts of the specification had, and what is often written in the wrong place, gets a message that says what to
// write. Each of these tables has the messages of one kind of element, by key.
var (
	viewHints = map[string]string{
		"column": inSelect, "columns": inSelect, "forEach": inSelect, "forEachOrNull": inSelect, "repeat": inSelect,
		"unionAll": inSelect, "union": inSelect, "from": inSelect, "foreach": inSelect, "path": inSelect,
		"filter": isWhere, "filters": isWhere, "vars": isConstant, "variables": isConstant, "constants": isConstant,
	}
	selectHints = map[string]string{
		"columns": `is called column`,
		"from":    `is called forEach, which makes a row of each element; for a single element, write the path in the columns`,
		"path":    `is called forEach`,
		"union":   `is called unionAll`,
		"vars":    inView, "variables": inView, "constant": inView, "constants": inView, "resource": `belongs into the view, beside select`,
	}
	columnHints = map[string]string{
		"alias": `is called name`, "expr": `is called path`, "expression": `is called path`,
		"forEach": aroundColumns, "forEachOrNull": aroundColumns, "repeat": aroundColumns, "unionAll": aroundColumns, "select": aroundColumns,
		"where": `conditions belong into the path, such as "path": "telecom.where(system = 'phone').value"`,
	}
	whereHints = map[string]string{
		"expr": `is called path`, "expression": `is called path`,
	}
	constantHints = map[string]string{
		"value": `has its type in its name: valueString, valueCode, valueInteger, …`,
		"path":  isValue, "expr": isValue, "expression": isValue,
	}
)

const (
	inSelect      = `belongs into a select: "select": [{"column": [{"name": …, "path": …}]}]`
	isWhere       = `is called where: "where": [{"path": …}]`
	isConstant    = `is called constant: "constant": [{"name": …, "valueString": …}]`
	inView        = `constants belong into the view, beside select: "constant": [{"name": …, "valueString": …}]`
	aroundColumns = `belongs into a select, beside its column`
	isValue       = `a constant is a value, not an expression: give it one of valueString, valueCode, valueInteger, …`
)

// renamed is required for a member that drafts called otherwise: the old name is a problem of its own.
func (o object) renamed(key string, before ...string) string {
	for _, old := range before {
		if !o.has(key) && o.has(old) {
			return o.text(old)
		}
	}
	return o.required(key)
}

// conditionHint says where the conditions of a select belong.
func (o object) conditionHint() string {
	example := `"forEach": "telecom.where(system = 'phone')"`
	for _, directive := range [...]string{string(ForEach), string(ForEachOrNull)} {
		path, condition := o.shortText(directive), o.condition()
		if path != "" && condition != "" {
			example = fmt.Sprintf("%s: %s", strconv.Quote(directive), strconv.Quote(path+".where("+condition+")"))
		}
	}
	return "a select has no conditions: those on elements belong into the path, such as " + example +
		"; those on resources into the view's where"
}

// condition is the one path of the object's where, if that is short, or nothing.
func (o object) condition() string {
	quiet := object{members: o.members, p: &problems{}}
	items := quiet.objects("where")
	if len(items) != 1 {
		return ""
	}
	return items[0].shortText("path")
}

// isDraftColumn is true for a select that is one column, as drafts of the specification had them.
func (o object) isDraftColumn() bool {
	return o.hasAny("path", "expr", "alias", "name") && !o.hasAny("column", "columns", "select", "unionAll", "union")
}

// mostShown is how many columns a message shows.
const mostShown = 3

// failDrafts tells where columns belong that stand in the place of selects.
func failDrafts(drafts []object) {
	if len(drafts) == 0 {
		return
	}
	var columns []string
	for i, o := range drafts {
		if i == mostShown {
			columns = append(columns, "…")
			break
		}
		columns = append(columns, fmt.Sprintf(`{"name": %s, "path": %s}`, o.shown("name", "alias"), o.shown("path", "expr")))
	}
	first := drafts[0]
	first.p.failf(first.path, `columns belong into "column": write {"column": [%s]}`, strings.Join(columns, ", "))
}

// shown is the text of the first of some members that there is, for a message.
func (o object) shown(keys ...string) string {
	for _, key := range keys {
		if text := o.shortText(key); text != "" {
			return strconv.Quote(text)
		}
	}
	return "…"
}

// shortText returns a member that is a string which fits into a message, or nothing.
func (o object) shortText(key string) string {
	const most = 80
	var s string
	if json.Unmarshal(o.members[key], &s) != nil || len(s) > most || strings.ContainsAny(s, "\n\r\t") {
		return ""
	}
	return s
}
