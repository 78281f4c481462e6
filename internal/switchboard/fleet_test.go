package switchboard

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
)

// playFleet runs a scene on two machines, a and b, each with an Asterisk of its own. a
// leads as long as it can.
func playFleet(t *testing.T, act func(f *fleetInMemory, a, b *scene)) {
	t.Helper()
	playFleetOn(t, loadTree, act)
}

func playFleetOn(t *testing.T, load func(testing.TB) *dialplan.Tree, act func(f *fleetInMemory, a, b *scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := newFleetInMemory()
		f.leads = "a"
		var all []*scene
		for i, name := range []string{"a", "b"} {
			s := newScene(t)
			s.phones.online["8003"] = false
			s.machine, s.fleet, s.seed = name, f, byte(i+1)
			s.open(load(t))
			all = append(all, s)
		}
		act(f, all[0], all[1])
		synctest.Wait()
		for _, s := range all {
			s.close()
		}
		f.close()
		if t.Failed() {
			t.Log("machine a:", all[0].all(), all[0].log.String())
			t.Log("machine b:", all[1].all(), all[1].log.String())
		}
	})
}

// A caller at one machine reaches a seat whose telephone is registered at the other.
func TestSeatOfAnotherMachine(t *testing.T) {
	playFleet(t, func(_ *fleetInMemory, a, b *scene) {
		b.at(0).online("8001")
		a.arrives("ann", "12385").heard("ann").told("floor city", "offered ann to 8001")
		require.Equal(t, "PJSIP/8001@peer-b", a.rung("ann-1"))
		a.answers("8001").talking("ann", "8001").seat("8001", acd.StateTalking)
		b.seat("8001", acd.StateTalking)
		require.Zero(t, b.metric("hotline_calls_active"))
		a.hangsUp("ann").ended("ann", call.Answered, "caller")
		b.at(60).seat("8001", acd.StateReady)
		require.Empty(t, b.story.ends())
	})
}

// A telephone that registers elsewhere is rung there; where it was it may be forgotten.
func TestTelephoneMoves(t *testing.T) {
	playFleet(t, func(_ *fleetInMemory, a, b *scene) {
		a.at(0).online("8001")
		b.online("8001")
		a.offline("8001").seat("8001", acd.StateReady)
		b.arrives("bob", "12385").heard("bob").told("bob", "dial PJSIP/8001 as bob-1 for 22s").hangsUp("bob")
		b.offline("8001").seat("8001", acd.StateSignedOut)
	})
}

// The leader dies: another one decides, and what was offered is not offered again.
func TestLeaderDies(t *testing.T) {
	playFleet(t, func(f *fleetInMemory, a, b *scene) {
		b.at(0).online("8001", "8002").arrives("bob", "12385").heard("bob").told("floor city", "offered bob to 8001")
		a.arrives("ann", "12385").heard("ann").told("floor city", "offered ann to 8002")
		a.crash()
		f.change(func(f *fleetInMemory) { f.dead["a"] = true })
		b.at(5).answers("8001").talking("bob", "8001").look()
		b.seat("8002", acd.StateReady)
		b.arrives("cat", "12385").heard("cat").told("floor city", "offered cat to 8002").hangsUp("cat").hangsUp("bob")

		// It comes back, and its caller is served before others who came later.
		b.at(6).offline("8001", "8002").at(40).arrives("dan", "12385").heard("dan").look()
		a.look()
		a.restart(loadTree(t))
		b.online("8001")
		a.told("floor city", "offered ann to 8001").answers("8001").talking("ann", "8001")
		a.hangsUp("ann")
		b.at(200).hangsUp("dan")
	})
}

// Nobody decides for a while: callers are answered and keep their places, hear no invented
// ones, and nobody is offered; talks go on and end.
func TestFleetIsAway(t *testing.T) {
	playFleet(t, func(f *fleetInMemory, a, b *scene) {
		b.at(0).online("8001", "8002")
		a.arrives("ann", "12385").heard("ann").answers("8001").talking("ann", "8001")
		f.change(func(f *fleetInMemory) { f.down = true })
		a.look()
		b.look()
		a.at(1).arrives("bob", "12385").heard("bob").told("bob", "* stepped city/greet")
		b.at(2).arrives("cat", "12385").heard("cat")
		a.at(10).talking("ann", "8001").happened("floor city")
		a.plays("bob", "calm")
		a.hangsUp("8001").heard("ann").ended("ann", call.Answered, "seat") // at once
		a.at(30).happened("floor city")
		b.happened("floor city")
		f.change(func(f *fleetInMemory) { f.down = false })
		synctest.Wait()
		a.told("floor city", "talk-ended ann by seat").told("floor city", "call-queued bob").told("floor city", "offered bob to 8002")
		b.told("floor city", "call-queued cat")
		a.hangsUp("bob")
		b.hangsUp("cat")
	})
}

