package figures

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/record"
)

func queueLog(t require.TestingT, j record.Source, q QueueLog) string {
	var text bytes.Buffer
	require.NoError(t, WriteQueueLog(context.Background(), &text, j, q))
	return text.String()
}

// queueLogOfAShift is the shift, a reload while a seat is at work, a caller who hangs up
// while a seat rings, and one who was not let in.
const queueLogOfAShift = `1767240000|NONE|NONE|NONE|CONFIGRELOAD|
1767240000|NONE|harbin/main|8001|ADDMEMBER|
1767240000|NONE|nation/main|8001|ADDMEMBER|
1767240014|a|harbin/main|NONE|ENTERQUEUE||138******00|1
1767240020|a|harbin/main|8001|RINGNOANSWER|6000
1767240020|NONE|harbin/main|8001|PAUSE|no-answer
1767240020|NONE|nation/main|8001|PAUSE|no-answer
1767240024|NONE|harbin/main|8001|UNPAUSE|
1767240024|NONE|nation/main|8001|UNPAUSE|
1767240026|a|harbin/main|8001|CONNECT|12|leg-2|2
1767240030|b|harbin/main|NONE|ENTERQUEUE||139******78|1
1767240033|b|harbin/main|NONE|ABANDON|1|1|3
1767240033|b|harbin/main|NONE|CALLBACK|LISTED|b-back|139******78
1767240040|c|harbin/main|NONE|ENTERQUEUE||139******78|1
1767240050|d|harbin/main|NONE|ENTERQUEUE||139******78|1
1767240060|c|harbin/main|NONE|ABANDON|1|1|20
1767240086|a|harbin/main|8001|COMPLETECALLER|12|60|1
1767240090|NONE|harbin/main|8001|PAUSE|unreachable
1767240090|NONE|nation/main|8001|PAUSE|unreachable
1767240110|d|harbin/main|NONE|EXITWITHTIMEOUT|1|1|60
1767240120|NONE|harbin/main|8001|UNPAUSE|
1767240120|NONE|nation/main|8001|UNPAUSE|
1767240120|d|nation/main|NONE|ENTERQUEUE||139******78|1
1767240130|d|nation/main|8001|CONNECT|10||10
1767240150|d|nation/main|8001|COMPLETEAGENT|10|20|1
1767240150|NONE|harbin/main|8001|PAUSE|lunch
1767240150|NONE|nation/main|8001|PAUSE|lunch
1767240200|e|harbin/main|NONE|ENTERQUEUE||139******78|1
1767240300|f|harbin/main|NONE|ENTERQUEUE||139******78|1
1767240302|f|harbin/main|NONE|EXITWITHKEY|callback|2|1|2
1767240390|NONE|harbin/main|8001|UNPAUSE|
1767240390|NONE|nation/main|8001|UNPAUSE|
1767240410|x|harbin/main|NONE|CALLBACK|TRIED|b-back|reached
1767240410|NONE|harbin/main|NONE|CALLBACK|REACHED|b-back
1767241000|NONE|harbin/main|8001|REMOVEMEMBER|
1767241000|NONE|nation/main|8001|REMOVEMEMBER|
1767242000|NONE|NONE|NONE|CONFIGRELOAD|
1767242000|NONE|nation/main|8001|ADDMEMBER|
1767242001|NONE|NONE|NONE|CONFIGRELOAD|
1767242001|NONE|nation/main|8001|REMOVEMEMBER|
1767242001|NONE|harbin/main|8001|ADDMEMBER|
1767242002|g|harbin/main|NONE|ENTERQUEUE|||2
1767242003|g|harbin/main|8001|RINGCANCELED|1500
1767242003|g|harbin/main|NONE|ABANDON|2|2|1
1767242004|h|harbin/main|NONE|ENTERQUEUE|||2
1767242004|h|harbin/main|NONE|EXITEMPTY|2|2|0
`

