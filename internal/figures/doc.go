// Package figures is what a hotline is judged by, each figure by a named formula.
//
// Authoritative is the journal. Every figure is computed twice, in ways that share
// nothing: [Live] asks the call records, which fold the journal as it grows, by
// indexed queries; the [Checker] reads the journal itself, from its first fact, and
// counts one call after the other. [Check] lets both answer the same question at the
// same fact and names the first figure in which they differ.
//
// A figure of nothing (an average over no call) does not exist: it is null in JSON,
// "-" in a table and missing among the metrics, never 0. Where the journal has a
// fact that this program cannot read and figures need, there are none: the error is a
// [record.UnreadError].
//
// [WriteQueueLog] tells the journal in the words of Asterisk's queue_log, for
// reporting tools that read it.
package figures
