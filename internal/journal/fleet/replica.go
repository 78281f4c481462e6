package fleet

import "hotline/internal/journal"

// Replica is a state that is folded from a log, on every machine. One goroutine of the
// log calls it, in order. It must not block for long: what comes later waits.
type Replica interface {
	// Restore begins anew from a snapshot; nil: from nothing. It is called in Join and
	// again when the log had to begin anew (its groups were lost here, or another
	// history than ours won): calls under way are then to be compared with the state.
	Restore(snapshot []byte) error
	// Fold takes the groups that come next, by Place. They are in the own journal
	// already (their Seq is set). Groups with an Origin may have no facts. An error
	// is a bug of the fold: it is logged and counted, and the next groups follow.
	Fold(groups []journal.Group) error
	// Snapshot gives the state as Restore takes it, with its schema and the version of
	// the rules it was folded under.
	Snapshot() (data []byte, schema int, rules string, err error)
	// Away(true): nobody decides for us for now, as Redis cannot be reached from here or
	// no engine leads. Away(false): the log goes on. It is called at each change
	// only, and with true first if the log begins so.
	Away(away bool)
}

// Turn is a decision: what was decided about one input, or of the log's own accord.
type Turn struct {
	Origin string         // filled in by the log for Decide; leave it empty
	At     int64          // the time at which it was decided, ms since the Unix epoch
	Input  *journal.Entry // as it goes on record; nil: what was submitted (Decide), or nothing
	Facts  []journal.Entry
	Call   string // the main call it is about; may be empty
}

// Decider is the state of the one who leads. One goroutine calls it. What it decides
// takes effect when it comes back to the Replica, never before; when the lead is lost, the
// decider is dropped together with everything in it that nobody accepted.
type Decider interface {
	// Decide gives the facts of an input. An error puts the input on record without
	// facts, and is logged. now is the log's clock: it never goes backwards.
	Decide(now int64, in journal.Entry) (Turn, error)
	// Due tells when Tick is wanted, in ms since the Unix epoch.
	Due() (at int64, ok bool)
	// Tick gives what is due at now.
	Tick(now int64) []Turn
	// Members tells which machines are there, sorted; it is called first of all and
	// whenever that changes.
	Members(now int64, alive []string) []Turn
}

// Lead makes the decider of a log from a snapshot of the replica as it is after the group
// of the given place. It is called on the goroutine that is about to lead.
type Lead func(snapshot []byte, place int64) (Decider, error)