func TestQueueLog(t *testing.T) {
	w := shift(t)
	w.floor("hlj", &acd.RulesLoaded{At: noon + 2_000_000, Rules: acd.Rules{Seats: []acd.Seat{{ID: "8001", Queues: acd.Serving("nation/main")}}}},
		&acd.SeatSignedIn{At: noon + 2_000_000, Seat: "8001"},
		&acd.RulesLoaded{At: noon + 2_001_000, Rules: acd.Rules{Seats: []acd.Seat{{ID: "8001", Queues: acd.Serving("harbin/main")}}}},
		&acd.CallQueued{At: noon + 2_002_000, Call: "g", Queue: "harbin/main", Since: noon + 2_002_000, Position: 2},
		&acd.Offered{At: noon + 2_002_000, Offer: 9, Call: "g", Queue: "harbin/main", Seat: "8001"},
		&acd.OfferEnded{At: noon + 2_003_500, Offer: 9, Call: "g", Seat: "8001", Result: acd.CallerGone},
		&acd.Abandoned{At: noon + 2_003_500, Call: "g", Queue: "harbin/main", Ringing: "8001"},
		&acd.CallQueued{At: noon + 2_004_000, Call: "h", Queue: "harbin/main", Since: noon + 2_004_000, Position: 2},
		&acd.Overflowed{At: noon + 2_004_000, Call: "h", Queue: "harbin/main", Reason: acd.OverflowStaff})
	require.Equal(t, queueLogOfAShift, queueLog(t, w.j, QueueLog{}))
}

// A talk that is passed on ends by a transfer, and is connected again; it is blind if
// its call says so. The number of a caller who asks for confidentiality is in no line,
// not even in those before.
func TestQueueLogOfTalksPassedOn(t *testing.T) {
	text := queueLog(t, passing(t).j, QueueLog{Since: at(1), Numbers: true})
	require.Equal(t, `1767240005|a|harbin/main|NONE|ENTERQUEUE||confidential|1
1767240010|a|harbin/main|8001|CONNECT|5||0
1767240040|a|harbin/main|8001|BLINDTRANSFER|8002||5|30|1
1767240040|a|harbin/main|8002|CONNECT|0||0
1767240058|b|harbin/main|NONE|ENTERQUEUE||13912345678|1
1767240060|b|harbin/main|8001|CONNECT|2||0
1767240065|c|nation/main|NONE|ENTERQUEUE||13912345678|1
1767240070|c|nation/main|8003|CONNECT|5||0
1767240090|c|nation/main|8003|ATTENDEDTRANSFER|BRIDGE|b|5|20|1
1767240090|b|harbin/main|8001|ATTENDEDTRANSFER|BRIDGE|8003|2|30|1
1767240090|b|harbin/main|8003|CONNECT|0||0
1767240100|a|harbin/main|8002|COMPLETECALLER|0|60|1
1767240120|b|harbin/main|8003|COMPLETEAGENT|0|30|1
`, text)
}

// Who is given to a queue or a number outside leaves his seat by a transfer as well.
func TestQueueLogOfATransferOut(t *testing.T) {
	w := shift(t)
	w.call("d", call.Transferred{At: noon + 150_020, Call: "d", From: "8001", To: "010-12345", Way: "blind"})
	text := queueLog(t, w.j, QueueLog{Since: at(131_000), Until: at(151_000)})
	require.Contains(t, text, "1767240150|d|nation/main|8001|BLINDTRANSFER|010-12345||10|20|1\n")
	require.NotContains(t, text, "|COMPLETEAGENT|")
}

// Numbers are masked unless somebody asks for them, and what would break a line is
// taken out.
func TestQueueLogNumbers(t *testing.T) {
	w := newWriter(t)
	w.call("c", call.Arrived{At: noon, Call: "c", From: "13800138000|x\n"})
	w.floor("hlj", &acd.CallQueued{At: noon, Call: "c", Queue: "a|b", Position: 1})
	require.Equal(t, "1767240000|c|a b|NONE|ENTERQUEUE||138*********x |1\n", queueLog(t, w.j, QueueLog{}))
	require.Equal(t, "1767240000|c|a b|NONE|ENTERQUEUE||13800138000 x |1\n", queueLog(t, w.j, QueueLog{Numbers: true}))
}

