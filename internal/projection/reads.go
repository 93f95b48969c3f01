package projection

import (
	"slices"
	"strings"
)

// Reads lists the paths that are read as String does, for people: where several types of a choice are read alike, they are
// one line. That of `value[x]` alone is about those types of which only the value is read, or that it is there.
func Reads(p *Projection) []string {
	lines := p.root.reads(map[*Shape]bool{})
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], ".")
	}
	if slices.Equal(lines, []string{""}) {
		return nil
	}
	slices.Sort(lines)
	return lines
}

// reads lists what is read below a shape, from a dot on; where that is nothing, there is one empty line.
func (s *Shape) reads(above map[*Shape]bool) []string {
	switch {
	case above[s]:
		return []string{".^"}
	case s.All:
		return []string{".**"}
	case len(s.Entries) == 0:
		return []string{""}
	}
	above[s] = true
	defer delete(above, s)
	var members []member
	for _, e := range s.Entries {
		if e.Companion || e.Ignored {
			continue
		}
		m := member{name: e.Name, key: e.Key, below: e.Shape.reads(above)}
		if i := slices.IndexFunc(members, m.alike); i >= 0 {
			members[i].key = e.Name.String() + "[x]"
			continue
		}
		members = append(members, m)
	}
	var lines []string
	for _, m := range members {
		for _, line := range m.below {
			lines = append(lines, "."+m.key+line)
		}
	}
	return lines
}

// member is an element, or several types of a choice.
type member struct {
	name  Name
	key   string
	below []string
}

// alike is true for another type of the same choice of which the same is read.
func (m member) alike(other member) bool {
	return m.name == other.name && slices.Equal(m.below, other.below)
}
