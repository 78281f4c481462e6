package asterisk

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func testRouter(t testing.TB) *router {
	m, err := newMetrics(nil, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	return newRouter(m)
}

func arrivalOf(id string) ChannelArrived { return ChannelArrived{Channel: Channel{ID: id}} }

func snoopOf(id string) ChannelArrived {
	return ChannelArrived{Channel: Channel{ID: id, Name: "Snoop/y-00000001"}}
}

// listed is a channel as a listing shows it.
func listed(id string, inside bool) wireChannel {
	w := wireChannel{}
	w.ID = id
	w.Dialplan.App, w.Dialplan.Data = "Wait", "60"
	if inside {
		w.Dialplan.App, w.Dialplan.Data = "Stasis", "app,trunk,x,12385"
	}
	return w
}

// resynced plays a resync: held events come while the listing is made.
func resynced(r *router, now listing, held ...Event) {
	r.hold()
	now.suspects = r.suspects()
	now.ours = map[string]bool{}
	for _, w := range now.channels {
		now.ours[w.ID] = w.inside()
	}
	for _, e := range held {
		r.take(e)
	}
	r.reconcile("app", false, now)
}

func TestOrderOfTwoCalls(t *testing.T) {
	r := testRouter(t)
	r.take(arrivalOf("a"))
	r.take(Digit{ID: "a", Digit: '1'}) // before anybody has looked into the lobby
	r.take(arrivalOf("b"))
	for i := range 1000 {
		r.take(Digit{ID: []string{"a", "b"}[i%2], Digit: "0123456789"[i/2%10]})
	}
	lobby := r.lobby.Take()
	require.Len(t, lobby, 2)
	a, b := lobby[0].(ChannelArrived).Box.Take(), lobby[1].(ChannelArrived).Box.Take()
	require.Len(t, a, 501)
	require.Len(t, b, 500)
	for i := range 500 {
		assert.Equal(t, "0123456789"[i%10], a[i+1].(Digit).Digit)
		assert.Equal(t, "0123456789"[i%10], b[i].(Digit).Digit)
	}
}

func TestEndsOfChannels(t *testing.T) {
	hangup := HangupRequested{ID: "x", Cause: 17, TechCause: 486}
	ended := ChannelEnded{ID: "x", Cause: 17, TechCause: 486, Text: "User busy"}
	transfer := TransferAsked{ID: "x", Blind: true, To: "8002"}
	tests := map[string]struct{ wire, told []Event }{
		"hung up in Stasis":           {[]Event{arrivalOf("x"), hangup, stasisEnd{"x"}}, []Event{hangup, ended}},
		"hung up, then destroyed":     {[]Event{arrivalOf("x"), hangup, stasisEnd{"x"}, ended}, []Event{hangup, ended}},
		"never answered":              {[]Event{Dialling{ID: "x", Status: DialBusy}, ended}, []Event{Dialling{ID: "x", Status: DialBusy}, ended}},
		"left, then destroyed":        {[]Event{arrivalOf("x"), stasisEnd{"x"}, ended}, []Event{ChannelLeft{"x"}, ended}},
		"hang-up asked for twice":     {[]Event{arrivalOf("x"), hangup, hangup, stasisEnd{"x"}, hangup}, []Event{hangup, ended}},
		"destroyed before StasisEnd":  {[]Event{arrivalOf("x"), hangup, ended, stasisEnd{"x"}}, []Event{hangup, ended}},
		"destroyed twice":             {[]Event{ended, ended}, []Event{ended}},
		"snoop whose channel ended":   {[]Event{snoopOf("x"), stasisEnd{"x"}}, []Event{ChannelEnded{ID: "x", Cause: 16, Text: "Normal Clearing"}}},
		"snoop that was hung up":      {[]Event{snoopOf("x"), hangup, stasisEnd{"x"}}, []Event{hangup, ended}},
		"transfer, never answered":    {[]Event{arrivalOf("x"), transfer, hangup, transfer, stasisEnd{"x"}, transfer}, []Event{transfer, hangup, ended}},
		"left and came back, hung up": {[]Event{arrivalOf("x"), stasisEnd{"x"}, arrivalOf("x"), hangup, stasisEnd{"x"}}, []Event{ChannelLeft{"x"}, hangup, ended}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := testRouter(t)
			box := r.newBox()
			r.route(box, []string{"x"})
			for _, e := range test.wire {
				r.take(e)
			}
			var told []Event
			for _, e := range box.Take() {
				if _, arrived := e.(ChannelArrived); !arrived {
					told = append(told, e)
				}
			}
			assert.Equal(t, test.told, told)
			assert.Empty(t, r.lobby.Take())
		})
	}
}

