// Package record keeps the call records: what each call came to, as a table.
//
// The records are a projection of the journal and only fold it; they are never
// authoritative. Their file, records.db, may be deleted at any time and is built
// anew by the next [Store.Catchup], which folds in the order of the journal all
// that it has not folded yet. The same happens when the file is of another
// version, is damaged, or was folded from another journal. Several processes may
// catch up at once: each batch is one transaction, together with the number of
// the group that it came to.
//
// A fact that this program cannot read, from a newer one, is passed by and
// counted; the record lacks what it would have told. [Store.Sums] refuses to add up
// without it: [UnreadError].
//
// What the columns mean (times are milliseconds since the Unix epoch, spans are
// milliseconds; NULL = it has not happened):
//
//	arrived, ended        of the call as a whole
//	queued                when it first joined a queue
//	answered              when a seat first answered
//	left_queue            when it last left a queue unanswered (abandoned, overflowed)
//	waited                queued until answered, else until it left the queue for
//	                      good, else until the end of the call
//	waited_from_arrival   arrived until answered
//	talked                all talks with seats together; one that the log does not
//	                      end counts until the end of the call
//	centre                the centre it belonged to at last
//	queue                 the queue it was in last
//	seat                  the seat that answered, or took the talk over, last
//	offers                how often a seat's phone was made to ring for it
//	area                  the area code that it is about; empty = none
//	hops                  how often it was forwarded before it came here
//	callback_of           of a call back: the call that asked for it; of a seat's
//	                      call out: the call that it follows up
//	grade                 how the caller graded it at last, 5 best, 1 worst
//	transfers             each time the caller was given to somebody else: JSON, or empty
//	supervised            the seats that joined its talks as supervisors: JSON, or empty
//	help                  how often its seat asked for a supervisor
//	class, refused        what its seat found it to be about, and why it was not accepted
//
// The tables messages, talks and ratings have a row for each message in a centre's
// voicemail, each talk that was recorded and each grade. A message that nobody has
// heard has no heard_at. Their file is a name in the folder of recordings. The table
// legs has the seat or number outside of each telephone that was called, confidential
// the calls whose callers asked for confidentiality. The number of such a call, of the
// calls back that were made for it, and of the call that one of them was made for, is
// in no listing.
//
// What happened on the floors is kept for figures, which [Store.Sums] adds up:
//
//	stays    a call in one queue, from joining it (queued) until it was answered,
//	         abandoned or overflowed (fate, over); callback = made to call back
//	work     a seat's part in the talk with a caller: its beginning (answered), its
//	         end (talked), the end of the wrap-up (done)
//	offers   a seat's telephone made to ring, and how that ended
//	spells   a seat in one state; what goes on stands in stances, signed out does not
//	         count
//	listed   a caller on the callback list
//
// The centre of a queue is the part of its name before the slash.
package record
