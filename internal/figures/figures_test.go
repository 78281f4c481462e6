package figures

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/record"
)

// shift writes one seat's shift of an hour, with a caller of every fate:
//
//	a  arrives at 10 s, joins at 14 s, is answered at 26 s (12 s; from arrival 16 s),
//	   talks until 86 s, is on hold in between, wrap-up until 106 s
//	b  joins at 30 s and hangs up at 33 s (short)
//	c  joins at 40 s and hangs up at 60 s (late)
//	d  joins at 50 s, overflows at 110 s, and is answered in the nation's queue at
//	   130 s (80 s in all) for 20 s
//	e  joins at 200 s and waits for good
//	f  joins at 300 s and overflows at 302 s
//	x  calls b back, answered at 400 s for 10 s
func shift(t require.TestingT) writer {
	w := newWriter(t)
	joins := func(at int64, id, queue string) *acd.CallQueued {
		return &acd.CallQueued{At: noon + at, Call: id, Queue: queue, Since: noon + at, Position: 1, From: "13912345678"}
	}
	rings := func(at, n int64, id, queue string) *acd.Offered {
		return &acd.Offered{At: noon + at, Offer: n, Call: id, Queue: queue, Seat: "8001"}
	}
	ends := func(at, n int64, id string, how acd.OfferEnd) *acd.OfferEnded {
		return &acd.OfferEnded{At: noon + at, Offer: n, Call: id, Seat: "8001", Result: how}
	}
	answers := func(at int64, id, queue string) *acd.Answered {
		return &acd.Answered{At: noon + at, Call: id, Queue: queue, Seat: "8001"}
	}
	w.call("a", call.Arrived{At: noon + 10_000, Call: "a", From: "13800000000", To: "12385"})
	w.floor("hlj", &acd.RulesLoaded{At: noon, Rules: acd.Rules{Seats: []acd.Seat{{ID: "8001", Queues: acd.Serving("harbin/main", "nation/main")}}}},
		&acd.SeatSignedIn{At: noon, Seat: "8001"})
	w.floor("hlj", joins(14_000, "a", "harbin/main"), rings(14_000, 1, "a", "harbin/main"), ends(20_000, 1, "a", acd.NoAnswer),
		&acd.SeatPaused{At: noon + 20_000, Seat: "8001", Reason: acd.PauseNoAnswer, Auto: true, Until: noon + 24_000},
		&acd.SeatReady{At: noon + 24_000, Seat: "8001"}, rings(24_000, 2, "a", "harbin/main"))
	w.call("a", call.LegDialled{At: noon + 24_010, Call: "a", Leg: "leg-2", Seat: "8001", Offer: 2})
	w.floor("hlj", ends(26_000, 2, "a", acd.Accepted), answers(26_000, "a", "harbin/main"),
		joins(30_000, "b", "harbin/main"), &acd.Abandoned{At: noon + 33_000, Call: "b", Queue: "harbin/main"},
		&acd.CallbackListed{At: noon + 33_000, Callback: "b-back", Of: "b", Queue: "harbin/main", Number: "13912345678", Missed: true},
		joins(40_000, "c", "harbin/main"),
		&acd.TalkMoved{At: noon + 45_000, Call: "a", Seat: "8001", To: acd.StateOnHold},
		joins(50_000, "d", "harbin/main"),
		&acd.TalkMoved{At: noon + 55_000, Call: "a", Seat: "8001", To: acd.StateConsulting},
		&acd.Abandoned{At: noon + 60_000, Call: "c", Queue: "harbin/main"},
		&acd.TalkMoved{At: noon + 65_000, Call: "a", Seat: "8001", To: acd.StateTalking},
		&acd.TalkEnded{At: noon + 86_000, Call: "a", Queue: "harbin/main", Seat: "8001", Talked: 60_000, By: acd.Caller, WrapUpOpen: true},
		&acd.SeatUnreachable{At: noon + 90_000, Seat: "8001"},
		&acd.WrapUpEnded{At: noon + 106_000, Seat: "8001"},
		&acd.Overflowed{At: noon + 110_000, Call: "d", Queue: "harbin/main", Waited: 60_000, Reason: "wait"},
		&acd.SeatReachable{At: noon + 120_000, Seat: "8001"},
		joins(120_000, "d", "nation/main"), rings(120_000, 3, "d", "nation/main"),
		ends(130_000, 3, "d", acd.Accepted), answers(130_000, "d", "nation/main"),
		&acd.TalkEnded{At: noon + 150_000, Call: "d", Queue: "nation/main", Seat: "8001", Talked: 20_000, By: acd.Agent},
		&acd.SeatPaused{At: noon + 150_000, Seat: "8001", Reason: "lunch"},
		joins(200_000, "e", "harbin/main"),
		joins(300_000, "f", "harbin/main"), &acd.Overflowed{At: noon + 302_000, Call: "f", Queue: "harbin/main", Waited: 2000, Reason: "callback"},
		&acd.SeatReady{At: noon + 390_000, Seat: "8001"},
		&acd.CallQueued{At: noon + 395_000, Call: "x", Queue: "harbin/main", Since: noon, Position: 1, Callback: acd.Callback{ID: "b-back", Of: "b"}},
		rings(395_000, 4, "x", "harbin/main"), ends(400_000, 4, "x", acd.Accepted), answers(400_000, "x", "harbin/main"),
		&acd.CallbackTried{At: noon + 410_000, Callback: "b-back", Call: "x", Queue: "harbin/main", Result: acd.CallbackReached},
		&acd.CallbackDone{At: noon + 410_000, Callback: "b-back", Queue: "harbin/main"},
		&acd.TalkEnded{At: noon + 410_000, Call: "x", Queue: "harbin/main", Seat: "8001", Talked: 10_000, By: acd.Caller},
		&acd.SeatSignedOut{At: noon + 1_000_000, Seat: "8001"})
	return w
}

