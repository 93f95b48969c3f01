package upload

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// Errors of references that cannot be followed. They name no contents.
var (
	errDangling       = errors.New("it refers to an entry that the Bundle does not have (urn:uuid: or urn:oid:)")
	errStandsAlone    = errors.New("it has a reference that means something within a Bundle only (urn:uuid: or urn:oid:), and stands alone: upload the Bundle")
	errBatchReference = errors.New("it refers to another entry (urn:uuid: or urn:oid:), which a batch does not resolve: make it a transaction, or use --unwrap")
	errTwice          = errors.New("it refers to an entry of which the Bundle has several")
	errCircle         = errors.New("it is in a circle of references, and the server chooses the ids: post the Bundle as a transaction, or put its entries at their own ids")
	errDeleted        = errors.New("it refers to an entry that is to be deleted")
	errTargetFailed   = errors.New("what it refers to was not stored")
	errTargetUnnamed  = errors.New("the server did not say under which id it stored what this refers to")
	errConditionNone  = errors.New("its conditional reference matches nothing on the server")
	errConditionMany  = errors.New("its conditional reference matches several resources on the server")
	errCondition      = errors.New("its conditional reference is malformed")
)

// entryError says which entry of a Bundle an error is about.
func entryError(entry int, err error) error { return fmt.Errorf("entry %d: %w", entry, err) }

// bundleIndex finds the items of a Bundle by what references say.
type bundleIndex struct {
	byURL, byName map[string]int
}

// What an index finds where it does not find one item.
const (
	noItem       = -1
	severalItems = -2
)

func newBundleIndex(items []*item) *bundleIndex {
	x := &bundleIndex{byURL: map[string]int{}, byName: map[string]int{}}
	note := func(to map[string]int, name string, i int) {
		if _, again := to[name]; again {
			i = severalItems
		}
		to[name] = i
	}
	for i, it := range items {
		if it.from.FullURL != nil {
			note(x.byURL, plainURN(string(it.from.FullURL)), i)
		}
		if it.typ != "" && it.id != "" {
			note(x.byName, it.typ+"/"+it.id, i)
		}
	}
	return x
}

// plainURN is the same for all spellings of a UUID.
func plainURN(text string) string {
	if isBundleName(text) {
		return strings.ToLower(text)
	}
	return text
}

func (x *bundleIndex) url(text string) int {
	name, _ := splitLink(text)
	if i, ok := x.byURL[plainURN(name)]; ok {
		return i
	}
	return noItem
}

// find returns the item that a link of an item leads to: by its fullUrl; for a relative one by the base of the fullUrl
// of the item that has it, or else by type and id.
func (x *bundleIndex) find(from *item, l link) int {
	if i := x.url(l.text); i != noItem {
		return i
	}
	name, _ := splitLink(l.text)
	typ, id, ok := strings.Cut(name, "/")
	if !ok || fhir.CheckName(typ, id) != nil {
		return noItem
	}
	if base, ok := strings.CutSuffix(string(from.from.FullURL), from.typ+"/"+from.id); ok {
		if i := x.url(base + name); i != noItem {
			return i
		}
	}
	if i, ok := x.byName[name]; ok {
		return i
	}
	return noItem
}

// planUnwrap prepares the entries of a Bundle to be written one by one: it notes which name each has on the server, as far
// as that is known beforehand, and which item waits for which.
func (up *upload) planUnwrap(g *group) {
	for i, it := range g.items {
		it.place = i
		if it.bad == nil {
			it.bad = up.planEntry(it)
		}
		if it.method == http.MethodPut && it.bad == nil {
			it.name = it.typ + "/" + it.id
		}
	}
	g.index = newBundleIndex(g.items)
	for _, it := range g.items {
		if it.bad == nil && it.Data != nil {
			up.planLinks(it)
		}
	}
	for _, it := range g.items {
		for _, i := range it.waits {
			g.items[i].named, g.items[i].chained, it.chained = true, true, true
		}
	}
}

// planEntry finds out what an entry asks for.
func (up *upload) planEntry(it *item) error {
	e := it.from
	if e.Resource != nil {
		if err := fhir.CheckType(it.typ); err != nil {
			return err
		}
		if e.ID != nil && fhir.CheckID(it.id) != nil {
			return fhir.ErrID
		}
	}
	if !e.Asked || e.Method == "" && e.URL == "" {
		return up.identify(it)
	}
	target := strings.TrimPrefix(up.local(e.URL), "/")
	switch {
	case e.Other != "":
		return errors.New("its request has a condition that only the server can judge: post the Bundle without --unwrap")
	case e.Method == http.MethodPost:
		return up.planCreate(it, target)
	case e.Method == http.MethodPut:
		return planUpdate(it, target)
	case e.Method == http.MethodDelete:
		typ, id, _ := strings.Cut(target, "/")
		if fhir.CheckName(typ, id) != nil {
			return errors.New("its request deletes by a condition, or by no name of a resource: post the Bundle without --unwrap")
		}
		it.method, it.typ, it.id, it.Data, it.key = http.MethodDelete, typ, id, nil, target
		return nil
	}
	return errors.New("its request is neither POST, PUT nor DELETE: post the Bundle without --unwrap")
}

