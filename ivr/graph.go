package ivr

// Graph is a flow as it can be drawn.
type Graph struct {
	Name, Title string
	Start       string // a node's name
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
	Unasked  bool   // taken by itself, not by the caller's choice
}
