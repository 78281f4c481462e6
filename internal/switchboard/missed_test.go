package switchboard

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

// opening is the second at which centre missed opens: tests begin at 8 in China.
const opening = 60 * 60

// missedList is the callback list of floor missed.
func (s *scene) missedList() (list []acd.CallbackStatus) {
	s.floor("missed", func(state *acd.State) { list = state.Callbacks() })
	return list
}

func TestWhoReachedNobodyIsCalledBack(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(s *scene)
		list bool
	}{
		"hung up during the greeting": {func(s *scene) { s.at(opening).arrives("ann", "12390").at(opening + 5).hangsUp("ann") }, true},
		"hung up at once":             {func(s *scene) { s.at(opening).arrives("ann", "12390").at(opening + 2).hangsUp("ann") }, false},
		"was told that it is closed":  {func(s *scene) { s.at(0).arrives("ann", "12390").at(5).hangsUp("ann") }, true},
		"nobody was there": {func(s *scene) {
			s.at(opening).arrives("ann", "12390").heard("ann").told("floor missed", "overflowed ann: no-seat").at(opening + 5).hangsUp("ann")
		}, true},
		"hung up in the queue": {func(s *scene) {
			s.at(opening).online("8021").arrives("ann", "12390").heard("ann").at(opening + 5).hangsUp("ann")
		}, true},
		"withheld his number": {func(s *scene) {
			s.at(0).enters("ann", "", "trunk", "carrier", "12390").at(5).hangsUp("ann")
		}, false},
		"cannot be called back": {func(s *scene) {
			s.at(0).enters("ann", "10086", "trunk", "carrier", "12390").at(5).hangsUp("ann")
		}, false},
		"left a message": {func(s *scene) {
			s.at(0).arrives("ann", "12390").heard("ann").heard("ann").at(9).hangsUp("ann").at(20)
			s.ended("ann", call.LeftMessage, "caller")
		}, false},
		"talked": {func(s *scene) {
			s.at(opening).online("8021").arrives("ann", "12390").heard("ann").at(opening + 5).answers("8021").hangsUp("ann")
		}, false},
		"the centre calls nobody back": {func(s *scene) { s.at(0).arrives("ann", "12381").at(5).hangsUp("ann") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				c.act(s)
				list := s.missedList()
				if !c.list {
					require.Empty(t, list)
					return
				}
				require.Len(t, list, 1)
				require.Equal(t, "missed/advice", list[0].Queue)
				require.Equal(t, "13800138000", list[0].Number)
				require.True(t, list[0].Missed)
			})
		})
	}
}

// A caller whom nobody could help while the centre was closed is called when it
// opens; the seat hears that he did not ask for it.
func TestAMissedCallerIsCalledBack(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8021").arrives("ann", "12390").at(5).hangsUp("ann").ended("ann", call.Closed, "caller")
		s.told("floor missed", "callback-listed ann: missed")
		s.at(30).told("floor missed", "callback-put-off").notTold("floor missed", "call-queued back")
		s.at(opening-1).notTold("floor missed", "call-queued back")
		s.at(opening).told("floor missed", "call-queued back").answers("8021").told("back", "play back-1 "+wordMissed)
		s.heard(s.channel("8021")).answers("13800138000").talking(s.channel("8021"), "13800138000")
		s.hangsUp("8021").ended("back", call.CallbackReached, "seat")
		require.Empty(t, s.missedList())
	})
}

// The engine that goes on knows that he did not ask.
func TestAMissedCallerIsCalledBackByTheNextEngine(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8021").arrives("ann", "12390").at(5).hangsUp("ann").at(opening).crash().restart(loadTree(t))
		s.answers("8021").told("back", "play back-1 "+wordMissed).hangsUp("8021")
		s.ended("back", call.CallbackFailed, "seat")
	})
}

// He is listed before his call is over, so a drain does not lose him.
func TestAMissedCallerIsListedBeforeTheEngineEnds(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12390").at(5)
		s.linkDown().do(func(p *phones) { p.end("ann", true, 16, 0) })
		s.linkUp().ended("ann", call.Failed, "system")
		require.Empty(t, s.missedList(), "he may have reached the fallback group")

		s.arrives("bob", "12390").at(9)
		written := make(chan struct{})
		s.story.slow("floor/missed", written)
		s.hangsUp("bob").notTold("bob", "* ended closed by caller")
		close(written)
		s.at(10).told("bob", "* ended closed by caller").told("floor missed", "callback-listed bob: missed")
	})
}

// A number that no trunk may dial troubles no seat.
func TestAMissedCallerWhoseNumberCannotBeDialled(t *testing.T) {
	play(t, func(s *scene) {
		s.at(opening).online("8021")
		s.board.floor("missed").send(askBack{acd.AskCallback{
			At: s.board.now(), Callback: backID, Of: "0000000000000a5k", Queue: "missed/advice", Number: "10086", Missed: true,
		}})
		s.at(opening+1).told("floor missed", "callback-tried back: failed").notTold("back", "* leg-dialled 8021")
		s.ended("back", call.CallbackFailed, "system")
	})
}

func TestFloorsLearnWhenCallersMayBeCalledBack(t *testing.T) {
	const told, always = "hours-set missed/advice: 21 windows", "hours-set missed/advice: 1 windows"
	week := 7 * 24 * time.Hour
	play(t, func(s *scene) {
		s.at(0).told("floor missed", told).look()
		s.board.Reload(loadTree(t))
		s.at(1).happened("floor missed").crash().restart(loadTree(t)).happened("floor missed")

		// Nothing is told for its own sake; what happens first in a new week is.
		s.at(2*week.Seconds()).happened("floor missed").online("8021").happened("floor missed", told, "seat-signed-in 8021")
		s.offline("8021").happened("floor missed", "seat-signed-out 8021")

		tree := loadTree(t)
		tree.Centres["missed"].Queues[0].Rules.Callback.Missed = false
		s.board.Reload(tree)
		s.at(2*week.Seconds()+1).happened("floor missed", always)
		s.board.Reload(loadTree(t))
		s.at(2*week.Seconds()+2).happened("floor missed", told)
	})
}
