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
// process, however sudden. What a loss of power can take [Sync] says: usually the last
// second, for the write-ahead log is synced once a second beside the writer.
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
// The file is checked when it is opened, beside its use where that takes long. A damaged
// one is set aside, and another takes its place with all that can be read of it, under
// the same numbers and with another ID: at the opening before anything else, later
// beside the use, while groups are spooled. [SQLite.Damages] tells of it; a reader that
// meets damage has a [DamagedError], and can ask for the same by [SQLite.SetAside].
//
// Snapshots save whoever folds the journal from reading all of it. They are never
// authoritative. [SQLite.Forget] deletes old groups that nothing rests on; the numbers of
// groups then have gaps.
//
// In a fleet some streams are shared: their groups have places, and inputs that the
// shared log has not taken wait in an outbox ([Places], [Outbox]).
package journal
