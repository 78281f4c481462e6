package chaos

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// message is one of a trace.
type message struct {
	at   int64
	sent bool
	text string
}

// ReadTrace reads what SIPp wrote with -trace_msg. The legs are those of callers, or, if
// seats is set, of telephones that rang; they come in the order of their beginnings.
func ReadTrace(r io.Reader, machine string, seats bool) ([]Leg, error) {
	in := bufio.NewReader(r)
	dialogs := map[string]*Leg{}
	var order []*Leg
	for {
		m, err := nextMessage(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		id := header(m.text, "Call-ID")
		leg := dialogs[id]
		if leg == nil {
			if !strings.HasPrefix(m.text, "INVITE ") {
				continue
			}
			leg = &Leg{ID: id, Machine: machine, Began: m.at, Caller: user(header(m.text, "From"))}
			if seats {
				leg.Seat = user(m.text)
			}
			dialogs[id] = leg
			order = append(order, leg)
		}
		leg.take(m)
	}
	legs := make([]Leg, len(order))
	for i, leg := range order {
		legs[i] = *leg
	}
	return legs, nil
}

// take lets one message of its dialog happen.
func (l *Leg) take(m message) {
	switch word, rest, _ := strings.Cut(m.text, " "); word {
	case "ACK":
		if l.Answered != 0 && l.Confirmed == 0 {
			l.Confirmed = m.at
		}
	case "BYE", "CANCEL":
		l.end(m, word == "BYE" || l.Answered == 0)
	case "SIP/2.0":
		code, _, _ := strings.Cut(rest, " ")
		if method := header(m.text, "CSeq"); strings.HasSuffix(method, "INVITE") {
			l.reply(m, code)
		}
	}
}

func (l *Leg) reply(m message, text string) {
	code, _ := strconv.Atoi(text)
	switch {
	case code < 200:
	case code < 300:
		if l.Answered == 0 {
			l.Answered = m.at
		}
	case l.Answered == 0 && l.Ended == 0:
		l.Code = code
		l.end(m, true)
	}
}

// end notes the first end; a CANCEL after the answer comes too late to be one.
func (l *Leg) end(m message, counts bool) {
	if !counts || l.Ended != 0 {
		return
	}
	l.Ended, l.By = m.at, Far
	if m.sent {
		l.By = Phone
	}
}

// nextMessage reads a line of dashes and the moment, one that says which way and how
// many bytes, an empty one, and so many bytes.
func nextMessage(in *bufio.Reader) (m message, err error) {
	var line, moment string
	for moment == "" { // dashes alone begin a remark of SIPp's about the message before
		if line, err = in.ReadString('\n'); err != nil {
			return m, io.EOF // a last line that is not whole says nothing
		}
		if dashes, rest, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(dashes, "-----") {
			moment = rest
		}
	}
	at, err := time.Parse(time.RFC3339Nano, moment)
	if err != nil {
		return m, fmt.Errorf("trace: the moment of a message: %w", err)
	}
	m.at = at.UnixMilli()
	if line, err = in.ReadString('\n'); err != nil {
		return m, io.EOF
	}
	m.sent = strings.Contains(line, " sent ")
	_, count, _ := strings.Cut(line, "[")
	count, _, _ = strings.Cut(count, "]")
	size, err := strconv.Atoi(count)
	if err != nil {
		return m, fmt.Errorf("trace: the size of a message: %q", strings.TrimSpace(line))
	}
	if _, err = in.ReadString('\n'); err != nil {
		return m, io.EOF
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(in, body); err != nil {
		return m, io.EOF // it was being written as its writer ended
	}
	m.text = string(body)
	return m, nil
}

// header is the value of the first header of a name.
func header(text, name string) string {
	for line := range strings.SplitSeq(text, "\n") {
		key, value, ok := strings.Cut(line, ":")
		if ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// user is the user part of the first SIP address in a text.
func user(text string) string {
	_, rest, _ := strings.Cut(text, "sip:")
	name, _, _ := strings.Cut(rest, "@")
	return name
}