func TestFiguresOfAShift(t *testing.T) {
	l := closing(t, live(t, shift(t).j))
	r := checked1(t, l, hour())
	require.InDeltaMapValues(t, map[string]float64{
		"offered": 6, "answered": 2, "abandoned": 2, "abandoned_short": 1, "overflowed": 1, "cut_off": 0, "waiting": 1,
		"connection_rate":           2.0 / 5,
		"answered_15s_from_arrival": 0, "answered_15s_from_queueing": 1.0 / 2,
		"service_level_15s": 1.0 / 5, "service_level_patient_15s": 1.0 / 3,
		"abandonment": 2.0 / 5, "abandonment_short": 1.0 / 5, "abandonment_patient": 1.0 / 4,
		"asa_s": (12.0 + 80) / 2, "mean_wait_s": (12.0 + 3 + 20 + 80 + 2) / 5, "longest_wait_s": 80, "longest_waiting_s": 3400,
		"offers": 4, "rona": 1, "handled": 3, "talks_cut_off": 0,
		"talk_s": (60.0 + 20 + 10) / 3, "wrap_up_s": 20.0 / 3, "aht_s": 110.0 / 3,
		"staffed_s": 1000 - 4 - 14 - 240, "occupied_s": 0, "signed_in_s": 1000,
		"occupancy": 110.0 / 742, "utilisation": 0.11,
		"callbacks_listed": 1, "callbacks_reached": 1, "callbacks_given_up": 0,
	}, known(r), 1e-9)
	require.Equal(t, map[string]int64{"wait": 1, "callback": 1}, r.Overflows)
	require.InDeltaMapValues(t, map[string]float64{
		"ready": 609.0 / 3600, "offered": 23.0 / 3600, "talking": 70.0 / 3600, "on-hold": 10.0 / 3600,
		"consulting": 10.0 / 3600, "wrap-up": 20.0 / 3600, "paused": 244.0 / 3600, "unreachable": 14.0 / 3600, "occupied": 0,
	}, r.Seats, 1e-9)
}

