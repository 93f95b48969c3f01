package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/registry"
)

// page is what the template shows.
type page struct {
	Demo     bool
	Views    []registry.View
	Form     form
	MostRows int
	Problems []problem
	Failure  *failure
	Table    *table
}

// Invalid is true for fields with a problem.
func (p *page) Invalid(field string) bool {
	for _, problem := range p.Problems {
		if problem.Field == field {
			return true
		}
	}
	return false
}

// Title begins with what has changed, which is what a screen reader says first.
func (p *page) Title() string {
	switch {
	case len(p.Problems) > 0:
		return "Please check the form"
	case p.Failure != nil:
		return p.Failure.Title
	case p.Table != nil:
		return p.Table.Title
	default:
		return "Pick a table"
	}
}

// page shows the form and, where a view is picked, its table.
func (p *portal) page(w http.ResponseWriter, r *http.Request) {
	if len(r.URL.Query()) == 0 {
		p.show(w, http.StatusOK, &page{Form: form{Limit: strconv.Itoa(defaultLimit)}})
		return
	}
	if t := p.fetch(w, r, r.URL.Query(), false); t != nil {
		p.show(w, http.StatusOK, &page{Form: t.form, Table: newTable(t)})
	}
}

// refresh fetches a table anew and shows it by a redirect, so that the browser's reload does not fetch it again.
func (p *portal) refresh(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	if err := r.ParseForm(); err != nil {
		p.show(w, http.StatusBadRequest, &page{Problems: []problem{{"view", "The form could not be read: please try again."}}})
		return
	}
	if t := p.fetch(w, r, r.PostForm, true); t != nil {
		http.Redirect(w, r, t.form.link("/"), http.StatusSeeOther)
	}
}

// fetched is a table and what was asked for.
type fetched struct {
	form   form
	view   registry.View
	result *runner.Table
}

// fetch reads the form and gets the table. It returns nil where there is none, after it has answered why.
func (p *portal) fetch(w http.ResponseWriter, r *http.Request, values url.Values, refresh bool) *fetched {
	f, problems := parseForm(values)
	if f.View == "" {
		problems = append(problems, problem{"view", "Pick a view."})
	}
	if len(problems) > 0 {
		p.show(w, http.StatusBadRequest, &page{Form: f, Problems: problems})
		return nil
	}
	plan, view, found := p.lookUp(f.View)
	if !found {
		p.show(w, http.StatusNotFound, &page{Form: f, Problems: []problem{{"view", "There is no view of this name: pick one of the list."}}})
		return nil
	}
	params, problems := f.search(view.Resource)
	if len(problems) > 0 {
		p.show(w, http.StatusBadRequest, &page{Form: f, Problems: problems})
		return nil
	}
	result, err := p.tables.Execute(r.Context(), plan, runner.Query{Limit: int64(f.limit), Params: params, Refresh: refresh})
	if err != nil {
		failure := describe(err)
		p.log.WarnContext(r.Context(), "no table", "view", view.Name, "resource", view.Resource, "status", failure.Status)
		p.show(w, failure.Status, &page{Form: f, Failure: failure})
		return nil
	}
	return &fetched{form: f, view: view, result: result}
}

// lookUp finds a view that can be used.
func (p *portal) lookUp(name string) (*viewdef.Plan, registry.View, bool) {
	plan, err := p.views.Plan(name)
	if err != nil {
		return nil, registry.View{}, false
	}
	for _, v := range p.views.Views() {
		if v.Name == name {
			return plan, v, true
		}
	}
	return nil, registry.View{}, false
}

// show answers with the page. It is made before anything is sent, so that no half of one is.
func (p *portal) show(w http.ResponseWriter, status int, data *page) {
	data.Demo, data.MostRows = p.demo, mostRows
	if data.Form.Limit == "" {
		data.Form.Limit = strconv.Itoa(defaultLimit)
	}
	for _, v := range p.views.Views() {
		if n := len(data.Views); n == 0 || data.Views[n-1].Name != v.Name { // the newest version of each
			data.Views = append(data.Views, v)
		}
	}
	var body bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&body, "page.html", data); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // the browser went away
}

// ago tells an age in words.
func ago(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return "just now"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d seconds ago", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes ago", int(d.Minutes()))
	default:
		return fmt.Sprintf("%d hours ago", int(d.Hours()))
	}
}
