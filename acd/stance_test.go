package acd

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// arrows are all there are; "now>next" or one word at rest. A telephone that is lost is
// a "!" at the end, and unreachable>next at rest.
const arrows = `
signed-out          --sign-in-->  ready
ready               --sign-out--> signed-out
paused              --sign-out--> signed-out
ready               --pause-->    paused
paused              --pause-->    paused
paused              --ready-->    ready
ready               --offer-->    offered>ready
ready               --lose-->     unreachable>ready!
paused              --lose-->     unreachable>paused!
unreachable>ready!  --find-->     ready
unreachable>paused! --find-->     paused
unreachable>ready!  --pause-->    unreachable>paused!
unreachable>paused! --pause-->    unreachable>paused!
unreachable>paused! --ready-->    unreachable>ready!
unreachable>ready!  --sign-out--> signed-out
unreachable>paused! --sign-out--> signed-out
ready               --occupy-->   occupied>ready
paused              --occupy-->   occupied>paused
unreachable>ready!  --occupy-->   occupied>ready!
unreachable>paused! --occupy-->   occupied>paused!
`

// busyArrows hold for every stance of a seat that is at work on something, whether its
// telephone is lost or not: NEXT is ready or paused, and ! stays as it is.
const busyArrows = `
offered>NEXT        --pause-->    offered>paused
offered>paused      --ready-->    offered>ready
offered>NEXT        --accept-->   talking>NEXT
offered>NEXT        --release-->  NEXT
talking>NEXT        --pause-->    talking>paused
talking>paused      --ready-->    talking>ready
talking>NEXT        --talk-end--> NEXT
talking>NEXT        --wrap-up-->  wrap-up>NEXT
talking>NEXT        --merge-->    occupied>NEXT
occupied>NEXT       --take-->     talking>NEXT
occupied>NEXT       --occupy-->   occupied>NEXT
occupied>NEXT       --pause-->    occupied>paused
occupied>paused     --ready-->    occupied>ready
occupied>NEXT       --vacate-->   NEXT
occupied>NEXT       --notes-->    wrap-up>NEXT
wrap-up>NEXT        --occupy-->   occupied>NEXT
wrap-up>NEXT        --pause-->    wrap-up>paused
wrap-up>paused      --ready-->    wrap-up>ready
wrap-up>NEXT        --wrap-end--> NEXT
`

// allArrows spells the table out: right arrows, and where each leads.
func allArrows() map[string]string {
	all := map[string]string{}
	add := func(from, by, to string) { all[from+" --"+by+"-->"] = to }
	each := func(table string, take func(from, by, to string)) {
		for line := range strings.Lines(strings.TrimSpace(table)) {
			w := strings.Fields(line)
			take(w[0], strings.Trim(w[1], "->"), w[2])
		}
	}
	each(arrows, add)
	each(busyArrows, func(from, by, to string) {
		for _, next := range []string{"ready", "paused"} {
			if !strings.Contains(from, "NEXT") && next == "paused" {
				continue
			}
			from, to := strings.ReplaceAll(from, "NEXT", next), strings.ReplaceAll(to, "NEXT", next)
			for _, talk := range talksOf(from) {
				from, to := strings.Replace(from, "talking", talk, 1), to
				if strings.HasPrefix(to, "talking") && by != "accept" && by != "take" {
					to = strings.Replace(to, "talking", talk, 1)
				}
				add(from, by, to)
				if to == "ready" || to == "paused" {
					to = "unreachable>" + to
				}
				add(from+"!", by, to+"!")
			}
		}
	})
	for _, now := range []string{"offered", "talking", "on-hold", "consulting", "wrap-up", "occupied"} {
		for _, next := range []string{"ready", "paused"} {
			from := now + ">" + next
			add(from, "lose", from+"!")
			add(from+"!", "find", from)
			leave := "signed-out"
			if now != "wrap-up" {
				leave = now + ">signed-out"
			}
			if now != "offered" { // its offer is ended first
				add(from, "sign-out", leave)
				add(from+"!", "sign-out", leave)
			}
		}
	}
	for by, to := range map[string]string{
		"sign-in": "occupied>ready", "vacate": "signed-out", "occupy": "occupied>signed-out", "take": "talking>signed-out",
	} {
		add("occupied>signed-out", by, to)
	}
	for _, now := range []string{"talking", "on-hold", "consulting"} {
		add(now+">signed-out", "sign-in", now+">ready")
		add(now+">signed-out", "talk-end", "signed-out")
		add(now+">signed-out", "merge", "occupied>signed-out")
		for by, to := range map[string]string{"talk": "talking", "hold": "on-hold", "consult": "consulting"} {
			for _, next := range []string{">ready", ">paused", ">signed-out", ">ready!", ">paused!"} {
				if to != now {
					add(now+next, by, to+next)
				}
			}
		}
	}
	return all
}