// passing writes a talk that goes from seat to seat, and calls of a seat's own:
//
//	a  is answered by 8001 at 10 s, goes on with 8002 at 40 s, which is occupied from
//	   30 s on, until 100 s; both wrap up, 8001 from 40 to 50 s, 8002 until a call of
//	   its own at 105 s, which is over at 125 s, and has notes until 135 s
//	b  is answered by 8001 at 60 s, who asks the nation with call c; 8003 answers that
//	   at 70 s and goes on with b at 90 s, until 120 s
func passing(t require.TestingT) writer {
	w := newWriter(t)
	joins := func(at int64, id, queue string) *acd.CallQueued {
		return &acd.CallQueued{At: noon + at, Call: id, Queue: queue, Since: noon + at, Position: 1, From: "13912345678"}
	}
	takes := func(at, n int64, id, queue, seat string) {
		w.floor("hlj", &acd.Offered{At: noon + at, Offer: n, Call: id, Queue: queue, Seat: seat},
			&acd.OfferEnded{At: noon + at, Offer: n, Call: id, Seat: seat, Result: acd.Accepted},
			&acd.Answered{At: noon + at, Call: id, Queue: queue, Seat: seat})
	}
	for _, seat := range []string{"8001", "8002", "8003"} {
		w.floor("hlj", &acd.SeatSignedIn{At: noon, Seat: seat})
	}
	w.floor("hlj", joins(5000, "a", "harbin/main"))
	takes(10_000, 1, "a", "harbin/main", "8001")
	w.floor("hlj", &acd.SeatOccupied{At: noon + 30_000, Seat: "8002", Call: "a"})
	w.call("a", call.Transferred{At: noon + 39_990, Call: "a", From: "8001", To: "8002", Way: "blind"})
	w.floor("hlj",
		&acd.TalkPassed{At: noon + 40_000, Call: "a", Queue: "harbin/main", From: "8001", To: "8002", Talked: 30_000, WrapUpUntil: noon + 50_000},
		&acd.WrapUpEnded{At: noon + 50_000, Seat: "8001"}, joins(58_000, "b", "harbin/main"))
	takes(60_000, 2, "b", "harbin/main", "8001")
	w.floor("hlj", &acd.TalkMoved{At: noon + 62_000, Call: "b", Seat: "8001", To: acd.StateConsulting}, joins(65_000, "c", "nation/main"))
	takes(70_000, 3, "c", "nation/main", "8003")
	w.floor("hlj",
		&acd.TalkEnded{At: noon + 90_000, Call: "c", Queue: "nation/main", Seat: "8003", Talked: 20_000, By: acd.Agent, Into: "b"},
		&acd.TalkPassed{At: noon + 90_000, Call: "b", Queue: "harbin/main", From: "8001", To: "8003", By: "c", Talked: 30_000})
	w.call("b", call.Transferred{At: noon + 90_010, Call: "b", From: "8001", To: "8003", Way: "attended"})
	w.floor("hlj",
		&acd.TalkEnded{At: noon + 100_000, Call: "a", Queue: "harbin/main", Seat: "8002", Talked: 60_000, By: acd.Caller, WrapUpOpen: true},
		&acd.SeatOccupied{At: noon + 105_000, Seat: "8002", Call: "own"},
		&acd.TalkEnded{At: noon + 120_000, Call: "b", Queue: "harbin/main", Seat: "8003", Talked: 30_000, By: acd.Agent},
		&acd.SeatVacated{At: noon + 125_000, Seat: "8002", Call: "own", WrapUpUntil: noon + 135_000},
		&acd.WrapUpEnded{At: noon + 135_000, Seat: "8002"})
	w.call("a", call.MadeConfidential{At: noon + 99_000, Call: "a", Seat: "8002"})
	return w
}

