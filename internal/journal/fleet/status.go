package fleet

import (
	"slices"
	"sync"
)

// Status is how a log stands, as seen from here.
type Status struct {
	Leader  string   // the machine that leads, as last heard; "" = nobody, or not known
	Leading bool     // we lead
	Place   int64    // the last group that is folded here
	Head    int64    // the last group there is, as last heard
	Away    bool     // nobody decides for us: Redis cannot be reached, or nobody leads
	Pending int      // inputs of ours that the log has not taken yet
	Alive   []string // machines that are there, sorted, as last heard
}

// view is what the last beat said.
type view struct {
	mu     sync.Mutex
	leader string
	head   int64
	alive  []member
}

// member is a machine that is there.
type member struct {
	name  string
	place int64
}

func (v *view) set(p *pulse) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.leader, v.head, v.alive = p.leader, p.head, p.alive
}

func (v *view) get() (leader string, head int64, alive []member) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.leader, v.head, v.alive
}

func names(alive []member) []string {
	all := make([]string, 0, len(alive))
	for _, m := range alive {
		all = append(all, m.name)
	}
	slices.Sort(all)
	return all
}

// Status tells how the log stands.
func (l *Log) Status() Status {
	leader, head, alive := l.view.get()
	lease := l.mine.Load()
	s := Status{
		Leading: lease != nil && lease.valid(l.since()), Place: l.place.Load(),
		Away: l.nobodyLeads(), Pending: l.outbox.len(), Alive: names(alive),
	}
	s.Head = max(head, s.Place)
	if !s.Away {
		s.Leader = leader
	}
	return s
}