// A call's end is remembered for a while after its owner has gone.
func TestEndAfterUnroute(t *testing.T) {
	r := testRouter(t)
	box := r.newBox()
	r.route(box, []string{"x"})
	r.take(ChannelEnded{ID: "x"})
	r.unroute([]string{"x"})
	r.take(stasisEnd{"x"})
	r.take(ChannelEnded{ID: "x"})
	assert.Empty(t, r.lobby.Take())
	assert.Len(t, box.Take(), 1)
}

func TestHandingOver(t *testing.T) {
	r := testRouter(t)
	first, second := r.newBox(), r.newBox()
	r.route(first, []string{"x"})
	r.take(Digit{ID: "x", Digit: '1'})
	r.route(second, []string{"x"})
	r.take(Digit{ID: "x", Digit: '2'})
	r.unroute([]string{"x"})
	r.take(Digit{ID: "x", Digit: '3'})
	r.route(second, []string{"x"})
	second.Close()
	r.take(Digit{ID: "x", Digit: '4'})
	assert.Equal(t, []Event{Digit{ID: "x", Digit: '1'}}, first.Take())
	assert.Equal(t, []Event{Digit{ID: "x", Digit: '2'}}, second.Take())
	assert.Equal(t, []Event{Digit{ID: "x", Digit: '3'}, Digit{ID: "x", Digit: '4'}}, r.lobby.Take(), "nothing is dropped")
}

func TestPhonesTellChangesOnly(t *testing.T) {
	r := testRouter(t)
	resynced(r, listing{phones: map[string]bool{"8001": true}})
	r.lobby.Take()
	on, off := PhoneChanged{Resource: "8001", Online: true}, PhoneChanged{Resource: "8001"}
	for _, e := range []Event{on, off, off, on} {
		r.take(e)
	}
	assert.Equal(t, []Event{off, on}, r.lobby.Take())
}

// What the listing shows and what the held events say is told once, in an
// order that makes sense, whichever of the two is ahead.
func TestResync(t *testing.T) {
	hangup := HangupRequested{ID: "x", Cause: 16}
	ended := ChannelEnded{ID: "x", Cause: 16, Text: "Normal Clearing"}
	lost := ChannelEnded{ID: "x", Lost: true}
	there, outside := listing{channels: []wireChannel{listed("x", true)}}, listing{channels: []wireChannel{listed("x", false)}}
	tests := map[string]struct {
		before []Event // of the routed channel x
		now    listing
		held   []Event
		after  []Event
		told   []Event
	}{
		"nothing happened":                    {[]Event{arrivalOf("x")}, there, nil, []Event{hangup, stasisEnd{"x"}}, []Event{hangup, ended}},
		"it ended unseen":                     {[]Event{arrivalOf("x")}, listing{}, nil, nil, []Event{lost}},
		"it ended while listing":              {[]Event{arrivalOf("x")}, listing{}, []Event{hangup, stasisEnd{"x"}}, nil, []Event{hangup, ended}},
		"its end comes after the listing":     {[]Event{arrivalOf("x")}, listing{}, nil, []Event{hangup, stasisEnd{"x"}, ended}, []Event{lost}},
		"it was listed and ended then":        {[]Event{arrivalOf("x")}, there, []Event{hangup, stasisEnd{"x"}}, nil, []Event{hangup, ended}},
		"it is being originated":              {nil, listing{}, nil, []Event{Dialling{ID: "x", Status: DialStarted}}, []Event{Dialling{ID: "x", Status: DialStarted}}},
		"it rang and is gone":                 {[]Event{Dialling{ID: "x", Status: DialRinging}}, listing{}, nil, nil, []Event{lost}},
		"it rings still":                      {[]Event{Dialling{ID: "x", Status: DialRinging}}, outside, nil, nil, nil},
		"it left unseen":                      {[]Event{arrivalOf("x")}, outside, nil, nil, []Event{ChannelLeft{"x"}}},
		"it left while listing":               {[]Event{arrivalOf("x")}, outside, []Event{stasisEnd{"x"}}, nil, []Event{ChannelLeft{"x"}}},
		"its leaving comes after the listing": {[]Event{arrivalOf("x")}, outside, nil, []Event{stasisEnd{"x"}}, []Event{ChannelLeft{"x"}}},
		"keys while listing":                  {[]Event{arrivalOf("x")}, there, []Event{Digit{ID: "x", Digit: '1'}}, []Event{Digit{ID: "x", Digit: '2'}}, []Event{Digit{ID: "x", Digit: '1'}, Digit{ID: "x", Digit: '2'}}},
		"it ended before, and goes slowly":    {[]Event{arrivalOf("x"), hangup, stasisEnd{"x"}}, there, nil, []Event{ended}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := testRouter(t)
			box := r.newBox()
			r.route(box, []string{"x"})
			for _, e := range test.before {
				r.take(e)
			}
			box.Take()
			resynced(r, test.now, test.held...)
			for _, e := range test.after {
				r.take(e)
			}
			assert.Equal(t, test.told, box.Take())
			lobby := r.lobby.Take()
			require.Len(t, lobby, 1)
			assert.Empty(t, lobby[0].(LinkUp).Found)
		})
	}
}

