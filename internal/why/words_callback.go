package why

import (
	"fmt"

	"hotline/acd"
	"hotline/internal/plain"
)

// ofCallback is what happens to an entry of the callback list. An attempt is told as
// what happens to its call.
func ofCallback(fact acd.Fact) (subject, text string) {
	switch f := fact.(type) {
	case *acd.CallbackListed:
		return "callback " + f.Callback, listed(f)
	case *acd.CallbackDue:
		return "callback " + f.Callback, "is due: made when nobody waits, or in line from " + clock(f.By) + " on"
	case *acd.CallbackPutOff:
		if f.Reason == acd.PutOffCutOff {
			return "callback " + f.Callback, "is the first to be made: " + putOff(f.Reason)
		}
		return "callback " + f.Callback, "is put off to " + clock(f.Due) + ": " + putOff(f.Reason)
	case *acd.CallbackDone:
		return "callback " + f.Callback, "is done: " + done(f)
	case *acd.CallbackGivenUp:
		return "callback " + f.Callback, "is given up: " + givenUp(f.Reason)
	}
	return "", ""
}

func listed(f *acd.CallbackListed) string {
	if f.Same != "" {
		return "is not listed: " + plain.Text(f.Number) + " is on the list of " + f.Queue + " already, as callback " + f.Same
	}
	of := "as the caller of " + f.Of + " asked"
	if f.Missed {
		of = "because the caller of " + f.Of + " was missed"
	}
	if f.Cut {
		return fmt.Sprintf("is listed in queue %s before all others, because call %s was cut off: %s", f.Queue, f.Of, plain.Text(f.Number))
	}
	return fmt.Sprintf("is listed in queue %s, %s: %s, not before %s", f.Queue, of, plain.Text(f.Number), clock(f.Due))
}

func done(f *acd.CallbackDone) string {
	if f.By != "" {
		return "the caller has reached us himself, with call " + f.By
	}
	return "the caller was reached"
}

func tried(f *acd.CallbackTried) string {
	text := fmt.Sprintf("attempt %d of callback %s: %s", f.Attempt, f.Callback, callbackEnd(f.Result))
	if f.Due != 0 {
		text += "; the next not before " + clock(f.Due)
	}
	return text
}

func callbackEnd(end acd.CallbackEnd) string {
	switch end {
	case acd.CallbackReached:
		return "the caller was reached"
	case acd.CallbackNoAnswer:
		return "the caller did not answer"
	case acd.CallbackBusy:
		return "the caller's line was busy"
	case acd.CallbackRefused:
		return "the caller, or the network, turned the call down"
	case acd.CallbackCalledUs:
		return "the caller has called us himself"
	case acd.CallbackNotNow:
		return "not now, while its call waited the hours ended, he called himself, or its machine went away; that counts as none"
	case acd.CallbackMachine:
		return "an answering machine answered"
	case acd.CallbackUnwanted:
		return "the caller does not want it any more"
	case acd.CallbackFailed:
		return "it failed on our side"
	}
	return plain.Text(string(end))
}

func putOff(reason string) string {
	switch reason {
	case acd.PutOffClosed:
		return "outside the queue's hours"
	case acd.PutOffCutOff:
		return "a breakdown of ours cut off the caller, who waited again himself"
	case acd.PutOffOnTheLine:
		return "that number is on the line right now"
	}
	return plain.Text(reason)
}

func givenUp(reason string) string {
	switch reason {
	case acd.GivenUpAttempts:
		return "all attempts were in vain"
	case acd.GivenUpTooOld:
		return "it was a month old"
	case acd.GivenUpUnwanted:
		return "the caller does not want it any more"
	case acd.GivenUpQueueRemoved:
		return "the rules know the queue no more"
	}
	return plain.Text(reason)
}
