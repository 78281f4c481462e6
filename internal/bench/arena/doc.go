// Package arena carries the calls that internal/bench makes figures of: a real Asterisk,
// telephones registered at it, SIPp as callers and seats, and one contender after the other
// between them.
//
// SIPp's traces and the kernel's counters of the processes are authoritative. In this order:
// Asterisk starts and the telephones register; for each round the contender is made ready
// (app_queue is given its queue, or an engine is started, and neither is there in rounds of others),
// seats and callers are started, the counters are read at both ends of the window, everybody
// leaves, the contender is taken away. Everything listens on the loopback and is ended by the
// process id that its start gave. What fails ends the run with an error; a round that merely
// went badly is kept, with marks.
package arena
