package upload

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// ReferenceOptions says how references are checked. The zero value, and nil, are the defaults.
type ReferenceOptions struct {
	// Server has the server asked for the targets that the input does not have. Default: they are missing.
	Server bool
	// Unwrap is that of Options: it decides what is a resource. Default: false.
	Unwrap bool
	// Keep is how many of the missing references the report lists. Default: 1000.
	Keep int
	// Missing is told of each reference whose target is missing. Default: nobody.
	Missing func(*RecordError)
}

// ReferenceReport says where the targets of references are.
type ReferenceReport struct {
	// References is how many there are: literal ones, other than to contained resources.
	References int64
	// Input, Server and Missing are how many of them have their target in the input, on the server, and nowhere.
	Input, Server, Missing int64
	// Elsewhere are absolute references to other servers, which are not asked.
	Elsewhere int64
	// Failures are the first of the missing ones.
	Failures []*RecordError
}

var errMissing = errors.New("the target of a reference is missing")

// CheckReferences looks for the target of each literal reference of the records: among the records, by type and id; within
// the same Bundle, also by fullUrl; for a condition, by identifier. Where some are missing, it ranges over the records up to
// three times more, which have to be the same each time. It keeps a hash of each resource's type and id and of
// each that is referred to, not the names themselves: 25 to 40 bytes of memory for each.
//
// Records that are none (ErrBadRecord) are passed over. The error is not nil where the check could not be made.
func CheckReferences(
	ctx context.Context, client *fhirclient.Client, records iter.Seq2[Record, error], opts *ReferenceOptions,
) (*ReferenceReport, error) {
	k := &referenceCheck{client: client, base: inside.Of(client).Base, ctx: ctx, seed: maphash.MakeSeed(), have: map[uint64]struct{}{}, need: map[uint64]uint32{}}
	if opts != nil {
		k.cfg = *opts
	}
	if k.cfg.Keep == 0 {
		k.cfg.Keep = 1000
	}
	if err := k.each(records, k.gather); err != nil {
		return &k.report, err
	}
	k.found(&k.report.Input, k.inInput)
	if len(k.need) > 0 {
		if err := k.each(records, k.identify); err != nil {
			return &k.report, err
		}
		k.found(&k.report.Input, k.inInput)
	}
	if k.cfg.Server && len(k.need) > 0 {
		if err := k.askServer(records); err != nil {
			return &k.report, err
		}
		k.found(&k.report.Server, k.inInput)
	}
	if len(k.need) == 0 && k.report.Missing == 0 {
		return &k.report, nil
	}
	k.report.Missing = 0
	return &k.report, k.each(records, k.name)
}

type referenceCheck struct {
	client *fhirclient.Client
	base   *url.URL        // of the client
	ctx    context.Context //nolint:containedctx // the caller's: the check is the call that it belongs to
	cfg    ReferenceOptions
	report ReferenceReport
	seed   maphash.Seed

	have  map[uint64]struct{} // what there is, by hash
	need  map[uint64]uint32   // what is referred to and was not found, and how often
	asked map[string]bool     // to be looked for on the server
	conds conditions
}

func (k *referenceCheck) hash(text string) uint64 { return maphash.String(k.seed, text) }

// each calls f with the resources of the records.
func (k *referenceCheck) each(records iter.Seq2[Record, error], f func(*item) error) error {
	up := &upload{client: k.client, inside: inside.Of(k.client), cfg: Options{Unwrap: k.cfg.Unwrap}}
	for record, err := range records {
		switch {
		case k.ctx.Err() != nil:
			return k.ctx.Err()
		case errors.Is(err, ErrBadRecord):
			up.read++
			continue
		case err != nil:
			return err
		}
		items := []*item{{Record: record, index: up.read}}
		if typ, id, err := fhir.ResourceName(record.Data); err == nil && typ == "Bundle" && !up.keepsWhole(record.Data, id) {
			g := up.takeBundle(record)
			up.read += g.size
			items = g.items
		} else {
			up.read++
			items[0].typ, items[0].id = typ, id
		}
		for _, it := range items {
			if it.typ == "" || it.method == http.MethodDelete {
				continue
			}
			if err := f(it); err != nil {
				return err
			}
		}
	}
	return nil
}

// gather notes what a resource is called, and what it refers to.
func (k *referenceCheck) gather(it *item) error {
	if it.id != "" {
		k.have[k.hash(it.typ+"/"+it.id)] = struct{}{}
	}
	if it.group != nil {
		if url := string(it.from.FullURL); url != "" && !isBundleName(url) {
			k.have[k.hash(url)] = struct{}{}
		}
		if it.from.IfNoneExist != "" {
			k.have[k.hash(fhir.ConditionKey(it.typ, fhir.ParseCondition(it.from.IfNoneExist)))] = struct{}{}
		}
	}
	k.references(it, func(name string, place referencePlace) {
		k.report.References++
		switch place {
		case placeHere:
			k.report.Input++
		case placeNowhere:
			k.report.Missing++
		default:
			k.need[k.hash(name)]++
		}
	})
	return nil
}