// Positions and waits count from what was before the span, which is not written.
func TestQueueLogOfASpan(t *testing.T) {
	text := queueLog(t, shift(t).j, QueueLog{Since: at(60_000), Until: at(110_000)})
	require.Equal(t, "1767240060|c|harbin/main|NONE|ABANDON|1|1|20\n1767240086|a|harbin/main|8001|COMPLETECALLER|12|60|1\n1767240090|NONE|harbin/main|8001|PAUSE|unreachable\n1767240090|NONE|nation/main|8001|PAUSE|unreachable\n", text)
}

// TestQueueLogTellsTheSame reads the log of any day as reporting tools do, and
// compares it with the figures.
func TestQueueLogTellsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDay(t)
		d.floors = d.floors[:1] // a call that is on two at once, as no real one, would be one in the log
		l := live(t, d.w.j)
		defer func() { require.NoError(t, l.Close()) }()
		for range 120 {
			d.step()
		}
		compareReports(t, l, queueLog(t, d.w.j, QueueLog{}))
	})
}

func TestQueueLogOfAShiftTellsTheSame(t *testing.T) {
	w := shift(t)
	l := closing(t, live(t, w.j))
	reports := compareReports(t, l, queueLog(t, w.j, QueueLog{}))
	require.Equal(t, queueReport{entered: 6, answered: 1, abandoned: 2, exited: 2, holds: []int{12}}, reports["harbin/main"])
}

// queueReport is what reporting tools tell of a queue.
type queueReport struct {
	entered, answered, abandoned, exited int
	holds                                []int // seconds, of those answered
}

func compareReports(t require.TestingT, l *Live, text string) map[string]queueReport {
	reports := readQueueLog(t, text)
	of := hour()
	of.Since, of.Until, of.Now, of.Place = at(-4*3_600_000), at(100*3_600_000), at(100*3_600_000), record.ByQueue
	rows, err := l.Figures(context.Background(), of)
	require.NoError(t, err)
	for i := range rows {
		value := func(name string) int { return int(rows[i].Value(name).Value) }
		r := reports[rows[i].Place]
		require.Equal(t, []int{value("offered"), value("answered"), value("abandoned"), value("overflowed")},
			[]int{r.entered, r.answered, r.abandoned, r.exited}, rows[i].Place)
		if asa := rows[i].Value("asa_s"); asa.Known {
			sum := 0
			for _, hold := range r.holds {
				sum += hold
			}
			require.InDelta(t, asa.Value, float64(sum)/float64(len(r.holds)), 1) // the log has whole seconds
		}
	}
	return reports
}

// readQueueLog counts each caller of a queue once, as the figures do: who joined it
// again after he was sent away counts from the first time.
func readQueueLog(t require.TestingT, text string) map[string]queueReport {
	type caller struct{ queue, call string }
	type story struct {
		begun, answered int
		fate            string
	}
	stories := map[caller]*story{}
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		require.GreaterOrEqual(t, len(fields), 6, line)
		epoch, err := strconv.Atoi(fields[0])
		require.NoError(t, err, line)
		who, event := caller{fields[2], fields[1]}, fields[4]
		s := stories[who]
		switch {
		case event == "ENTERQUEUE" && s == nil:
			stories[who] = &story{begun: epoch, fate: event}
		case event == "CONNECT" && s.answered == 0:
			s.answered, s.fate = epoch, event
		case s != nil && s.answered == 0 && event != "RINGNOANSWER" && event != "RINGCANCELED" && event != "CALLBACK":
			s.fate = event
		}
	}
	reports := map[string]queueReport{}
	for who, s := range stories {
		r := reports[who.queue]
		r.entered++
		switch s.fate {
		case "CONNECT":
			r.answered++
			r.holds = append(r.holds, s.answered-s.begun)
		case "ABANDON":
			r.abandoned++
		case "EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY":
			r.exited++
		}
		reports[who.queue] = r
	}
	return reports
}
