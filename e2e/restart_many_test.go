package e2e

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/softphone"
)

const talkQueue = "88620021" // the queue "talk" at once, without announcements

// manyCalls is how many calls are under way when the engine is killed: CALLS says
// otherwise.
func manyCalls(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CALLS")
	if text == "" {
		return 100
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, "CALLS")
	require.GreaterOrEqual(t, n, 10, "CALLS")
	return n
}

// The engine is killed under many calls and started again. How long it took until it
// was ready and until the last call was taken up is printed; what must be right is that
// nobody lost anything.
func TestTheEngineIsKilledUnderManyCalls(t *testing.T) {
	n := manyCalls(t)
	s := newScene(t)
	old := s.serve()
	talking, seats := s.threeTalks()
	crowd := s.throng()
	waiting := n * 6 / 10
	crowd.call(talkQueue, 1, waiting)
	chooser := s.dialFrom(s.caller(), menu, softphone.DialOptions{From: "13700000001"})
	crowd.call(menu, waiting+1, n-waiting-len(talking)-1)
	s.eventually("all are in", func() bool { return metric(old, "hotline_calls_active") == float64(n) })
	longest := metric(old, longestWait)
	old.kill(s)
	before := s.inLine()
	require.Len(t, before, waiting)

	begun := time.Now()
	next := s.serve()
	again := next.log.said(s, n, "call taken up again")
	t.Logf("%d calls: %s", n, startTimes(next, begun, again))
	for _, line := range again {
		require.Contains(t, line, "still_there=true")
	}
	chooser.SkipToNow()
	s.hears(chooser, question)
	for i := range talking {
		s.talk(talking[i], seats[i])
	}
	require.Equal(t, float64(n), metric(next, "hotline_calls_active"))
	require.Equal(t, float64(waiting), metric(next, `hotline_queue_calls_waiting{floor="harbin",queue="harbin/talk"}`))
	require.Greater(t, metric(next, longestWait), longest, "they kept their age")

	require.Equal(t, before, s.inLine(), "everybody kept his place and age")

	s.firstComeFirst(next, talking[0], seats[0], before)
	crowd.leave()
	require.NoError(t, chooser.Hangup(s.ctx))
	for i := range talking[1:] {
		require.NoError(t, talking[1+i].Hangup(s.ctx))
		s.over(seats[1+i])
	}
	s.eventually("all calls are over, and no seat is busy", func() bool {
		said := next.get("/metrics")
		return strings.Contains(said, "\nhotline_calls_active 0\n") && !busySeats.MatchString(said)
	})
	outcomes := map[call.Outcome]int{}
	for _, r := range s.records() {
		outcomes[r.Outcome]++
	}
	answered, menu, queue := outcomes[call.Answered], outcomes[call.AbandonedInMenu], outcomes[call.AbandonedInQueue]+outcomes[call.AbandonedRinging]
	require.Equal(t, len(talking)+followers, answered, "%v", outcomes)
	require.Equal(t, n, answered+menu+queue, "%v", outcomes)
	require.GreaterOrEqual(t, queue, waiting-followers, "%v", outcomes)
}

const longestWait = `hotline_queue_longest_wait_seconds{floor="harbin",queue="harbin/talk"}`

// threeTalks lets three seats talk; the first with a caller of the queue "talk".
func (s *scene) threeTalks() (callers, seats []*softphone.Call) {
	s.Helper()
	for i, to := range []struct{ seat, number string }{{"8021", talkQueue}, {"8001", direct}, {"8002", direct}} {
		phone := s.phoneOf(to.seat)
		require.NoError(s, phone.Register(s.ctx))
		caller := s.dialFrom(s.caller(), to.number, softphone.DialOptions{From: "1380000000" + strconv.Itoa(i)})
		callers, seats = append(callers, caller), append(seats, s.answers(phone, caller))
	}
	return callers, seats
}

// place is where a caller of the queue "talk" stands in line.
type place struct {
	call, from string
	since      int64
}

// inLine reads from the journal who waits in the queue "talk", who waits longest first.
func (s *scene) inLine() (line []place) {
	s.Helper()
	reader, err := journal.OpenReader(s.ctx, s.data)
	require.NoError(s, err)
	defer reader.Close()
	floor, from := acd.New("harbin"), map[string]string{}
	require.NoError(s, reader.Read(s.ctx, 0, func(g journal.Group) error {
		for _, e := range g.Facts {
			if g.Stream == journal.FloorPrefix+"harbin" {
				f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
				if err != nil {
					return err
				}
				acd.Fold(floor, f)
			} else if f, err := call.DecodeFact(e.Kind, e.Version, e.Data); err == nil {
				if f, ok := f.(call.Arrived); ok {
					from[f.Call] = f.From
				}
			}
		}
		return nil
	}))
	for _, c := range floor.Calls() {
		if c.Queue == "harbin/talk" && c.State == acd.CallWaiting {
			line = append(line, place{call: c.ID, from: from[c.ID], since: c.Since})
		}
	}
	slices.SortFunc(line, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.call, b.call))
	})
	return line
}

// followers is how many callers of the queue come to a seat after the restart.
const followers = 3

// firstComeFirst ends a seat's talk, and sees who is offered to it after that: those who
// have waited longest.
func (s *scene) firstComeFirst(v *serve, caller, seat *softphone.Call, line []place) {
	s.Helper()
	phone := s.phones[0]
	for i := range followers {
		require.NoError(s, seat.Hangup(s.ctx))
		if i == 0 {
			s.over(caller)
		}
		seat = s.rings(phone)
		at := slices.IndexFunc(line, func(p place) bool { return p.from == seat.From().User })
		require.GreaterOrEqual(s, at, 0, seat.From().User)
		require.Equal(s, line[0].since, line[at].since, "%s is not the first", seat.From().User)
		line = slices.Delete(line, at, at+1)
		require.NoError(s, seat.Answer(s.ctx))
		s.eventually("they talk", func() bool { return metric(v, "hotline_call_wait_seconds_count") == float64(i+1) })
	}
}

// metric is one number that an engine shows; -1 = it is not there.
func metric(v *serve, name string) float64 {
	for line := range strings.Lines(v.get("/metrics")) {
		if text, ok := strings.CutPrefix(line, name+" "); ok {
			if n, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil {
				return n
			}
		}
	}
	return -1
}

var logTime = regexp.MustCompile(`^time=(\S+)`)

// startTimes tells what a start came to when, from the start of the process.
func startTimes(v *serve, begun time.Time, again []string) string {
	after := func(line string) time.Duration {
		m := logTime.FindStringSubmatch(line)
		if m == nil {
			return -1
		}
		at, _ := time.Parse(time.RFC3339Nano, m[1])
		return at.Sub(begun).Round(time.Millisecond)
	}
	last := after(again[0])
	for _, line := range again {
		last = max(last, after(line))
	}
	return fmt.Sprintf("linked after %s, ready after %s, the last call taken up after %s",
		after(v.log.line("linked to Asterisk")), after(v.log.line("ready for calls")), last)
}
