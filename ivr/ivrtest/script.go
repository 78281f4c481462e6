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
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/ivr"
)

// Run gives a session the inputs of a script (its lines that begin with →) and
// returns the script as it went. `→ Restore` resumes the session from its own
// checkpoint; `→ NewCall` begins anew with another caller.
func Run(prog *ivr.Program, s *ivr.Session, script string) (string, error) {
	var out strings.Builder
	first := s.Checkpoint()
	for line := range strings.Lines(script) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "→ ")
		if !ok {
			continue
		}
		fmt.Fprintf(&out, "→ %s\n", text)
		from, ok := map[string]ivr.Checkpoint{"Restore": s.Checkpoint(), "NewCall": first}[text]
		if ok {
			var err error
			if s, err = restore(prog, from); err != nil {
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
func restore(prog *ivr.Program, from ivr.Checkpoint) (*ivr.Session, error) {
	text, err := json.Marshal(from)
	if err != nil {
		return nil, err
	}
	var cp ivr.Checkpoint
	if err := json.Unmarshal(text, &cp); err != nil {
		return nil, err
	}
	return ivr.Restore(prog, cp)
}

// Line is an effect as a line of a script, without its arrow.
func Line(e ivr.Effect) string {
	switch e := e.(type) {
	case ivr.Enter:
		return enterLine(e)
	case ivr.Play:
		return playLine(e)
	case ivr.StopPlay:
		return "StopPlay"
	case ivr.SetTimer:
		return "SetTimer " + e.After.String()
	case ivr.Queue:
		return queueLine(e)
	case ivr.LeaveQueue:
		return "LeaveQueue " + e.Reason
	case ivr.Look:
		return words("Look", e.Queue)
	case ivr.Forward:
		return words("Forward", e.Centre, named("area", e.Area), e.Number, named("chain", e.Chain))
	case ivr.SeatDo:
		return seatLine(e)
	case ivr.End:
		return "End " + e.Reason
	}
	return otherLine(e)
}

func otherLine(e ivr.Effect) string {
	switch e := e.(type) {
	case ivr.AskHours:
		return "AskHours " + e.Centre
	case ivr.RecordMessage:
		return words("RecordMessage", e.Centre, "max="+e.Max.String(), "silent="+e.Silent.String())
	case ivr.StopRecording:
		return "StopRecording"
	case ivr.KeepMessage:
		return "KeepMessage"
	case ivr.DropMessage:
		return "DropMessage"
	case ivr.RecordTalks:
		return "RecordTalks " + strconv.FormatBool(e.On)
	case ivr.CallBack:
		return words("CallBack", e.Queue, named("number", e.Number), "when="+e.When)
	case ivr.Rate:
		return "Rate " + strconv.Itoa(e.Grade)
	case ivr.Fetch:
		return words("Fetch", e.Method, e.URL, e.Body, "timeout="+e.Timeout.String())
	case ivr.Warn:
		return "Warn " + e.Text
	}
	return fmt.Sprintf("%#v", e)
}

func seatLine(e ivr.SeatDo) string {
	line := words("SeatDo", e.Action, named("seat", e.Seat), named("pin", e.PIN), e.Reason, named("digits", e.Digits), named("number", e.Number))
	if e.By > 0 {
		line += " " + e.By.String()
	}
	return line
}

// words joins what there is.
func words(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " ")
}

func named(name, value string) string {
	if value == "" {
		return ""
	}
	return name + "=" + value
}

// enterLine shows where the caller came from, and by which way.
func enterLine(e ivr.Enter) string {
	line := "Enter " + e.Flow + "/" + e.Step
	if e.From != "" {
		line += " (" + e.From + ": " + e.Way + ")"
	}
	return line
}

func playLine(p ivr.Play) string {
	said := make([]string, len(p.Texts))
	for i, t := range p.Texts {
		said[i] = t.Text
		if t.Lang != "" {
			said[i] = "(" + t.Lang + ") " + t.Text
		}
	}
	line := "Play "
	if p.Slow {
		line = "Play slowly "
	}
	return line + strings.Join(said, " | ")
}

func queueLine(q ivr.Queue) string {
	line := words("Queue", q.Queue, "music="+q.Music, named("needs", needs(q.Needs)), named("prefer", strings.Join(q.Prefer, ",")))
	if q.Priority > 0 {
		line += " priority=" + q.Priority.String()
	}
	return line + limits(q)
}

// needs are skills with their levels.
func needs(all []ivr.Need) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = n.Skill + ":" + strconv.Itoa(n.Level)
	}
	return strings.Join(texts, ",")
}

func limits(q ivr.Queue) (line string) {
	if q.NoSeat {
		line += " no-seat"
	}
	if q.AllPaused {
		line += " all-paused"
	}
	if q.AllBusy {
		line += " all-busy"
	}
	if q.Staff > 0 {
		line += " staff=" + strconv.Itoa(q.Staff)
	}
	if q.MaxWait > 0 {
		line += " wait=" + q.MaxWait.String()
	}
	if q.MaxCalls > 0 {
		line += " calls=" + strconv.Itoa(q.MaxCalls)
	}
	if q.Expected > 0 {
		line += " expected=" + q.Expected.String()
	}
	return line
}

// Moment is when written sessions take place: a working Tuesday, half past nine.
func Moment() time.Time {
	return time.Date(2026, time.March, 10, 9, 30, 0, 0, time.FixedZone("CST", 8*60*60))
}