// A leg that answered unseen arrives; its own event, coming late, does not
// make it arrive twice.
func TestResyncAnswered(t *testing.T) {
	for name, late := range map[string]func(r *router, now listing){
		"event lost":                    func(r *router, now listing) { resynced(r, now) },
		"event while listing":           func(r *router, now listing) { resynced(r, now, arrivalOf("x")) },
		"event comes after the listing": func(r *router, now listing) { resynced(r, now); r.take(arrivalOf("x")) },
	} {
		t.Run(name, func(t *testing.T) {
			r := testRouter(t)
			box := r.newBox()
			r.route(box, []string{"x"})
			r.take(Dialling{ID: "x", Status: DialRinging})
			box.Take()
			late(r, listing{channels: []wireChannel{listed("x", true)}})
			told := box.Take()
			require.Len(t, told, 1)
			assert.Equal(t, "x", told[0].(ChannelArrived).Channel.ID)
			assert.Same(t, box, told[0].(ChannelArrived).Box)
		})
	}
}

func TestResyncFindsCalls(t *testing.T) {
	r := testRouter(t)
	now := listing{channels: []wireChannel{listed("x", true), listed("y", true), listed("z", false)}}
	resynced(r, now, arrivalOf("y"), Digit{ID: "x", Digit: '1'}, Digit{ID: "y", Digit: '2'})
	r.take(arrivalOf("x")) // late, and told already
	lobby := r.lobby.Take()
	require.Len(t, lobby, 2)
	up := lobby[0].(LinkUp)
	require.Len(t, up.Found, 1)
	assert.Equal(t, []string{"trunk", "x", "12385"}, up.Found[0].Args)
	assert.Equal(t, []Event{Digit{ID: "x", Digit: '1'}}, up.Found[0].Box.Take())
	assert.Len(t, up.Channels, 3)
	y := lobby[1].(ChannelArrived)
	assert.Equal(t, "y", y.Channel.ID)
	assert.Equal(t, []Event{Digit{ID: "y", Digit: '2'}}, y.Box.Take())
}

func TestResyncPlaybacks(t *testing.T) {
	r := testRouter(t)
	box := r.newBox()
	r.route(box, []string{"x"})
	for _, id := range []string{"gone", "told", "runs"} {
		r.confirmTask(id, r.expectTask(id, task{target: "x"}))
	}
	r.expectTask("being sent", task{target: "x"})
	assert.ElementsMatch(t, []string{"gone", "told", "runs"}, slices.Collect(maps.Keys(r.running())))
	resynced(r, listing{tasks: []goneTask{{id: "gone"}, {id: "told"}}}, PlaybackEnded{Playback: "told", Target: "x"})
	assert.Equal(t, []Event{
		PlaybackEnded{Playback: "gone", Target: "x", Failed: true}, PlaybackEnded{Playback: "told", Target: "x"},
	}, box.Take())
	r.take(PlaybackEnded{Playback: "runs", Target: "x"})
	assert.Len(t, box.Take(), 1)
	assert.Empty(t, r.running())
}