// Who is passed on is one caller, answered once, and a talk of each of his seats; who was
// asked for him has been answered, too.
func TestFiguresOfTalksPassedOn(t *testing.T) {
	l := closing(t, live(t, passing(t).j))
	r := known(checked1(t, l, hour()))
	for name, want := range map[string]float64{
		"offered": 3, "answered": 3, "abandoned": 0, "overflowed": 0, "waiting": 0, "asa_s": (5.0 + 2 + 5) / 3,
		"handled": 5, "talk_s": (30.0 + 60 + 30 + 20 + 30) / 5, "wrap_up_s": (10.0 + 5) / 5, "occupied_s": 10 + 20,
	} {
		require.InDelta(t, want, r[name], 1e-9, name)
	}
	of := hour()
	of.Place = record.BySeat
	rows, err := l.Check(t.Context(), of)
	require.NoError(t, err)
	for i, want := range []map[string]float64{
		{"handled": 2, "talk_s": 30, "wrap_up_s": 5, "occupied_s": 0},
		{"handled": 1, "talk_s": 60, "wrap_up_s": 5, "occupied_s": 30, "signed_in_s": 3600, "staffed_s": 3570},
		{"handled": 2, "talk_s": 25, "wrap_up_s": 0, "occupied_s": 0},
	} {
		for name, value := range want {
			require.InDelta(t, value, rows[i].Value(name).Value, 1e-9, "%s of %s", name, rows[i].Place)
		}
	}
}

func TestFiguresByPlaceAndSlot(t *testing.T) {
	l := closing(t, live(t, shift(t).j))
	for _, c := range []struct {
		place record.Place
		every record.Period
		want  map[string]map[string]float64 // by place and time
	}{
		{record.ByQueue, record.Whole, map[string]map[string]float64{
			"harbin/main 12:00": {"offered": 6, "answered": 1, "overflowed": 2, "asa_s": 12, "handled": 2, "callbacks_listed": 1},
			"nation/main 12:00": {"offered": 1, "answered": 1, "asa_s": 10, "connection_rate": 1, "answered_15s_from_arrival": 1},
		}},
		{record.ByCentre, record.Whole, map[string]map[string]float64{
			"harbin 12:00": {"offered": 6, "rona": 1}, "nation 12:00": {"offered": 1, "rona": 0},
		}},
		{record.ByFloor, record.Whole, map[string]map[string]float64{"hlj 12:00": {"offered": 6, "signed_in_s": 1000}}},
		{record.BySeat, record.Whole, map[string]map[string]float64{"8001 12:00": {"handled": 3, "offers": 4, "occupancy": 110.0 / 742}}},
		{record.Everything, record.HalfHour, map[string]map[string]float64{" 12:00": {"offered": 6}}},
		{record.BySeat, record.Hour, map[string]map[string]float64{"8001 12:00": {"handled": 3}}},
		{record.Everything, record.Day, map[string]map[string]float64{" 12:00": {"answered": 2, "signed_in_s": 1000}}},
	} {
		of := hour()
		of.Place, of.Every = c.place, c.every
		rows, err := l.Check(t.Context(), of)
		require.NoError(t, err)
		require.Len(t, rows, len(c.want))
		for i := range rows {
			at := rows[i].Place + " " + rows[i].From.Format("15:04")
			require.Contains(t, c.want, at)
			for name, want := range c.want[at] {
				require.InDelta(t, want, rows[i].Value(name).Value, 1e-9, "%s of %s", name, at)
			}
		}
	}
}

// A breakdown cuts off a caller who waits and another in the middle of his talk: the first
// was not answered and did not give up, the second was answered.
func TestFiguresOfABreakdown(t *testing.T) {
	w := newWriter(t)
	w.floor("hlj", &acd.SeatSignedIn{At: noon, Seat: "8001"})
	for i, id := range []string{"a", "b"} {
		at := noon + int64(i)*1000
		w.floor("hlj", &acd.CallQueued{At: at, Call: id, Queue: "harbin/main", Since: at, Position: 1, From: "13912345678"})
	}
	w.floor("hlj",
		&acd.Offered{At: noon + 1000, Offer: 1, Call: "a", Queue: "harbin/main", Seat: "8001"},
		&acd.OfferEnded{At: noon + 2000, Offer: 1, Call: "a", Seat: "8001", Result: acd.Accepted},
		&acd.Answered{At: noon + 2000, Call: "a", Queue: "harbin/main", Seat: "8001", Waited: 2000})
	w.floor("hlj",
		&acd.TalkEnded{At: noon + 9000, Call: "a", Queue: "harbin/main", Seat: "8001", Talked: 7000, By: acd.Breakdown},
		&acd.CallCutOff{At: noon + 9000, Call: "b", Queue: "harbin/main", Waited: 8000},
		&acd.CallbackListed{At: noon + 9000, Callback: "b-back", Of: "b", Queue: "harbin/main", Number: "13912345678", Cut: true})
	got := known(checked1(t, closing(t, live(t, w.j)), hour()))
	for name, want := range map[string]float64{
		"offered": 2, "answered": 1, "abandoned": 0, "overflowed": 0, "cut_off": 1, "waiting": 0, "connection_rate": 0.5,
		"abandonment": 0, "mean_wait_s": 5, "handled": 1, "talks_cut_off": 1, "callbacks_listed": 1,
	} {
		require.InDelta(t, want, got[name], 1e-9, name)
	}
}

