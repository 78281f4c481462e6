package switchboard

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// arrived finds the fact of a caller's arrival.
func (s *scene) arrived(name string) (found call.Arrived) {
	s.t.Helper()
	err := s.story.journal.Read(context.Background(), 1, func(g journal.Group) error {
		for _, e := range g.Facts {
			if !strings.HasPrefix(g.Stream, "call/") || e.Kind != call.KindArrived {
				continue
			}
			f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
			if a := f.(call.Arrived); a.Channel == name {
				found = a
			}
			return err
		}
		return nil
	})
	require.NoError(s.t, err)
	return found
}

// comes: somebody is forwarded to us by another platform.
func (s *scene) comes(name, called, hops, age string) *scene {
	return s.enters(name, "13800138000", "trunk", "carrier", called, hops, age)
}

// waits looks at the one call on a floor.
func (s *scene) waits(floor string) (found acd.CallStatus) {
	s.t.Helper()
	s.floor(floor, func(state *acd.State) {
		require.Len(s.t, state.Calls(), 1)
		found = state.Calls()[0]
	})
	return found
}

// types presses keys one after the other.
func (s *scene) types(name, keys string) *scene {
	for _, key := range []byte(keys) {
		s.presses(name, key)
	}
	return s
}

// The scenes begin at eight in the morning in China: the town opens at nine.
func TestClosedCentreLeadsOnward(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12374").told("ann", "* stepped town/sorry").at(4).heard("ann").told("ann", "* moved to nation")
		require.Equal(t, s.start.UnixMilli(), s.waits("nation").Since, "she is as old as her call")
		s.answers("8003").talking("ann", "8003").hangsUp("ann").ended("ann", call.Answered, "caller")
	})
}

func TestOpenCentre(t *testing.T) {
	play(t, func(s *scene) {
		s.at(3600).arrives("ann", "12374").told("floor town", "call-queued ann").hangsUp("ann")
		s.ended("ann", call.AbandonedInQueue, "caller")
	})
}

func TestToldThatItIsClosed(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12374").hangsUp("ann").ended("ann", call.Closed, "caller")

		// The other centre of the chain is closed as well, and then it ends.
		s.at(0).arrives("bob", "12375").heard("bob").told("bob", "* stepped town/leave").notTold("bob", "* moved to town")
		s.hangsUp("bob").ended("bob", call.Closed, "caller")
		s.arrives("cat", "12375").heard("cat").heard("cat").at(5).presses("cat", '#').hangsUp("cat")
		s.ended("cat", call.LeftMessage, "caller")
	})
}

func TestChainAfterARestart(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12386").told("ann", "* moved to nation").crash()
		memory, err := recall(t.Context(), s.story.journal, quiet())
		require.NoError(t, err)
		for _, p := range memory.past() {
			require.Equal(t, travel{been: []string{"city", "nation"}, moves: 1}, p.travel)
			require.Equal(t, s.start.UnixMilli(), p.since)
		}
		s.restart(loadTree(t)).hangsUp("ann")
	})
}

func TestAreaCodeByKeys(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		then func(s *scene)
	}{
		"a centre here": {"010#", func(s *scene) {
			s.told("ann", "* moved to nation").answers("8003").talking("ann", "8003").hangsUp("ann").ended("ann", call.Answered, "caller")
		}},
		"another platform": {"0591#", func(s *scene) {
			s.told("ann", "dial PJSIP/059112385@carrier as ann-out-1 for 45s with "+ageHeader+" 9 with "+hopsHeader+" 1")
			s.answers("059112385").talking("ann", "059112385").hangsUp("ann").ended("ann", call.Forwarded, "caller")
		}},
		"no area code": {"0999#", func(s *scene) {
			s.told("floor city", "call-queued ann").hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.at(0).arrives("ann", "12376").at(9).types("ann", c.keys)
				c.then(s)
			})
		})
	}
}

func TestCallFromAnotherPlatform(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).comes("ann", "12376", "1", "120").at(10).types("ann", "0591#")
		s.told("ann", "dial PJSIP/059112385@carrier as ann-out-1 for 45s with "+ageHeader+" 130 with "+hopsHeader+" 2")
		s.refuses("059112385", asterisk.DialBusy, 17, 486)
		require.Equal(t, s.start.UnixMilli()-120_000, s.waits("city").Since, "she has waited there as well")
		arrived := s.arrived("ann")
		require.Equal(t, 1, arrived.Hops)
		require.Equal(t, int64(120_000), arrived.Age)
		s.crash().restart(loadTree(t))
		require.Equal(t, s.start.UnixMilli()-120_000, s.waits("city").Since)
		s.hangsUp("ann")
	})
}

func TestHopLimit(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"at once": func(s *scene) { s.comes("ann", "12376", "3", "").types("ann", "0591#") },
		"after a restart": func(s *scene) {
			s.comes("ann", "12376", "99999999999999999999", "").crash().restart(loadTree(t)).types("ann", "0591#")
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				act(s)
				s.told("floor city", "call-queued ann").notTold("ann", "* leg-dialled 059112385")
				s.types("ann", "").hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
			})
		})
	}
}

