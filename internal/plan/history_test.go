package plan

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// diary is a journal that a test writes.
type diary struct {
	t   *testing.T
	dir string
	j   *journal.SQLite
}

func newDiary(t *testing.T) *diary {
	dir := t.TempDir()
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return &diary{t, dir, j}
}

func (d *diary) tell(stream, about string, kind string, version int, fact any) {
	e, err := journal.EntryOf(kind, version, fact)
	require.NoError(d.t, err)
	require.NoError(d.t, d.j.Append(d.t.Context(), &journal.Group{Stream: stream, Call: about, Facts: []journal.Entry{e}}))
}

func (d *diary) call(id string, f call.Fact) {
	d.tell(journal.CallStream(id), id, f.Kind(), call.FactVersion, f)
}

func (d *diary) floor(f acd.Fact) {
	d.tell(journal.FloorStream("hlj"), "", f.Kind(), acd.FactVersion, f)
}

// visit is one call in seconds after its arrival: queued, answered, talk's end, the end
// of wrap-up, the call's end. A negative one has not happened.
type visit struct {
	id, queue, of, trunk                    string
	queued, answered, talked, wrapped, ends int64
}

func (d *diary) visit(arrived time.Time, v visit) {
	at := func(s int64) int64 { return arrived.UnixMilli() + s*1000 }
	d.call(v.id, call.Arrived{At: at(0), Call: v.id, Trunk: v.trunk, Of: v.of})
	if v.queued >= 0 {
		d.floor(&acd.CallQueued{At: at(v.queued), Call: v.id, Queue: v.queue})
	}
	if v.answered >= 0 {
		d.floor(&acd.Answered{At: at(v.answered), Call: v.id, Queue: v.queue, Seat: "s", Waited: (v.answered - v.queued) * 1000})
		d.floor(&acd.TalkEnded{At: at(v.talked), Call: v.id, Queue: v.queue, Seat: "s", Talked: (v.talked - v.answered) * 1000, WrapUpUntil: at(999)})
		d.floor(&acd.WrapUpEnded{At: at(v.wrapped), Seat: "s"})
	} else if v.queued >= 0 {
		d.floor(&acd.Abandoned{At: at(v.ends), Call: v.id, Queue: v.queue})
	}
	d.call(v.id, call.Ended{At: at(v.ends), Call: v.id, Outcome: "answered"})
}

// monday is midnight of 12 October 2026 in China.
func monday() time.Time {
	return time.Date(2026, 10, 12, 0, 0, 0, 0, time.FixedZone("CST", 8*60*60))
}

