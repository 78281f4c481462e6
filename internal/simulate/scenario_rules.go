package simulate

import (
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/form"
)

const (
	mostOften  = 98
	mostMemory = 30 * day
	mostPeople = 100_000_000
)

// ruleSettings are the distributor's rules for a queue, in the words of a centre's file.
// What is not said is as in the tree.
func ruleSettings(q *Queue) []form.Setting {
	r := &q.Rules
	return slices.Concat([]form.Setting{
		form.Choice("strategy", "Which of its idle seats is asked first; without it as in the tree, or longest-idle.", &r.Strategy, acd.Strategies()...),
		form.Span("weight", "A head start of its calls before those of other queues of a seat.", 0, mostWait, &r.Weight),
		skills("needs", "Skills that a seat must have for any call: {粤语: 1}.", 1, &r.Needs),
		prefer(&r.Prefer),
		form.Levels("Seats of levels 1 to this one are asked; without it as in the tree, or all.", form.MostLevel, 0, &r.Levels),
		relaxSetting(q),
		group("reserve", "When the seats in reserve are called.", func() { r.Pressed = acd.Pressure{} },
			form.Count("waiting", "So many callers wait.", 1, mostWaiting, &r.Pressed.Waiting),
			form.Span("wait", "One has waited for so long.", time.Second, mostWait, &r.Pressed.Wait)),
		form.QueueWrapUp("Time for notes after each talk; without it as in the tree, or none.", mostWrapUp,
			func(w form.WrapUp) { r.WrapUp, r.WrapUpMode, r.WrapUpMost = w.Time, w.Mode, w.Most }),
		form.Choice("wrap-up-ends", "What ends a wrap-up, where that alone is other than in the tree: its time (fixed), its time and what seats add (extendable), or only the seat (until-ended).", &r.WrapUpMode, "fixed", acd.WrapUpExtendable, acd.WrapUpUntilEnded),
		times("wrap-up-takes", "How long seats want to take after a talk; as long as they are given without it.", &q.WrapUp),
	}, memorySettings(r))
}

func memorySettings(r *acd.Queue) []form.Setting {
	c := &r.Callback
	return []form.Setting{
		form.Group("last-seat", "Who calls again gets the seat he spoke to last.", nil,
			form.Span("within", "For so long the seat is remembered.", time.Second, mostMemory, &r.LastSeat),
			form.Span("wait", "For so long he waits for that seat alone while it is busy.", 0, mostWait, &r.LastWait)),
		form.Span("return", "Who gave up and calls again within this time has the old place.", 0, mostWait, &r.Return),
		group("no-answer", "What becomes of a seat that does not answer; paused at once without it.", func() { r.Missed = acd.Missed{} },
			form.Count("after", "So many misses in a row, then then:; after fewer it rests.", 1, mostOften, &r.Missed.After),
			form.Choice("then", "pause: until it is ready again; rest: for a while; sign-out.", &r.Missed.Then, "pause", acd.MissedRest, acd.MissedSignOut),
			form.Span("rest", "How long it rests; 10s without it.", time.Second, mostWrapUp, &r.Missed.Rest)),
		group("callback", "Who is called back, and how.", func() { *c = acd.CallbackRules{} },
			form.Yes("missed", "yes: who gives up is called back.", &c.Missed),
			form.Count("attempts", "Calls that are made before it is given up; 3 without it.", 1, mostOften, &c.Attempts),
			form.Span("pause", "From one of them to the next; 10m without it.", time.Second, mostWait, &c.Pause),
			form.Span("least", "If he has waited for so long.", 0, mostWait, &c.Least),
			form.Span("delay", "Not before this time is over.", 0, mostWait, &c.Delay),
			form.Span("patience", "So long everybody who waits comes first; 30m without it.", time.Second, mostWait, &c.Patience),
			form.Count("spare", "Idle seats that are left for callers.", 1, MaxSeats, &c.Spare)),
	}
}

func relaxSetting(q *Queue) form.Setting {
	first := true
	return list("relax", "Other needs and levels for a caller who waits on, one stage after the other.", func() ([]form.Setting, func()) {
		stage := acd.Stage{}
		settings := []form.Setting{
			form.Span("after", "From this wait on.", time.Second, mostWait, &stage.After),
			form.Levels("Seats of levels 1 to this one are asked from now on, or all.", acd.AllLevels, acd.AllLevels, &stage.Levels),
			skills("needs", "New levels of skills that were needed; 0: no longer needed.", 0, &stage.Needs),
		}
		return settings, func() {
			if first {
				q.Rules.Relax, first = nil, false
			}
			q.Rules.Relax = append(q.Rules.Relax, stage)
		}
	})
}

// callerSettings are what callers bring besides times.
func callerSettings(s *Stream) []form.Setting {
	again, back := &Again{}, UsualBack()
	return []form.Setting{
		list("callers", "What some of the callers need: [{share: 20%, needs: {粤语: 1}}].", func() ([]form.Setting, func()) {
			need := &Need{}
			return []form.Setting{
				share("share", "How many of them.", &need.Share),
				skills("needs", "Skills that a seat must have, besides those of the queue.", 1, &need.Needs),
				prefer(&need.Prefer),
			}, func() { s.Needs = append(s.Needs, *need) }
		}),
		form.Count("people", "So many people call, again and again; everybody once without it.", 1, mostPeople, &s.People),
		group("call-again", "Who gives up calls again.", func() { s.Again = again },
			share("share", "How many of them, each time.", &again.Share),
			times("after", "How long after.", &again.After)),
		group("called-back", "How callers are when they are called back.", func() { s.Back = back },
			share("answer", "The share of calls that they answer; 60% without it.", &back.Answer),
			lasting("ring", "How long it rings until nobody has answered; 30s without it.", time.Second, mostRing, &back.Ring)),
	}
}
