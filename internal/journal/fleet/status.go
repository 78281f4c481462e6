package fleet

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
