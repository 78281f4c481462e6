package acd

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func readInput(t *testing.T, s *State, line string) Input {
	t.Helper()
	w := &words{t, strings.Fields(line)}
	at := dawn + w.ms()
	switch verb := w.next(); verb {
	case "rules":
		return LoadRules{at, readRules(w)}
	case "enqueue":
		return readEnqueue(w, at)
	case "hang-up":
		return HangUp{at, w.next()}
	case "leave":
		return Leave{at, w.next(), strings.Join(w.list, " ")}
	case "answer":
		return SeatAnswered{at, w.offer(s)}
	case "fail":
		return OfferFailed{at, w.offer(s), OfferEnd(w.next())}
	case "talk-over":
		return TalkOver{at, w.next(), Party(w.next())}
	case "pass": // <call> to <seat>, by <call>
		in := PassTalk{At: at, Call: w.next(), To: w.next()}
		if len(w.list) > 0 {
			in.By = w.next()
		}
		return in
	case "move":
		var to SeatState
		call := w.next()
		require.NoError(t, to.UnmarshalText([]byte(w.next())))
		return MoveTalk{at, call, to}
	case "priority":
		return Reprioritise{at, w.next(), w.ms()}
	case "ask":
		return readAsk(w, at)
	case "called-back":
		return CallbackOver{at, w.next(), CallbackEnd(w.next())}
	case "hours":
		return readHours(w, at)
	case "machine-lost":
		return MachineLost{at, w.next()}
	case "machine-back":
		return MachineBack{at, w.next()}
	case "cut-off":
		return CutOff{at, w.next()}
	case "tick":
		return Tick{at}
	default:
		return readSeatInput(w, at, verb)
	}
}

func readSeatInput(w *words, at int64, verb string) Input {
	seat := w.next()
	switch verb {
	case "sign-in":
		return SignIn{at, seat, w.rest()}
	case "sign-out":
		return SignOut{at, seat}
	case "pause":
		return Pause{at, seat, w.next()}
	case "ready":
		return Ready{at, seat}
	case "lost":
		return Reach{at, seat, true}
	case "found":
		return Reach{at, seat, false}
	case "occupy":
		return Occupy{at, seat, w.next()}
	case "vacate":
		in := Vacate{At: at, Seat: seat, Call: w.next()}
		if len(w.list) > 0 {
			in.WrapUp = w.ms()
		}
		return in
	case "extend":
		return ExtendWrapUp{at, seat, w.ms()}
	default:
		w.t.Fatalf("unknown input %q", verb)
		return nil
	}
}

// readHours reads "hours q 10-20 30-40".
func readHours(w *words, at int64) Input {
	in := SetHours{At: at, Queue: w.next()}
	for _, window := range w.list {
		span := &words{w.t, strings.Split(window, "-")}
		in.Open = append(in.Open, Window{dawn + span.ms(), dawn + span.ms()})
	}
	return in
}

func readEnqueue(w *words, at int64) Input {
	in := Enqueue{At: at, Call: w.next(), Queue: w.next(), Since: at}
	for len(w.list) > 0 {
		switch option := w.next(); option {
		case "since":
			in.Since = dawn + w.ms()
		case "priority":
			in.Priority = w.ms()
		case "from":
			in.From = w.next()
		case "home":
			in.Home = w.next()
		case "needs":
			in.Needs = readSkills(w.t, w.next())
		case "prefer":
			in.Prefer = strings.Split(w.next(), "+")
		default:
			readLimit(w, &in.Limits, option)
		}
	}
	return in
}

func readLimit(w *words, l *Limits, option string) {
	switch option {
	case "no-seat":
		l.NoSeat = true
	case "all-paused":
		l.AllPaused = true
	case "all-busy":
		l.AllBusy = true
	case "staff":
		l.Staff = w.number()
	case "wait":
		l.Wait = w.ms()
	case "size":
		l.Size = w.number()
	case "expected":
		l.Expected = w.ms()
	default:
		w.t.Fatalf("unknown option %q", option)
	}
}

// readAsk reads "ask <callback> <number> <queue> since 1 due 9".
func readAsk(w *words, at int64) Input {
	in := AskCallback{At: at, Callback: w.next(), Number: w.next(), Queue: w.next(), Of: "caller"}
	for len(w.list) > 0 {
		switch option := w.next(); option {
		case "since":
			in.Since = dawn + w.ms()
		case "due":
			in.Due = dawn + w.ms()
		case "home":
			in.Home = w.next()
		case "missed":
			in.Missed = true
		default:
			w.t.Fatalf("unknown option %q", option)
		}
	}
	return in
}

// readSkills reads "sign=2+law"; a skill without a level has 1.
func readSkills(t *testing.T, text string) (all []Skill) {
	for _, word := range strings.Split(text, "+") {
		name, level, ok := strings.Cut(word, "=")
		skill := Skill{name, 1}
		if ok {
			n, err := strconv.Atoi(level)
			require.NoError(t, err, word)
			skill.Level = n
		}
		all = append(all, skill)
	}
	return all
}