func TestResyncRecordings(t *testing.T) {
	r := testRouter(t)
	box := r.newBox()
	r.route(box, []string{"x", "hidden"})
	for _, id := range []string{"kept", "dropped", "told"} {
		r.confirmTask(id, r.expectTask(id, task{target: "x", record: true}))
	}
	r.confirmTask("hidden", r.expectTask("hidden", task{target: "x", hidden: true}))
	resynced(r, listing{tasks: []goneTask{{id: "hidden"}, {id: "kept", kept: true}, {id: "dropped"}, {id: "told"}}},
		RecordingEnded{Recording: "told", Target: "x", Length: time.Second})
	assert.Equal(t, []Event{
		RecordingEnded{Recording: "kept", Target: "x"},
		RecordingEnded{Recording: "dropped", Target: "x", Failed: true},
		RecordingEnded{Recording: "told", Target: "x", Length: time.Second},
	}, box.Take())
	assert.Empty(t, r.running())
}

// The stop of a recording that has not started waits for its start.
func TestStopWaitsForTheStart(t *testing.T) {
	r := testRouter(t)
	var stopped []string
	r.stop = func(id string) { stopped = append(stopped, id) }
	for _, id := range []string{"early", "late", "hung up", "another's"} {
		r.expectTask(id, task{target: "channel of " + id, record: true})
	}
	r.expectTask(beepOf("early"), task{hidden: true})
	early, beeping := r.stopEarly("early")
	assert.True(t, early && beeping)
	r.take(HangupRequested{ID: "channel of hung up"})
	assert.Empty(t, stopped)
	for _, id := range []string{"early", "late", "hung up", "another's", "unknown"} {
		r.take(recordingStarted{ID: id})
		r.take(recordingStarted{ID: id})
	}
	assert.Equal(t, []string{"early", "hung up"}, stopped)
	early, _ = r.stopEarly("late")
	assert.False(t, early, "it runs: Asterisk can be asked")
}

// A session that fails in the middle of its resync loses nothing.
func TestReleaseAfterFailedResync(t *testing.T) {
	r := testRouter(t)
	box := r.newBox()
	r.route(box, []string{"x"})
	r.hold()
	r.take(Digit{ID: "x", Digit: '1'})
	assert.Empty(t, box.Take())
	r.release()
	r.take(Digit{ID: "x", Digit: '2'})
	assert.Equal(t, []Event{Digit{ID: "x", Digit: '1'}, Digit{ID: "x", Digit: '2'}}, box.Take())
}

func TestRecentForgetsTheOldest(t *testing.T) {
	var r recent[int]
	for i := range 3 * generation {
		r.put(fmt.Sprint(i), i)
	}
	_, old := r.get("0")
	assert.False(t, old)
	v, ok := r.get(fmt.Sprint(3*generation - 1))
	assert.True(t, ok)
	assert.Equal(t, 3*generation-1, v)
	v, ok = r.get(fmt.Sprint(2*generation - 1))
	assert.True(t, ok, "a generation before is known")
	assert.Equal(t, 2*generation-1, v)
	r.drop("12287")
	_, ok = r.get("12287")
	assert.False(t, ok)
}

// A channel that ends between its listing and the first look at it has no owner who would
// hear of its end: it must not be shown as there.
func TestEndedSinceItWasListed(t *testing.T) {
	for name, held := range map[string][]Event{
		"destroyed": {ChannelEnded{ID: "a"}},
		"hung up":   {HangupRequested{ID: "a"}, stasisEnd{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := testRouter(t)
			resynced(r, listing{channels: []wireChannel{listed("a", true), listed("b", true)}}, held...)
			up := linkUp(t, r)
			require.Len(t, up.Channels, 1)
			require.Equal(t, "b", up.Channels[0].ID)
			require.Len(t, up.Found, 1)
		})
	}
	t.Run("given back to the dialplan", func(t *testing.T) {
		r := testRouter(t)
		resynced(r, listing{channels: []wireChannel{listed("a", true)}}, stasisEnd{"a"})
		require.Len(t, linkUp(t, r).Channels, 1)
	})
}

// linkUp is what the lobby is told of a resync.
func linkUp(t *testing.T, r *router) LinkUp {
	t.Helper()
	for _, e := range r.lobby.Take() {
		if up, ok := e.(LinkUp); ok {
			return up
		}
	}
	require.FailNow(t, "no LinkUp")
	return LinkUp{}
}