func (up *upload) planCreate(it *item, target string) error {
	switch {
	case it.Data == nil:
		return errors.New("its request has no resource")
	case target != it.typ:
		return errors.New("its request is not to create a resource of its type: post the Bundle without --unwrap")
	case it.from.IfNoneExist != "":
		it.method, it.search = http.MethodPost, fhir.ParseCondition(it.from.IfNoneExist)
		if len(it.search) == 0 {
			return errNoKey
		}
		it.key = fhir.ConditionKey(it.typ, it.search)
		return nil
	case up.cfg.OwnIDs && it.id != "":
		it.method, it.key = http.MethodPut, it.typ+"/"+it.id
		return nil
	case up.cfg.Create:
		return up.identify(it)
	}
	it.method, it.harmful = http.MethodPost, true
	return nil
}

func planUpdate(it *item, target string) error {
	typ, id, _ := strings.Cut(target, "/")
	switch {
	case it.Data == nil:
		return errors.New("its request has no resource")
	case fhir.CheckName(typ, id) != nil:
		return errors.New("its request updates by a condition, or by no name of a resource: post the Bundle without --unwrap")
	case typ != it.typ || it.id != "" && id != it.id:
		return errors.New("its request names another resource than it has")
	case it.from.IfMatch != "" && !fhir.ValidETag(it.from.IfMatch):
		return errors.New("its request has a condition that is not an ETag")
	}
	if it.id == "" {
		c := fhir.NewCursor(it.Data)
		c.Peek()
		it.Data = append([]byte(`{"id":"`+id+`",`), it.Data[c.Pos+1:]...) // it has a type, so that a comma is right
	}
	it.method, it.id, it.key, it.ifMatch = http.MethodPut, id, target, it.from.IfMatch
	return nil
}

// local is a link without the server's own base.
func (up *upload) local(text string) string { return strings.TrimPrefix(text, up.inside.Base.String()) }

// plannedLink is a link of an item that is to be changed before the item is sent.
type plannedLink struct {
	link

	target    int    // the item of the Bundle that it leads to, or -1
	condition string // or the search that finds it
}

// planLinks looks at the links of an item.
func (up *upload) planLinks(it *item) {
	if it.group == nil && !mayHaveLinks(it.Data) {
		return
	}
	var own map[string]bool
	if it.group == nil && it.typ == "Bundle" {
		own = ownNames(it.Data)
	}
	eachLink(it.Data, func(l link) {
		if own[plainURN(l.text)] {
			return
		}
		planned, err := up.planLink(it, l)
		switch {
		case err != nil:
			it.bad = cmp.Or(it.bad, err)
		case planned.target >= 0 && it.group.items[planned.target].name == "":
			it.waits = append(it.waits, planned.target)
			fallthrough
		case planned.target >= 0 || planned.condition != "":
			it.links = append(it.links, planned)
		}
	})
}

func (up *upload) planLink(it *item, l link) (plannedLink, error) {
	planned := plannedLink{link: l, target: -1}
	if it.group != nil {
		planned.target = it.group.index.find(it, l)
	}
	local := up.local(l.text)
	switch i := planned.target; {
	case i >= 0 && it.group.items[i].method == http.MethodDelete:
		return planned, errDeleted
	case i >= 0 || l.kind != linkReference:
		return planned, nil
	case i == severalItems:
		return planned, errTwice
	case isBundleName(l.text) && it.group == nil:
		return planned, errStandsAlone
	case isBundleName(l.text):
		return planned, errDangling
	case isCondition(local):
		planned.condition = local
		it.conditional = true
	}
	return planned, nil
}

// resolve changes an item's links to what is on the server. It is done once. Partly is for items that are given up: what can
// be resolved is, but for conditions.
func (up *upload) resolve(it *item, partly bool) error {
	var changes []change
	for _, l := range it.links {
		if partly && l.condition != "" {
			continue
		}
		name, err := up.nameOf(it, l)
		switch {
		case err != nil && partly:
			continue
		case err != nil:
			return err
		}
		same, fragment := splitLink(l.text)
		if same != name { // and else a version stays
			changes = append(changes, change{l.link, name + fragment})
		}
	}
	it.Data, it.links = relinked(it.Data, changes), nil
	return nil
}

// nameOf is Type/id of what a link leads to.
func (up *upload) nameOf(it *item, l plannedLink) (string, error) {
	if l.target < 0 {
		return up.conditions.find(up.ctx, up.client, l.condition)
	}
	target := it.group.items[l.target]
	switch {
	case target.name != "":
		return target.name, nil
	case !target.stored:
		return "", errTargetFailed
	case len(target.search) > 0:
		return up.conditions.find(up.ctx, up.client, target.typ+"?"+fhir.EncodeQuery(target.search))
	}
	return "", errTargetUnnamed
}
