package bench

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Leg is one SIP dialog as one end of it saw it. Moments are microseconds since 1970; 0 =
// it did not happen.
type Leg struct {
	ID     string // Call-ID
	User   string // who was called: the user part of the INVITE's address
	Began  int64  // the first INVITE
	Talked int64  // its 200
	Ended  int64  // the first BYE, or the refusal
	Code   int    // of the refusal; 0 = there was none
}

// Trace is what one SIPp saw.
type Trace struct {
	Legs     []Leg // in the order of their beginnings
	Messages int
	Repeated int // messages that had been there before, either way: retransmissions
}

// ReadTrace reads what SIPp wrote with -trace_shortmsg and -rfc3339: the moment, S or R for
// sent and received, Call-ID, CSeq and first line, with tabs between them.
func ReadTrace(r io.Reader) (Trace, error) {
	var t Trace
	index := map[string]int{}
	seen := map[string]bool{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		fields := strings.SplitN(lines.Text(), "\t", 5)
		if len(fields) < 5 {
			continue // the last line of a SIPp that was ended
		}
		at, err := time.Parse(time.RFC3339Nano, fields[0])
		if err != nil {
			return t, fmt.Errorf("trace, line %d: the moment of a message: %w", n, err)
		}
		id, start := fields[2], fields[4]
		t.Messages++
		if key := strings.Join(fields[1:], "\t"); seen[key] {
			t.Repeated++
		} else {
			seen[key] = true
		}
		at64 := at.UnixMicro()
		i, known := index[id]
		if !known {
			if !strings.HasPrefix(start, "INVITE ") {
				continue
			}
			i = len(t.Legs)
			index[id] = i
			t.Legs = append(t.Legs, Leg{ID: id, User: user(start), Began: at64})
		}
		t.Legs[i].take(at64, fields[3], start)
	}
	return t, lines.Err()
}

// take lets one message of its dialog happen.
func (l *Leg) take(at int64, cseq, start string) {
	if strings.HasPrefix(start, "BYE ") && l.Ended == 0 {
		l.Ended = at
		return
	}
	reply, ok := strings.CutPrefix(start, "SIP/2.0 ")
	if !ok || !strings.HasSuffix(cseq, " INVITE") {
		return
	}
	word, _, _ := strings.Cut(reply, " ")
	code, _ := strconv.Atoi(word)
	switch {
	case code < 200:
	case code < 300:
		if l.Talked == 0 {
			l.Talked = at
		}
	case l.Ended == 0 && l.Talked == 0:
		l.Code, l.Ended = code, at
	}
}

// user is the user part of the first SIP address in a line.
func user(line string) string {
	_, rest, _ := strings.Cut(line, "sip:")
	name, _, _ := strings.Cut(rest, "@")
	return name
}

// ReadNames reads which caller a seat's leg was about: a Call-ID and a number each line.
func ReadNames(r io.Reader) (map[string]string, error) {
	names := map[string]string{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if id, number, ok := strings.Cut(strings.TrimSpace(lines.Text()), " "); ok {
			names[id] = number
		}
	}
	return names, lines.Err()
}
