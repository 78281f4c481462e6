package figures

import (
	"hotline/acd"
	"hotline/internal/record"
)

// Offers counts the times that a seat's telephone was made to ring for a call.
func Offers(s record.Sums) (float64, bool) { return count(s.Offers) }

// RONA counts those of them that rang out without an answer.
func RONA(s record.Sums) (float64, bool) { return count(s.Missed) }

// Handled counts the talks that began in the span and whose wrap-up is over. Calls
// back are work, too. A talk that goes on with another seat counts for each with its part.
func Handled(s record.Sums) (float64, bool) { return count(s.Handled) }

// TalksCutOff counts the talks that began in the span and that a breakdown of ours ended.
// Their callers were answered all the same.
func TalksCutOff(s record.Sums) (float64, bool) { return count(s.TalksCut) }

// MeanTalk is the mean time from a seat's answer, or from taking a talk over, to the end
// of its part in the talk, in seconds.
// While the caller is on hold, or the seat consults somebody, the talk goes on.
func MeanTalk(s record.Sums) (float64, bool) { return seconds(s.Talk, s.Handled) }

// MeanWrapUp is the mean wrap-up, in seconds, over all talks, those without one too.
func MeanWrapUp(s record.Sums) (float64, bool) { return seconds(s.WrapUp, s.Handled) }

// AHT (平均处理时长) is the mean handling time, in seconds:
//
//	(talk + wrap-up) / talks
func AHT(s record.Sums) (float64, bool) { return seconds(s.Talk+s.WrapUp, s.Handled) }

// Staffed is the time in the span in which seats were at work, in seconds, all
// together: ready, ringing, in a talk or wrapping up. A pause is no such time, nor is a
// call of a seat's own.
func Staffed(s record.Sums) (float64, bool) { return float64(staffed(s)) / 1000, true }

// Occupied is the time in the span in which seats were in calls that no queue gave them,
// in seconds: private ones, calls out, questions of colleagues.
func Occupied(s record.Sums) (float64, bool) {
	return float64(timeIn(s, acd.StateOccupied)) / 1000, true
}

// SignedIn is the staffed time and that in which seats were in calls of their own, were
// paused, or their telephone could not be reached, in seconds.
func SignedIn(s record.Sums) (float64, bool) { return float64(signedIn(s)) / 1000, true }

// Occupancy (占用率) is the share of the staffed time that went into calls:
//
//	(talking + on hold + consulting + wrapping up) / staffed
//
// Talks count with the part of them that lies in the span.
func Occupancy(s record.Sums) (float64, bool) { return ratio(busy(s), staffed(s)) }

// Utilisation is the same of the signed-in time, so that pauses count against it.
func Utilisation(s record.Sums) (float64, bool) { return ratio(busy(s), signedIn(s)) }

// MeanSeats is how many seats were in a state, on average over the slot. A slot that
// has not come to its end counts as if nobody were there in the rest of it.
func MeanSeats(s record.Sums, state acd.SeatState) float64 {
	return float64(s.SeatTime[state.String()]) / float64(s.To.Sub(s.From).Milliseconds())
}

func busy(s record.Sums) int64 {
	return timeIn(s, acd.StateTalking, acd.StateOnHold, acd.StateConsulting, acd.StateWrapUp)
}

func staffed(s record.Sums) int64 { return busy(s) + timeIn(s, acd.StateReady, acd.StateOffered) }

func signedIn(s record.Sums) int64 {
	return staffed(s) + timeIn(s, acd.StateOccupied, acd.StatePaused, acd.StateUnreachable)
}

func timeIn(s record.Sums, states ...acd.SeatState) (sum int64) {
	for _, state := range states {
		sum += s.SeatTime[state.String()]
	}
	return sum
}
