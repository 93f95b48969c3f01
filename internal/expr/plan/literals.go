package plan

import (
	"github.com/fhirview/fhirview/internal/paths"
)

// Literals returns texts without which a condition on a resource cannot be true: each has to be the whole text of a
// string in the resource. There may be more such texts than it finds.
//
// It looks at $this alone, never at what a function makes or fetches: that need not stand in the resource.
func Literals(n Node) []string {
	switch n := n.(type) {
	case *Pipeline:
		return stepTexts(n.steps)
	case *Exists:
		return stepTexts(n.path.steps)
	case *TextEquals:
		return []string{n.Text}
	case *Relation:
		return n.literals()
	case *Logic:
		if n.IsAnd {
			return append(Literals(n.X), Literals(n.Y)...)
		}
	}
	return nil
}

// literals are those of a path and the text that its one element has to have.
func (n *Relation) literals() []string {
	path, isPath := n.X.(*Pipeline)
	text, constant := constantText(n.Y)
	if !n.OfTexts || !isPath || !constant {
		return nil
	}
	return append(stepTexts(path.steps), text)
}

// stepTexts are the texts that the filters of a path ask for.
func stepTexts(steps []paths.Step) []string {
	var texts []string
	for _, s := range steps {
		switch s.Op {
		case paths.Text:
			texts = append(texts, s.Text)
		case paths.Has:
			texts = append(texts, stepTexts(s.Path)...)
		case paths.HasOne:
			texts = append(append(texts, stepTexts(s.Path)...), s.Text)
		}
	}
	return texts
}
