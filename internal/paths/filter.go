package paths

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// textFilter is the filters of a stage by the text of the one child of a name: where elements go, by the text.
type textFilter struct {
	name  projection.Name
	texts []string
	to    []int32          // by text
	many  map[string]int32 // the same, where there are too many texts to look at each
}

// fewTexts is how many texts are compared one by one, which is faster than to look for them in a map.
const fewTexts = 6

// sortFilters sorts the filters by how walks look at them: those by text by the names of children, so that a child is
// looked for once.
func (s *Stage) sortFilters() {
	for _, f := range s.Filters {
		if f.Op == First {
			s.firsts = append(s.firsts, f)
			continue
		}
		t := s.textFilter(f.Name)
		t.texts, t.to = append(t.texts, f.Text), append(t.to, f.To)
	}
	for i := range s.texts {
		t := &s.texts[i]
		if len(t.texts) <= fewTexts {
			continue
		}
		t.many = make(map[string]int32, len(t.texts))
		for j, text := range t.texts {
			t.many[text] = t.to[j]
		}
	}
}

func (s *Stage) textFilter(name projection.Name) *textFilter {
	for i := range s.texts {
		if s.texts[i].name == name {
			return &s.texts[i]
		}
	}
	s.texts = append(s.texts, textFilter{name: name})
	return &s.texts[len(s.texts)-1]
}

// find returns the stage where elements with a text go, or 0.
func (t *textFilter) find(text string) int32 {
	if t.many != nil {
		return t.many[text]
	}
	for i, have := range t.texts {
		if have == text {
			return t.to[i]
		}
	}
	return 0
}

// texts has an element arrive at the stage that its text leads to.
func (w *Walker) texts(filters []textFilter, n resource.NodeID) {
	r := w.resource
	if (*nodes.Resource)(r).Table().HasText(n) {
		w.odd = w.odd || MayHaveChildren(r, n) != nil
	}
	for i := range filters {
		t := &filters[i]
		if c := oneText(r, n, t.name); c != 0 {
			if to := t.find(r.Text(c)); to != 0 {
				w.arrive(&w.tree.Stages[to], n)
			}
		}
	}
}

// Probes is true where it takes what is below an element to tell where it goes on to.
func (s *Stage) Probes() bool { return s.probe != 0 }

// probe has an element arrive at the stages that filters lead to which it passes by what is below it, at each once.
func (w *Walker) probe(s *Stage, n resource.NodeID) {
	from := len(w.marked)
	w.fresh = from
	w.counted = w.counted[:0]
	w.arrive(&w.tree.Stages[s.probe], n)
	w.markOnes()
	for _, to := range w.marked[from:] {
		w.arrive(&w.tree.Stages[to], n) // where others may be marked, behind these
	}
	w.marked = w.marked[:from]
}

// one is where elements go on by the only text below them.
type one struct {
	text string
	to   int32
}

// counted is how many elements have come to a stage during a probe.
type counted struct {
	stage *Stage
	node  resource.NodeID // the last of them
	count int
}

// count counts an element that has come to a stage.
func (w *Walker) count(s *Stage, n resource.NodeID) {
	for i := range w.counted {
		if c := &w.counted[i]; c.stage == s {
			c.node, c.count = n, c.count+1
			return
		}
	}
	w.counted = append(w.counted, counted{s, n, 1})
}

// markOnes marks where the element at hand goes on by what has been counted.
func (w *Walker) markOnes() {
	r := w.resource
	for i := range w.counted {
		c := &w.counted[i]
		if c.count != 1 || r.Kind(c.node) != resource.String {
			continue
		}
		text := r.Text(c.node)
		for j := range c.stage.ones {
			if o := &c.stage.ones[j]; o.text == text {
				w.mark(o.to)
			}
		}
	}
}

// mark notes that an element goes on to a stage, of which something below it has been found to be the reason.
func (w *Walker) mark(to int32) {
	if !slices.Contains(w.marked[w.fresh:], to) {
		w.marked = append(w.marked, to)
	}
}
