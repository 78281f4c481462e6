package call

// Outcome says how a call ended. It is closed: the same words are the metric
// label, the call record and the journal.
type Outcome string

// The outcomes of a call.
const (
	Answered         Outcome = "answered"           // a seat talked with the caller
	AbandonedInMenu  Outcome = "abandoned-in-menu"  // hung up during a greeting or a menu
	AbandonedInQueue Outcome = "abandoned-in-queue" // hung up while waiting
	AbandonedRinging Outcome = "abandoned-ringing"  // hung up while a seat, or a number outside, rang
	LeftMessage      Outcome = "message-left"       // left a message, and talked with nobody
	AskedCallback    Outcome = "callback-asked"     // will be called back, and talked with nobody
	Closed           Outcome = "closed"             // told that the centre is closed
	Overflowed       Outcome = "overflowed"         // left the queue and ended without a person
	Forwarded        Outcome = "forwarded"          // connected to a number outside
	Refused          Outcome = "refused"            // not taken: unknown number, draining
	Completed        Outcome = "completed"          // the flow ended as it was meant to, with no person
	Handed           Outcome = "handed-back"        // given to Asterisk's own fallback after our mistake
	Failed           Outcome = "failed"             // the line or Asterisk was lost
	CallbackReached  Outcome = "callback-reached"   // a call back: a seat talked with the caller
	CallbackFailed   Outcome = "callback-failed"    // a call back: the caller was not reached
	CallbackUnwanted Outcome = "callback-unwanted"  // a call back: the caller said that he does not want it any more
	CalledOut        Outcome = "called-out"         // a seat's own call: somebody talked with it
	NotReached       Outcome = "not-reached"        // a seat's own call: nobody did
)

// Outcomes lists every outcome, for metrics that start at zero.
func Outcomes() []Outcome {
	return []Outcome{
		Answered, AbandonedInMenu, AbandonedInQueue, AbandonedRinging, LeftMessage, AskedCallback, Closed,
		Overflowed, Forwarded, Refused, Completed, Handed, Failed,
		CallbackReached, CallbackFailed, CallbackUnwanted, CalledOut, NotReached,
	}
}