// A seat that asks for something while nobody decides is told so.
func TestWishWhileTheFleetIsAway(t *testing.T) {
	playFleet(t, func(f *fleetInMemory, a, _ *scene) {
		a.at(0).online("8001")
		f.change(func(f *fleetInMemory) { f.down = true })
		require.ErrorIs(t, a.board.Seats().Pause(context.Background(), "8001", "meal"), ErrNotPossible)
		f.change(func(f *fleetInMemory) { f.down = false })
		require.NoError(t, a.board.Seats().Pause(context.Background(), "8001", "meal"))
		a.seat("8001", acd.StatePaused)
	})
}

// One machine is cut off: its calls are offered to nobody meanwhile, and its callers keep
// their places.
func TestMachineIsCutOff(t *testing.T) {
	playFleet(t, func(f *fleetInMemory, a, b *scene) {
		b.at(0).arrives("bob", "12385").heard("bob")
		f.change(func(f *fleetInMemory) { f.cut["b"] = true })
		a.at(5).arrives("ann", "12385").heard("ann").online("8001").told("floor city", "offered ann to 8001")
		b.look()
		a.answers("8001").at(20).hangsUp("ann")
		b.at(25).happened("floor city")
		f.change(func(f *fleetInMemory) { f.cut["b"] = false })
		b.at(120).told("floor city", "offered bob to 8001").told("bob", "play bob 您的排队位置一直为您保留，请您继续等候。")
		require.Contains(t, b.all(), "dial PJSIP/8001@peer-a as bob-2 for 22s")
		b.hangsUp("bob")
	})
}

// rung is what was dialled for a leg.
func (s *scene) rung(leg string) string {
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	for id, ch := range s.phones.channels {
		if s.story.named(id) == leg {
			return ch.asked.Endpoint
		}
	}
	return ""
}

// The rules that were loaded last are in force; whose tree has others is told.
func TestTreesDiffer(t *testing.T) {
	playFleet(t, func(_ *fleetInMemory, a, b *scene) {
		require.Zero(t, a.metric("hotline_floor_rules_differ"))
		tree := loadTree(t)
		centre := tree.Centres["city"]
		centre.Queues = centre.Queues[1:]
		tree.Centres["city"] = centre
		b.board.Reload(tree)
		synctest.Wait()
		require.Contains(t, a.log.String(), "another machine has loaded other rules for a floor")
		a.board.Reload(tree)
		synctest.Wait()
		require.Zero(t, a.metric("hotline_floor_rules_differ"))
	})
}

// What a seat says of a talk that another machine carries is written there, once.
func TestClassifyAtAnotherMachine(t *testing.T) {
	playFleetOn(t, loadDesks, func(_ *fleetInMemory, a, b *scene) {
		b.at(0).online("8001")
		a.arrives("ann", "12385").heard("ann").answers("8001").at(3)
		_, err := b.board.Seats().Classify(context.Background(), "8001", "11")
		require.NoError(t, err)
		synctest.Wait()
		a.told("ann", "* classified 11 by 8001").look()
		a.crash().restart(loadDesks(t))
		a.notTold("ann", "* classified 11 by 8001").hangsUp("ann").at(100)
		require.Empty(t, b.story.ends())
	})
}

// A supervisor's code about a talk at another machine is handed on to it.
func TestSupervisorOfAnotherMachine(t *testing.T) {
	playFleet(t, func(_ *fleetInMemory, a, b *scene) {
		b.at(0).online("8001")
		a.arrives("ann", "12385").heard("ann").answers("8001").at(3)
		b.dials("sue", "8002", "*90")
		var c *caller
		b.board.mu.Lock()
		for _, other := range b.board.calls {
			c = other
		}
		b.board.mu.Unlock()
		require.NotNil(t, c)
		require.True(t, c.elsewhere("a"))
		b.hangsUp("sue")
		a.hangsUp("ann")
		a.at(100)
	})
}
