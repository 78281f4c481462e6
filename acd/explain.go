package acd

// Explanation is who could have a waiting call now, and why the others could not.
type Explanation struct {
	Call    string      `json:"call"`
	Queue   string      `json:"queue"`
	Because string      `json:"because"` // the rule that would decide; empty = nobody could have it
	Ahead   int         `json:"ahead"`   // calls that go before it in its queue
	Stage   int         `json:"stage"`   // of Queue.Relax that it has reached
	Needs   []Skill     `json:"needs,omitempty"`
	Prefer  []string    `json:"prefer,omitempty"`
	Levels  int         `json:"levels,omitempty"` // that are asked; 0 = all
	Last    string      `json:"last,omitempty"`   // the seat for which alone it waits
	Away    bool        `json:"away,omitempty"`   // its machine is, so that nobody gets it now
	Seats   []Explained `json:"seats"`            // of the queue: those that could have it in their order, then the others by id
}

// Explained is one seat of an Explanation.
type Explained struct {
	Candidate

	Place int       `json:"place"`         // 1 = it would be asked first; 0 = it could not have the call
	Out   string    `json:"out,omitempty"` // why not: the name of a field of [Out] in JSON
	State SeatState `json:"state"`
}
