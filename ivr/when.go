package ivr

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const lookGuard = 5 * time.Second // then the figures are taken to be zero

// when goes the way of the first condition that holds.
type when struct {
	cases     []condition
	otherwise *exit
	queue     string // whose figures are asked for first
	at        yamlfile.Node
}

type condition struct {
	holds *expression
	to    *exit
}

func whenKind() kind {
	branch := []schema.Field{
		needed("if", "A condition, such as queue.waiting > 5 or caller.area == '0451'.", schema.Text()),
		needed("to", "The step it leads to.", stepRef()),
	}
	return newKind(func(l *loader, m yamlfile.Map) verb { return loadWhen(l, m, branch) },
		field("when", "Conditions: the first that holds decides.", schema.List(schema.Form(branch...))),
		field("queue", "The queue whose figures the conditions ask for, as queue.waiting, queue.seats, queue.expected (seconds).", schema.Text()),
		needed("else", "The step when none holds.", stepRef()))
}

func loadWhen(l *loader, m yamlfile.Map, branch []schema.Field) verb {
	v := &when{otherwise: unaskedExit(m, "else")}
	if n, ok := m.Get("queue"); ok {
		v.at = n
		v.queue, _ = n.Text()
	}
	n, _ := m.Get("when")
	items, _ := n.List()
	for _, item := range items {
		m, ok := item.Map()
		if !ok {
			continue
		}
		m.Fields(branch)
		c := condition{to: unaskedExit(m, "to")}
		if n, ok := m.Get("if"); ok {
			text, _ := n.Text()
			c.holds = l.formula(n, 0, text, true)
			if c.to != nil {
				c.to.way, c.to.label = "if "+text, text
			}
		}
		v.cases = append(v.cases, c)
	}
	return v
}

func (v *when) exits() []*exit {
	all := make([]*exit, 0, len(v.cases)+1)
	for _, c := range v.cases {
		all = append(all, c.to)
	}
	return append(all, v.otherwise)
}

func (v *when) refs() []Ref {
	if v.queue == "" {
		return nil
	}
	return []Ref{{Kind: RefQueue, Name: v.queue, At: v.at.Place()}}
}

func (v *when) enter(s *Session) {
	if v.queue == "" {
		v.decide(s)
		return
	}
	s.view = View{}
	s.timer(lookGuard)
	s.emit(Look{Queue: QueueID(s.vars.Centre, v.queue)})
}

func (v *when) input(s *Session, in Input) {
	switch in.(type) {
	case View, Timeout:
		v.decide(s)
	}
}

func (v *when) decide(s *Session) {
	for _, c := range v.cases {
		if c.holds.holds(s) {
			s.follow(c.to)
			return
		}
	}
	s.follow(v.otherwise)
}
