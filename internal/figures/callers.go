package figures

import "hotline/internal/record"

// The formulas about callers. A caller is who joined a queue of the place in the
// span, counted once, see [record.Sums]; whoever heard an announcement and hung up, or
// found the hotline closed, is none. Who still waits has no fate yet and is in no
// share.

// Offered counts the callers.
func Offered(s record.Sums) (float64, bool) { return count(s.Offered) }

// Answered counts the callers whom a seat of the place answered.
func Answered(s record.Sums) (float64, bool) { return count(s.Answered) }

// Abandoned counts the callers who hung up before a seat answered.
func Abandoned(s record.Sums) (float64, bool) { return count(s.Abandoned) }

// AbandonedShort counts those of them who did so in less than the short time, usually
// 5 s: too soon for anyone to have been of help.
func AbandonedShort(s record.Sums) (float64, bool) { return count(s.Short) }

// Overflowed counts the callers who left their last queue of the place unanswered and
// still on the line: sent on by a limit, or by a key of their own.
func Overflowed(s record.Sums) (float64, bool) { return count(s.Overflowed) }

// CutOff counts the callers whom a breakdown of ours cut off while they waited, such as
// the end of the telephony server. They did not give up, so they are no part of the
// abandoned; and nobody answered them, so they count against the connection rate.
func CutOff(s record.Sums) (float64, bool) { return count(s.CutOff) }

// Waiting counts the callers who still wait, or for whom a telephone rings.
func Waiting(s record.Sums) (float64, bool) { return count(s.Waiting) }

// ConnectionRate (接通率) is the share of callers whom a seat answered:
//
//	answered / (offered - waiting)
//
// GB/T 33358-2016 asks for 95 % in any 24 hours. Short abandons and overflows count
// against it.
func ConnectionRate(s record.Sums) (float64, bool) { return ratio(s.Answered, decided(s)) }

// InTimeFromArrival is the share of the answered who were answered within T of the
// arrival of the call, announcements included:
//
//	answered within T of arrival / answered
//
// GB/T 33358-2016 asks for 15 s and does not say from when they count, so there are
// two figures. A call of whose arrival the journal does not tell counts from queueing.
func InTimeFromArrival(s record.Sums) (float64, bool) {
	return ratio(s.InTimeFromArrival, s.Answered)
}

// InTimeFromQueueing is the share of the answered who were answered within T of
// joining the first queue of the place:
//
//	answered within T of queueing / answered
func InTimeFromQueueing(s record.Sums) (float64, bool) { return ratio(s.InTime, s.Answered) }

// ServiceLevel is the service level (服务水平) in its strict form, which counts every
// caller:
//
//	answered within T / (offered - waiting)
func ServiceLevel(s record.Sums) (float64, bool) { return ratio(s.InTime, decided(s)) }

// ServiceLevelPatient is the service level in its other common form, which leaves out
// who gave up before the time was over, and who overflowed:
//
//	answered within T / (answered + abandoned after T)
func ServiceLevelPatient(s record.Sums) (float64, bool) {
	return ratio(s.InTime, s.Answered+s.AbandonedLate)
}

// Abandonment (放弃率) is the share of callers who hung up, short ones too:
//
//	abandoned / (offered - waiting)
func Abandonment(s record.Sums) (float64, bool) { return ratio(s.Abandoned, decided(s)) }

// AbandonmentShort is the part of it that was short:
//
//	abandoned at once / (offered - waiting)
func AbandonmentShort(s record.Sums) (float64, bool) { return ratio(s.Short, decided(s)) }

// AbandonmentPatient is the abandonment as if the short ones had not called:
//
//	(abandoned - at once) / (offered - waiting - at once)
func AbandonmentPatient(s record.Sums) (float64, bool) {
	return ratio(s.Abandoned-s.Short, decided(s)-s.Short)
}

// ASA (平均应答速度) is the mean wait, in seconds, from joining the first queue of the
// place to a seat's answer, of those who were answered.
func ASA(s record.Sums) (float64, bool) { return seconds(s.AnswerWait, s.Answered) }

// MeanWait is the mean wait, in seconds, of all who no longer wait, whatever ended it.
func MeanWait(s record.Sums) (float64, bool) { return seconds(s.Wait, decided(s)) }

// LongestWait is the longest wait, in seconds, of those who no longer wait.
func LongestWait(s record.Sums) (float64, bool) {
	return float64(s.LongestWait) / 1000, decided(s) > 0
}

// LongestWaiting is how long he who waits longest has waited until now, in seconds.
func LongestWaiting(s record.Sums) (float64, bool) {
	return float64(s.LongestWaiting) / 1000, s.Waiting > 0
}

// CallbacksListed counts the callers put on the callback list in the span, asked for
// or missed; who was on it already is not counted again.
func CallbacksListed(s record.Sums) (float64, bool) { return count(s.Listed) }

// CallbacksReached counts those of them who were reached since, or called again and
// were answered.
func CallbacksReached(s record.Sums) (float64, bool) { return count(s.Reached) }

// CallbacksGivenUp counts those of them who were given up. The rest is on the list.
func CallbacksGivenUp(s record.Sums) (float64, bool) { return count(s.GivenUp) }

// decided are the callers who no longer wait.
func decided(s record.Sums) int64 { return s.Offered - s.Waiting }

func count(n int64) (float64, bool) { return float64(n), true }

func ratio(part, whole int64) (float64, bool) {
	if whole <= 0 {
		return 0, false
	}
	return float64(part) / float64(whole), true
}

func seconds(ms, of int64) (float64, bool) {
	mean, ok := ratio(ms, of)
	return mean / 1000, ok
}