func TestWhomToBelieve(t *testing.T) {
	for _, c := range []struct {
		hops, age string
		trusted   bool
		wantHops  int
		wantAge   int64
	}{
		{"2", "90", true, 2, 90_000},
		{"2", "90", false, 2, 0},
		{"", "", true, 0, 0},
		{"-1", "-90", true, 0, 0},
		{"many", "old", true, 0, 0},
		{"1", "86400", true, 1, 3_600_000},
		{"99999999999999999999", "99999999999999999999", true, 1 << 30, 3_600_000},
	} {
		require.Equal(t, c.wantHops, readHops(c.hops), c.hops)
		require.Equal(t, c.wantAge, readAge(c.age, c.trusted), c.age)
	}
}

// On a trunk where no hotline can be called, none calls.
func TestAgeFromAStranger(t *testing.T) {
	play(t, func(s *scene) {
		tree := loadTree(t)
		in := tree.Trunks["carrier"]
		in.Hotlines = false
		tree.Trunks["carrier"] = in
		s.board.Reload(tree)
		s.comes("ann", "12385", "2", "600").heard("ann")
		require.Equal(t, s.start.UnixMilli(), s.waits("city").Since)
		require.Equal(t, 2, s.arrived("ann").Hops)
		s.hangsUp("ann")
	})
}

func TestOldNumber(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12377").told("ann", "play ann 号码改为12385 您好").crash().look().restart(loadTree(t))
		s.told("ann", "play ann 您好").hangsUp("ann") // she has heard it
	})
}

// A call for another platform that came to us is passed on.
func TestCallForAnotherPlatform(t *testing.T) {
	comes := func(s *scene) *scene {
		return s.at(0).arrives("ann", "0591-12385").told("ann", "dial PJSIP/059112385@carrier as ann-out-1 for 45s with "+ageHeader+" 0 with "+hopsHeader+" 1")
	}
	for name, act := range map[string]func(s *scene){
		"talks": func(s *scene) {
			comes(s).plays("ann", "default").answers("059112385").talking("ann", "059112385").hangsUp("059112385")
			s.ended("ann", call.Forwarded, "system")
		},
		"the caller hangs up": func(s *scene) { comes(s).hangsUp("ann").ended("ann", call.AbandonedRinging, "caller") },
		"busy": func(s *scene) {
			comes(s).refuses("059112385", asterisk.DialBusy, 17, 486).ended("ann", call.Handed, "system")
		},
		"not dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Server})
			comes(s).ended("ann", call.Handed, "system")
		},
		"keys mean nothing": func(s *scene) {
			comes(s).types("ann", "01234#*")
			for _, c := range s.board.calls {
				require.Empty(s.t, c.inputs)
			}
			s.hangsUp("ann").ended("ann", call.AbandonedRinging, "caller")
		},
		"too many hops": func(s *scene) { s.comes("ann", "0591-12385", "7", "").ended("ann", call.Handed, "system") },
		"the engine dies": func(s *scene) {
			comes(s).crash().restart(loadTree(t)).answers("059112385").talking("ann", "059112385").hangsUp("059112385")
			s.ended("ann", call.Forwarded, "system")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

// A carrier that sends a hotline's calls back to us, without our headers, sends them
// round and round.
func TestCallThatComesBackFromTheCarrier(t *testing.T) {
	play(t, func(s *scene) {
		const dialled = "* leg-dialled 059112385"
		s.at(0).arrives("one", "0591-12385").arrives("two", "0591-12385").arrives("three", "0591-12385").told("three", dialled)
		s.arrives("four", "0591-12385").notTold("four", dialled).ended("four", call.Handed, "system")
		s.enters("bob", "", "trunk", "carrier", "0591-12385").told("bob", dialled).hangsUp("bob")
		s.hangsUp("three").arrives("five", "0591-12385").told("five", dialled)
		s.hangsUp("one").hangsUp("two").hangsUp("five")
		require.Empty(t, s.board.abroad)
	})
}

func TestArrivalTellsWhy(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "010-12385").told("floor nation", "offered ann to 8003").hangsUp("ann")
		arrived := s.arrived("ann")
		require.Equal(t, "010", arrived.Area)
		require.Equal(t, "nation", arrived.Centre)
		require.Contains(t, arrived.Why, "trunk carrier")
	})
}

// Who asked for slow speech has it in every centre, and after a restart.
func TestSlowModeGoesAlong(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12376").look().presses("ann", '#').toldBegin("ann", "play ann 慢")
		s.heard("ann").types("ann", "010#").told("ann", "* moved to nation").crash().look().restart(loadTree(t))
		s.refuses("8003", asterisk.DialBusy, 17, 486)
		s.at(20).toldBegin("ann", "play ann 慢").hangsUp("ann")
	})
}

// toldBegin reports whether a line that begins so has happened since the last look.
func (s *scene) toldBegin(lane, begin string) *scene {
	s.t.Helper()
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	lines := s.story.lines[lane][s.read[lane]:]
	begins := func(line string) bool { return strings.HasPrefix(line, begin) }
	require.True(s.t, slices.ContainsFunc(lines, begins), "%s of %s: %v", begin, lane, lines)
	return s
}