// A figure of nothing does not exist; a count of nothing is 0.
func TestFiguresOfNothing(t *testing.T) {
	l := closing(t, live(t, newWriter(t).j))
	r := checked1(t, l, hour())
	require.Equal(t, map[string]float64{
		"offered": 0, "answered": 0, "abandoned": 0, "abandoned_short": 0, "overflowed": 0, "cut_off": 0, "waiting": 0,
		"offers": 0, "rona": 0, "handled": 0, "talks_cut_off": 0, "staffed_s": 0, "occupied_s": 0, "signed_in_s": 0,
		"callbacks_listed": 0, "callbacks_reached": 0, "callbacks_given_up": 0,
	}, known(r))
	of := hour()
	of.Place = record.ByQueue
	rows, err := l.Check(t.Context(), of)
	require.NoError(t, err)
	require.Empty(t, rows)
}

// Seats at work across midnight, and slots that have not come to their end.
func TestSeatTimeIsCutAtSlots(t *testing.T) {
	w := newWriter(t)
	w.floor("hlj", &acd.SeatSignedIn{At: noon - 10_000, Seat: "8001"})
	l := closing(t, live(t, w.j))
	of := hour()
	of.Now, of.Every = at(2_000_000), record.HalfHour
	rows, err := l.Check(t.Context(), of)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.InDelta(t, 1800, rows[0].Value("staffed_s").Value, 1e-9)
	require.InDelta(t, 200, rows[1].Value("staffed_s").Value, 1e-9)
	require.Equal(t, at(1_800_000), rows[1].From)
	require.Equal(t, at(3_600_000), rows[1].To)
}

func TestASpanMustHaveALength(t *testing.T) {
	l := closing(t, live(t, newWriter(t).j))
	of := hour()
	of.Until = of.Since.Add(time.Microsecond)
	_, err := l.Figures(t.Context(), of)
	require.ErrorContains(t, err, "the span ends before it begins")
}

// TestADifferenceIsNamed checks records that were folded from other facts than the
// journal has now.
func TestADifferenceIsNamed(t *testing.T) {
	one, other := newWriter(t), newWriter(t)
	for _, w := range []writer{one, other} {
		w.floor("hlj", &acd.CallQueued{At: noon + 1000, Call: "c", Queue: "harbin/main", Since: noon + 1000, Position: 1})
	}
	one.floor("hlj", &acd.Abandoned{At: noon + 9000, Call: "c", Queue: "harbin/main"})
	other.floor("hlj", &acd.Overflowed{At: noon + 9000, Call: "c", Queue: "harbin/main", Reason: "size"})
	l := closing(t, live(t, one.j))
	checked1(t, l, hour())
	l.journal = renamed{other.j, one.j.ID()}
	_, err := l.Check(t.Context(), hour())
	var d *DifferenceError
	require.ErrorAs(t, err, &d)
	require.Equal(t, &DifferenceError{
		Figure: "abandoned", From: at(0), To: at(3_600_000), Records: "1", Journal: "0", Calls: []string{"c"},
	}, d)
	require.EqualError(t, err, "the figure abandoned from 2026-01-01 12:00:00 to 2026-01-01 13:00:00 is 1 by the call records and 0 by the journal; "+
		"look at the calls c: delete records.db, which is built anew, and say that this happened")
}

// renamed is a journal that passes for another.
type renamed struct {
	record.Source
	id string
}

func (r renamed) ID() string { return r.id }