func TestHistoryCountsWhatTheJournalHas(t *testing.T) {
	d := newDiary(t)
	at := func(days, hours, minutes int) time.Time {
		return monday().AddDate(0, 0, days).Add(time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
	}
	answered := visit{queue: "harbin/advice", trunk: "t", queued: 10, answered: 20, talked: 140, wrapped: 170, ends: 140}
	lost := visit{queue: "harbin/advice", trunk: "t", queued: 10, answered: -1, ends: 40}
	with := func(v visit, id string) visit { v.id = id; return v }

	d.visit(at(-8, 9, 0), with(answered, "before the weeks")) // so the weeks are whole
	d.visit(at(-7, 9, 0), with(answered, "a"))
	d.visit(at(-7, 9, 29), with(lost, "b"))
	d.visit(at(-7, 9, 30), with(answered, "c"))
	late := with(answered, "joins in the next half hour")
	late.queued, late.answered, late.talked, late.wrapped, late.ends = 90, 100, 220, 250, 220
	d.visit(at(-6, 9, 29), late)
	d.visit(at(-6, 11, 0), visit{id: "heard the hours", trunk: "t", queued: -1, answered: -1, ends: 25})
	back := with(answered, "called back")
	back.of, back.trunk = "b", ""
	d.visit(at(-7, 15, 0), back)
	other := with(answered, "other queue")
	other.queue = "harbin/law"
	d.visit(at(-5, 9, 0), other)
	d.visit(at(0, 9, 0), with(answered, "today"))

	days, err := History(t.Context(), d.dir, Weeks{Until: at(0, 14, 0), Weeks: 1, Queue: ""})
	require.NoError(t, err)
	require.Len(t, days, 7)
	mon, tue, wed := days[0], days[1], days[2]
	require.Equal(t, []string{"mon", "tue", "wed", "sun"}, []string{mon.Name, tue.Name, wed.Name, days[6].Name})
	aht := 150 * time.Second // two minutes of talk, half a minute of wrap-up
	require.InDelta(t, 2, mon.HalfHours[18].Calls, 1e-9)
	require.Equal(t, aht, mon.HalfHours[18].AHT)
	require.InDelta(t, 1, mon.HalfHours[19].Calls, 1e-9)
	require.Zero(t, mon.HalfHours[30].Calls) // called back: not a new caller
	require.InDelta(t, 1, mon.HalfHours[30].Lines, 1e-9)
	require.Zero(t, tue.HalfHours[18].Calls)
	require.InDelta(t, 1, tue.HalfHours[18].Lines, 1e-9)
	require.InDelta(t, 1, tue.HalfHours[19].Calls, 1e-9)
	require.Zero(t, tue.HalfHours[22].Calls)
	require.InDelta(t, 1, tue.HalfHours[22].Lines, 1e-9)
	require.InDelta(t, 1, wed.HalfHours[18].Calls, 1e-9)
	// On the line without waiting: four calls 130 s, one 210 s (80 s more before it
	// queued), one 10 s (30 s of 40 were a wait), one 25 s.
	require.Equal(t, (4*130+210+10+25)*time.Second/7, mon.HalfHours[18].OnLine)

	days, err = History(t.Context(), d.dir, Weeks{Until: at(0, 14, 0), Weeks: 1, Queue: "harbin/law"})
	require.NoError(t, err)
	require.Zero(t, days[0].HalfHours[18].Calls)
	require.InDelta(t, 1, days[2].HalfHours[18].Calls, 1e-9)

	days, err = History(t.Context(), d.dir, Weeks{Until: at(0, 14, 0), Weeks: 1, AHT: time.Minute})
	require.NoError(t, err)
	require.Equal(t, time.Minute, days[0].HalfHours[18].AHT)

	_, err = History(t.Context(), d.dir, Weeks{Until: at(0, 14, 0), Weeks: 1, Queue: "harbin/advise"})
	require.EqualError(t, err, `no call in these weeks came to the queue "harbin/advise"; did you mean "harbin/advice"?`)
}

// A journal that begins in the middle says nothing about the days before.
func TestHistoryOfAYoungJournal(t *testing.T) {
	d := newDiary(t)
	v := visit{queue: "q", trunk: "t", queued: 0, answered: 0, talked: 60, wrapped: 60, ends: 60}
	for i, day := range []int{-10, -3, -3} { // two Fridays
		v.id = string(rune('a' + i))
		d.visit(monday().AddDate(0, 0, day).Add(9*time.Hour), v)
	}
	days, err := History(t.Context(), d.dir, Weeks{Until: monday(), Weeks: 4})
	require.NoError(t, err)
	require.Len(t, days, 7)
	require.Equal(t, "fri", days[4].Name)
	require.InDelta(t, 1.5, days[4].HalfHours[18].Calls, 1e-9) // three on two Fridays, not on four

	days, err = History(t.Context(), d.dir, Weeks{Until: monday().AddDate(0, 0, -8), Weeks: 4})
	require.NoError(t, err)
	require.Len(t, days, 2) // Friday and Saturday are all there was
}

func TestHistoryOfNothing(t *testing.T) {
	d := newDiary(t)
	_, err := History(t.Context(), d.dir, Weeks{Until: monday(), Weeks: 2})
	require.ErrorContains(t, err, "has no finished call from 2026-09-28 to before 2026-10-12: take more --weeks")

	d.visit(monday().AddDate(0, 0, -1), visit{id: "a", queue: "q", trunk: "t", queued: 0, answered: -1, ends: 5})
	_, err = History(t.Context(), d.dir, Weeks{Until: monday(), Weeks: 2})
	require.ErrorContains(t, err, "say it with --aht")

	_, err = History(t.Context(), t.TempDir(), Weeks{Until: monday(), Weeks: 2})
	require.ErrorContains(t, err, "there is no journal in")
}

func TestHalfHoursWithEnoughCallsHaveTheirOwnMean(t *testing.T) {
	var m means
	for range enough {
		m.add(3, 4*time.Minute)
		m.add(4, 2*time.Minute)
	}
	m.add(5, time.Hour)
	require.Equal(t, 4*time.Minute, m.at(3))
	require.Equal(t, 2*time.Minute, m.at(4))
	require.Equal(t, m.all.of(), m.at(5))
	require.Zero(t, mean{}.of())
}

// The seat's signing out ends its wrap-up; a talk without one has none.
func TestWrapUps(t *testing.T) {
	w := wraps{since: map[seat]begun{}, of: map[string]time.Duration{}}
	for _, f := range []acd.Fact{
		&acd.TalkEnded{At: 1000, Call: "a", Seat: "s", WrapUpUntil: 9000},
		&acd.TalkEnded{At: 2000, Call: "b", Seat: "r", WrapUpUntil: 9000},
		&acd.TalkEnded{At: 2000, Call: "c", Seat: "q"},
		&acd.WrapUpEnded{At: 4000, Seat: "s"},
		&acd.SeatSignedOut{At: 7000, Seat: "r"},
		&acd.SeatSignedOut{At: 8000, Seat: "s"},
		&acd.WrapUpEnded{At: 8000, Seat: "q"},
		&acd.TalkEnded{At: 9000, Call: "a", Seat: "r", WrapUpUntil: 9900}, // put through to a second seat
		&acd.WrapUpEnded{At: 9900, Seat: "r"},
	} {
		w.fold("floor/x", f)
	}
	require.Equal(t, map[string]time.Duration{"a": 3900 * time.Millisecond, "b": 5 * time.Second}, w.of)
}
