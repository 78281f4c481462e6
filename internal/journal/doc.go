// Package journal is the engine's memory: the append-only log of facts.
//
// The journal is authoritative. What the engine knows at start, the call records
// and the statistics are folded from it; nothing in it is ever changed.
//
// A [Group] is one input and the facts it led to. A group is kept whole, and the
// groups of one Append are kept together or not at all. The journal numbers the
// groups from 1 in the order in which it took them; Append returns once the
// group is kept, and only then is the world to be changed.
//
// One goroutine writes. It commits everything that is pending in one
// transaction, so many writers share the price of a commit and a single one
// never waits for others. A group that is committed survives the end of the
// process, however sudden. A loss of power can take the last moments before it:
// SQLite syncs its write-ahead log at checkpoints, not at each commit.
//
// When the medium fails (a full disk, an I/O error), calls go on: groups are
// spooled in memory in their order, an error is logged, the gauge
// hotline_journal_away says 1, and the writer tries again with growing pauses.
// Append returns nil for a spooled group. Readers see it once it is stored; if
// the process ends before, it is lost, and Close says how many were. Beyond the
// spool's bound Append returns [ErrSpoolFull].
//
// One process writes a data directory, guarded by a lock on the file
// hotline.lock; any number may read it meanwhile through [OpenReader]. [Running] tells
// whether somebody writes it.
//
// A reader that meets damage says so with a [DamagedError]; nothing repairs a journal.
package journal
