// Package ivrtest plays written sessions: lines of what happens to a caller and
// lines of what the session does about it.
//
//	→ Start
//	← Enter city/greet
//	← Play 您好
//	→ Key 0
//	← StopPlay
package ivrtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hotline/ivr"
)

// Run gives a session the inputs of a script (its lines that begin with →) and
// returns the script as it went. `→ Restore` resumes the session from its own
// checkpoint.
func Run(prog *ivr.Program, s *ivr.Session, script string) (string, error) {
	var out strings.Builder
	for line := range strings.Lines(script) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "→ ")
		if !ok {
			continue
		}
		fmt.Fprintf(&out, "→ %s\n", text)
		if text == "Restore" {
			var err error
			if s, err = restore(prog, s); err != nil {
				return "", err
			}
			continue
		}
		in, err := input(text)
		if err != nil {
			return "", err
		}
		for _, e := range s.Next(Moment(), in) {
			out.WriteString("← " + Line(e) + "\n")
		}
	}
	return out.String(), nil
}

// restore sends the checkpoint through JSON, as a restart would.
func restore(prog *ivr.Program, s *ivr.Session) (*ivr.Session, error) {
	text, err := json.Marshal(s.Checkpoint())
	if err != nil {
		return nil, err
	}
	var cp ivr.Checkpoint
	if err := json.Unmarshal(text, &cp); err != nil {
		return nil, err
	}
	return ivr.Restore(prog, cp)
}

func input(text string) (ivr.Input, error) {
	name, rest, _ := strings.Cut(text, " ")
	switch name {
	case "Start":
		return ivr.Start{}, nil
	case "Key":
		return ivr.Key{Digit: rest[0]}, nil
	case "PlayEnded":
		return ivr.PlayEnded{}, nil
	case "Timeout":
		return ivr.Timeout{}, nil
	case "View":
		position, waiting, _ := strings.Cut(rest, "/")
		p, err1 := strconv.Atoi(position)
		w, err2 := strconv.Atoi(waiting)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("%q: want View position/waiting", text)
		}
		return ivr.View{Position: p, Waiting: w}, nil
	case "Connected":
		return ivr.Connected{}, nil
	case "Result":
		what, reason, _ := strings.Cut(rest, " ")
		return ivr.Result{What: ivr.Outcome(what), Reason: reason}, nil
	case "HungUp":
		return ivr.HungUp{}, nil
	}
	return nil, fmt.Errorf("%q is no input", text)
}

// Line is an effect as a line of a script, without its arrow.
func Line(e ivr.Effect) string {
	switch e := e.(type) {
	case ivr.Enter:
		return "Enter " + e.Flow + "/" + e.Step
	case ivr.Play:
		return "Play " + strings.Join(e.Texts, " | ")
	case ivr.StopPlay:
		return "StopPlay"
	case ivr.SetTimer:
		return "SetTimer " + e.After.String()
	case ivr.Queue:
		return queueLine(e)
	case ivr.LeaveQueue:
		return "LeaveQueue " + e.Reason
	case ivr.Look:
		return "Look"
	case ivr.Forward:
		return strings.TrimSpace("Forward " + strings.TrimSpace(e.Centre+" "+e.Number))
	case ivr.SeatDo:
		return strings.TrimSpace("SeatDo " + e.Action + " " + e.Reason)
	case ivr.End:
		return "End " + e.Reason
	}
	return fmt.Sprintf("%#v", e)
}

func queueLine(q ivr.Queue) string {
	line := fmt.Sprintf("Queue %s music=%s", q.Queue, q.Music)
	if q.NoSeat {
		line += " no-seat"
	}
	if q.MaxWait > 0 {
		line += " wait=" + q.MaxWait.String()
	}
	if q.MaxCalls > 0 {
		line += fmt.Sprintf(" calls=%d", q.MaxCalls)
	}
	return line
}

// Moment is when written sessions take place: a working Tuesday, half past nine.
func Moment() time.Time {
	return time.Date(2026, time.March, 10, 9, 30, 0, 0, time.FixedZone("CST", 8*60*60))
}