// talksOf are the ways to talk of an arrow that begins in a talk.
func talksOf(from string) []string {
	if strings.HasPrefix(from, "talking") {
		return []string{"talking", "on-hold", "consulting"}
	}
	return []string{"talking"}
}

func (s Stance) arrowEnd() string {
	end := s.Now.String()
	if s.Now != s.Next {
		end += ">" + s.Next.String()
	}
	if s.Lost {
		end += "!"
	}
	return end
}

// allStances are those that a seat can be in.
func allStances() []Stance {
	all := []Stance{{}, {Now: StateReady, Next: StateReady}, {Now: StatePaused, Next: StatePaused}}
	for _, next := range []SeatState{StateReady, StatePaused} {
		all = append(all, Stance{StateUnreachable, next, true})
		for _, now := range []SeatState{StateOffered, StateTalking, StateOnHold, StateConsulting, StateWrapUp, StateOccupied} {
			all = append(all, Stance{now, next, false}, Stance{now, next, true})
		}
	}
	for _, now := range []SeatState{StateTalking, StateOnHold, StateConsulting, StateOccupied} {
		all = append(all, Stance{Now: now})
	}
	return all
}

// TestArrows takes every step from every stance: right arrows lead where the table
// says, and all others are refused.
func TestArrows(t *testing.T) {
	right := allArrows()
	for _, from := range allStances() {
		for by := range steps {
			arrow := fmt.Sprintf("%s --%v-->", from.arrowEnd(), by)
			t.Run(arrow, func(t *testing.T) {
				to, err := from.after(by)
				want, ok := right[arrow]
				delete(right, arrow)
				if !ok {
					require.Error(t, err)
					require.Equal(t, from, to)
					return
				}
				require.NoError(t, err)
				require.Equal(t, want, to.arrowEnd())
				require.Contains(t, allStances(), to)
			})
		}
	}
	require.Empty(t, right, "arrows from stances that are not")
	_, err := Stance{}.after(steps)
	require.Error(t, err)
}

// A talk that is passed is over for one seat, and begins for the other.
func TestAfterOfAFactAboutTwoSeats(t *testing.T) {
	f := &TalkPassed{Call: "1", From: "a", To: "b"}
	from, ok := Stance{Now: StateOnHold, Next: StateReady}.After(f, "a")
	require.True(t, ok)
	require.Equal(t, Stance{Now: StateReady, Next: StateReady}, from)
	to, ok := Stance{Now: StateOccupied, Next: StatePaused}.After(f, "b")
	require.True(t, ok)
	require.Equal(t, Stance{Now: StateTalking, Next: StatePaused}, to)
	idle := Stance{Now: StateReady, Next: StateReady}
	same, ok := idle.After(f, "b")
	require.False(t, ok)
	require.Equal(t, idle, same)
}

func TestStateNames(t *testing.T) {
	for state := range seatStates {
		text, err := state.MarshalText()
		require.NoError(t, err)
		var again SeatState
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, state, again)
	}
	for state := range callLeaving {
		text, err := state.MarshalText()
		require.NoError(t, err)
		var again CallState
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, state, again)
	}
	require.Error(t, new(SeatState).UnmarshalText([]byte("asleep")))
	require.Error(t, new(CallState).UnmarshalText([]byte("asleep")))
	require.Equal(t, "SeatState(10)", SeatState(10).String())
	require.Equal(t, "CallState(9)", CallState(9).String())
}