// referencePlace is what a reference says of where its target is.
type referencePlace uint8

const (
	placeNamed     referencePlace = iota // Type/id
	placeCondition                       // a search
	placeAbsolute                        // an address
	placeHere                            // in the same Bundle
	placeNowhere                         // where nothing can be
)

// references calls f for each literal reference of a resource.
func (k *referenceCheck) references(it *item, f func(name string, place referencePlace)) {
	var own map[string]bool
	if it.group == nil && it.typ == "Bundle" {
		own = ownNames(it.Data)
	}
	eachLink(it.Data, func(l link) {
		if l.kind != linkReference || l.text == "" || l.text[0] == '#' {
			return
		}
		local := strings.TrimPrefix(l.text, k.base.String())
		name, _ := splitLink(local)
		typ, id, _ := strings.Cut(name, "/")
		switch {
		case own[plainURN(l.text)]:
			f("", placeHere)
		case it.group != nil && it.group.index != nil && it.group.index.find(it, l) >= 0:
			f("", placeHere)
		case isCondition(local):
			typ, _, _ := strings.Cut(local, "?")
			f(fhir.ConditionKey(typ, fhir.ParseCondition(local)), placeCondition)
		case fhir.CheckName(typ, id) == nil:
			f(name, placeNamed)
		case strings.Contains(name, "://"):
			f(name, placeAbsolute)
		default:
			f("", placeNowhere)
		}
	})
}

// found takes those off that are there now, and counts them.
func (k *referenceCheck) found(count *int64, there func(uint64) bool) {
	for hash, n := range k.need {
		if there(hash) {
			*count += int64(n)
			delete(k.need, hash)
		}
	}
}

func (k *referenceCheck) inInput(hash uint64) bool {
	_, ok := k.have[hash]
	return ok
}

// identify finds the resources that conditions mean, by their identifiers, and sets addresses of other servers apart.
func (k *referenceCheck) identify(it *item) error {
	k.references(it, func(name string, place referencePlace) {
		hash := k.hash(name)
		if n, ok := k.need[hash]; ok && place == placeAbsolute {
			k.report.Elsewhere += int64(n)
			delete(k.need, hash)
		}
	})
	for _, key := range identifierConditions(it) {
		if _, ok := k.need[k.hash(key)]; ok {
			k.have[k.hash(key)] = struct{}{}
		}
	}
	return nil
}

// mostAsked is how many targets are looked for on the server at a time, and askers how many requests that are under way.
const (
	mostAsked = 1000
	askers    = 16
)

// askServer looks for what the input does not have.
func (k *referenceCheck) askServer(records iter.Seq2[Record, error]) error {
	k.asked = map[string]bool{}
	err := k.each(records, func(it *item) error {
		k.references(it, func(name string, place referencePlace) {
			hash := k.hash(name)
			_, missing := k.need[hash]
			if missing && !k.inInput(hash) && (place == placeNamed || place == placeCondition) {
				k.asked[name] = true
			}
		})
		if len(k.asked) >= mostAsked {
			return k.ask()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return k.ask()
}

// ask notes which of those to be looked for are there.
func (k *referenceCheck) ask() error {
	var mu sync.Mutex
	var failed error
	var wait sync.WaitGroup
	room := make(chan struct{}, askers)
	for name := range k.asked {
		room <- struct{}{}
		wait.Go(func() {
			defer func() { <-room }()
			there, err := k.there(name)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil && failed == nil:
				failed = fmt.Errorf("the references cannot be checked: %w", err)
			case there:
				k.have[k.hash(name)] = struct{}{}
			}
		})
	}
	wait.Wait()
	clear(k.asked)
	return failed
}

func (k *referenceCheck) there(name string) (bool, error) {
	var err error
	if isCondition(name) {
		_, err = k.conds.find(k.ctx, k.client, name)
	} else {
		typ, id, _ := strings.Cut(name, "/")
		_, err = k.client.Read(k.ctx, typ, id)
	}
	switch status := statusOf(err); {
	case err == nil:
		return true, nil
	case status == http.StatusNotFound, status == http.StatusGone, errors.Is(err, errConditionNone), errors.Is(err, errConditionMany),
		errors.Is(err, errCondition):
		return false, nil
	}
	return false, err
}

// name tells of the references whose targets are missing.
func (k *referenceCheck) name(it *item) error {
	k.references(it, func(name string, place referencePlace) {
		if _, missing := k.need[k.hash(name)]; place == placeHere || !missing && place != placeNowhere {
			return
		}
		k.report.Missing++
		err := errMissing
		if typ, _, found := strings.Cut(strings.ReplaceAll(name, "?", "/"), "/"); found && fhir.CheckType(typ) == nil {
			err = fmt.Errorf("%w: of type %s", errMissing, typ)
		}
		failure := it.recordError(err)
		if len(k.report.Failures) < k.cfg.Keep {
			k.report.Failures = append(k.report.Failures, failure)
		}
		if k.cfg.Missing != nil {
			k.cfg.Missing(failure)
		}
	})
	return nil
}
