package viewdef

import "strings"

// WhyPlain returns the reasons why resources are decoded as a whole for the view, and then evaluated: the plain way. There
// are none where AppendText can add rows: the fast way. Each names the place in the view. For people to read.
func (p *Plan) WhyPlain() []string {
	var why []string
	for _, w := range p.where {
		why = append(why, w.path+" is a condition: "+oneLine(w.expr))
	}
	return plainParts(why, p.root)
}

// plainParts adds the parts of a clause that are more than a tree finds.
func plainParts(why []string, c clause) []string {
	if c.walked() {
		return why
	}
	switch c := c.(type) {
	case *group:
		for _, col := range c.together.others {
			why = append(why, col.whyPlain())
		}
		for _, child := range c.children {
			why = plainParts(why, child)
		}
	case *forEach:
		if !c.joined {
			return append(why, c.path+" is more than a path: "+oneLine(c.expr))
		}
		why = plainParts(why, c.body)
	case *repeat:
		if !c.joined {
			return append(why, c.path+" is more than paths to what is below")
		}
		why = plainParts(why, c.body)
	case *union:
		for _, b := range c.branches {
			why = plainParts(why, b)
		}
	}
	return why
}

func (c *column) whyPlain() string {
	name := c.path + " (column " + c.def.Name + ") "
	if c.def.Collection {
		return name + "is a collection"
	}
	return name + "is more than a path: " + oneLine(c.expr)
}

// explainWay writes the line of an explanation that says which way resources go.
func (p *Plan) explainWay(b *strings.Builder) {
	why := p.WhyPlain()
	if len(why) == 0 {
		line(b, 1, "fast way: yes")
		return
	}
	line(b, 1, "fast way: no")
	for _, w := range why {
		line(b, 2, w)
	}
}
