package ivr

// Graph is a flow as it can be drawn.
type Graph struct {
	Name, Title string
	Start       string // a node's name
	Person      string // the node that 0, silence and errors lead to; empty if there is none
	Nodes       []GraphNode
	Edges       []GraphEdge
}

// GraphNode is a step.
type GraphNode struct {
	Name string
	Verb string
	Text []string // what tells the reader most: what is said, whose queue it is
	End  bool     // the call leaves the flow here or ends
}

// GraphEdge is a way from one step to another.
type GraphEdge struct {
	From, To string
	Way      string // "then", "key 1", "open", "closed", "silence", "no-seat", …
	Label    string // for people: "1 要咨询", "下班时间"; empty for the ordinary way on
}

// Graph is the flow as it can be drawn.
func (f *Flow) Graph() Graph {
	g := Graph{Name: f.Name, Title: f.Title}
	if f.start != nil {
		g.Start = f.start.name
	}
	if f.person != nil {
		g.Person = f.person.name
	}
	for _, s := range f.steps {
		g.Nodes = append(g.Nodes, s.node())
		for _, e := range s.exits() {
			if e.to != nil {
				g.Edges = append(g.Edges, GraphEdge{From: s.name, To: e.to.name, Way: e.way, Label: e.caption()})
			}
		}
	}
	return g
}

func (s *step) node() GraphNode {
	n := GraphNode{Name: s.name, Verb: s.kind}
	if v, ok := s.verb.(shower); ok {
		n.Text = v.show()
	}
	switch v := s.verb.(type) {
	case *hangup, *back:
		n.End = true
	case *forward:
		n.End = v.what == "centre"
	}
	return n
}

// caption is what a picture says about the exit; the ordinary way on needs none.
func (e *exit) caption() string {
	switch {
	case e.label != "":
		return e.label
	case e.way == "then":
		return ""
	}
	return e.way
}
