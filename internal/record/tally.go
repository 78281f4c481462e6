package record

import (
	"hotline/acd"
	"hotline/internal/call"
)

// tally is what the facts about one call have added up to so far. Times are
// milliseconds since the Unix epoch; zero means that it has not happened.
type tally struct {
	id, from, to, trunk, dialledBy string
	centre, queue, seat            string
	arrived, queued, left          int64
	answered, talkSince, talkDone  int64
	ended                          int64
	outcome, by, detail            string
	offers                         int64
	area, callbackOf               string
	hops, grade                    int64
	transfers, supervised          string // JSON; empty = none
	help                           int64
	class, refused                 string
}

// foldCall applies a fact of the call's own stream.
func (t *tally) foldCall(fact call.Fact) {
	switch f := fact.(type) {
	case call.Arrived:
		t.from, t.to, t.trunk, t.dialledBy = f.From, f.To, f.Trunk, f.Seat
		t.centre, t.arrived = f.Centre, f.At
		t.area, t.hops, t.callbackOf = f.Area, int64(f.Hops), f.Of
	case call.Moved:
		t.centre = f.Centre
	case call.FollowsUp:
		t.callbackOf = f.Of
	case call.Rated:
		t.grade = int64(f.Grade)
	case call.Transferred:
		t.transfers = appended(t.transfers, Transfer{At: f.At, From: f.From, To: f.To, Way: f.Way})
	case call.Supervised:
		t.supervisedBy(f.By)
	case call.HelpAsked:
		t.help++
	case call.Classified:
		t.class, t.refused = f.Code, f.Refused
	case call.Ended:
		t.ended, t.outcome, t.by, t.detail = f.At, string(f.Outcome), f.By, f.Detail
	}
}

// foldFloor applies a fact of a floor that is about the call.
func (t *tally) foldFloor(fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.CallQueued:
		t.queue, t.left = f.Queue, 0 // it waits again
		if t.queued == 0 {
			t.queued = f.At
		}
	case *acd.Offered:
		t.offers++
	case *acd.Answered:
		t.queue, t.seat, t.talkSince = f.Queue, f.Seat, f.At
		if t.answered == 0 {
			t.answered = f.At
		}
	case *acd.Abandoned:
		t.queue, t.left = f.Queue, f.At
	case *acd.CallCutOff:
		t.queue, t.left = f.Queue, f.At
	case *acd.Overflowed:
		t.queue, t.left = f.Queue, f.At
	case *acd.TalkPassed:
		t.seat, t.talkSince = f.To, f.At
		t.talkDone += f.Talked
	case *acd.TalkEnded:
		t.talkDone += f.Talked
		t.talkSince = 0
	}
}
