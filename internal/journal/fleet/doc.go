// Package fleet lets several engines share a stream of the journal over Redis.
//
// The shared log in Redis is authoritative for the order: an input of any machine goes
// into a stream of inputs, the one engine that leads decides it, and the group of facts
// gets the next place in a stream of facts. Every engine, the leader too, takes each group
// from there in this order: it stores it in its own journal, then folds it into its
// replica. There is no short cut: what was decided but not accepted has touched nothing.
//
//	Submit -> outbox -> inputs -> Decide -> append -> facts -> own journal -> Fold
//
// Exactly once. Inputs of a machine are numbered for ever, and stay in the outbox until
// they are seen on record; Redis takes each number once, in order, and the append script
// refuses what is on record. So anything may be sent again.
//
// One leader. A lease of 1.5 s is renewed with each beat (400 ms) and carries a token
// that grows. The append script refuses any token but the newest; the leader stops by
// its own monotonic clock 0.3 s before the lease ends; any failure ends its lead, and its
// decider is thrown away. A Redis that heard nobody for 1.5 s gives no lease for 1.5 s,
// so that all can say how far they are, and nobody leads before Redis has what any
// machine that is alive has folded.
//
// Nothing lost. Where Redis has lost groups, the machine that has most gives them back
// from its own journal. Where a machine fell behind what Redis still holds, it goes on from
// the snapshot in Redis, and its own copy keeps a gap. Each lead begins an epoch, by a
// group of its own that no replica sees; epochs tell two histories apart that have the same
// places. Then the one in Redis wins, since the machines that are there have acted upon
// it: the groups of the other are set aside in that machine's journal, and reported.
//
// Without Redis, or without a leader, nothing is decided: inputs are spooled in the own
// journal, and the replica is told with Away.
package fleet
