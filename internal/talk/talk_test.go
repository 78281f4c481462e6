package talk

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// arrows are all that Next can do, as talk.md draws them: "from --> to: input (acts)".
func arrows() []string {
	var all []string
	for _, from := range Phases() {
		for _, kind := range Kinds() {
			for _, helper := range []string{"", "8002"} {
				s := State{Phase: from, Seat: "8001"}
				in := Input{Kind: kind, Third: "8002", Helper: helper}
				switch from {
				case Consulting, Swapped, ThreeParty, Aside:
					s.Third, s.Helper = "8002", helper
				case Calling, Transferring, Passing:
					s.Third = "8002"
				}
				next, acts, err := s.Next(in)
				if err != nil {
					continue
				}
				line := string(from) + " --> " + string(next.Phase) + ": " + string(kind)
				if next.Seat != s.Seat {
					line += " (the helper's talk)"
				}
				var names []string
				for _, a := range acts {
					names = append(names, string(a))
				}
				if len(names) > 0 {
					line += " / " + strings.Join(names, ", ")
				}
				all = append(all, line)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var arrowForm = regexp.MustCompile(`^    ([a-z-]+ --> [a-z-]+: .*)$`)

func TestTheDrawingIsTheMachine(t *testing.T) {
	text, err := os.ReadFile("talk.md")
	require.NoError(t, err)
	var drawn []string
	for line := range strings.Lines(string(text)) {
		if m := arrowForm.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			drawn = append(drawn, m[1])
		}
	}
	slices.Sort(drawn)
	require.Equal(t, arrows(), drawn)
}

func TestWhatIsNotPossibleChangesNothing(t *testing.T) {
	for _, from := range Phases() {
		for _, kind := range Kinds() {
			s := State{Phase: from, Seat: "8001", Third: "8002"}
			next, acts, err := s.Next(Input{Kind: kind})
			if err != nil {
				require.ErrorIs(t, err, ErrNotNow)
				require.Equal(t, s, next)
				require.Empty(t, acts)
			}
			if from.Ended() {
				require.Error(t, err, "%s in %s", kind, from)
			}
		}
	}
}

// world keeps books of its own of who is there.
type world struct {
	caller, seat, third, rings bool
}

// live takes one input and holds what must always be true.
func (w *world) live(t *rapid.T, s State, in Input) State {
	next, acts, err := s.Next(in)
	if err != nil {
		for _, must := range []Kind{CallerGone, SeatGone, ThirdGone, Answered, Failed} {
			require.NotEqual(t, must, in.Kind, "what happens is always taken: %v in %s", in, s.Phase)
		}
		return s
	}
	switch in.Kind {
	case CallerGone:
		w.caller = false
	case SeatGone:
		w.seat = false
	case ThirdGone, Failed:
		w.third, w.rings = false, false
	case Answered:
		w.third, w.rings = true, false
	}
	for i, act := range acts {
		require.NotContains(t, acts[:i], act)
		switch act {
		case Dial:
			require.False(t, w.rings || w.third)
			w.rings = true
		case DropThird:
			w.third, w.rings = false, false
		case DropSeat:
			w.seat = false
		case Give:
			require.False(t, w.seat, "the seat's leg is released before another takes its place")
			if in.Kind == TakeOver {
				w.third = true
			}
			require.True(t, w.third && w.caller, "a caller is given to somebody who is there")
			if !next.Phase.Ended() {
				w.seat, w.third = true, false
			}
		}
	}
	w.holds(t, next, acts)
	return next
}

func (w *world) holds(t *rapid.T, s State, acts []Act) {
	ends := 0
	for _, a := range []Act{EndCaller, EndSeat, GoBack} {
		if slices.Contains(acts, a) {
			ends++
		}
	}
	if s.Phase == Over || s.Phase == Returned {
		require.Equal(t, 1, ends, "how it ended is said once")
		require.False(t, w.third || w.rings, "nobody is left behind")
		require.Equal(t, w.caller && !slices.Contains(acts, EndSeat), s.Phase == Returned)
		return
	}
	require.Zero(t, ends)
	sounds := s.Sounds()
	require.Equal(t, w.caller, sounds.Caller != Nothing, "a caller who is there hears something, in %s", s.Phase)
	require.Equal(t, w.third, sounds.Third != Nothing, s.Phase)
	require.Equal(t, w.rings, s.Phase.Rings())
	talking := 0
	for _, h := range []Hears{sounds.Caller, sounds.Seat, sounds.Third} {
		if h == Bridge {
			talking++
		}
	}
	require.NotEqual(t, 1, talking, "nobody talks with himself")
	if !w.seat {
		require.Equal(t, Nothing, sounds.Seat)
	}
	require.Equal(t, w.third || w.rings, s.Third != "" || s.Phase == Passed && s.Helper == "" && w.third)
}

func TestAnyTalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, w := Begin("8001"), world{caller: true, seat: true}
		for range 30 {
			if s.Phase.Ended() {
				break
			}
			possible := []Kind{Hold, Retrieve, Consult, Transfer, Join, Swap, Leave, Back, TakeOver}
			if w.caller {
				possible = append(possible, CallerGone)
			}
			if w.seat {
				possible = append(possible, SeatGone)
			}
			if w.third {
				possible = append(possible, ThirdGone)
			}
			if w.rings {
				possible = append(possible, Answered, Failed, ThirdGone)
			}
			in := Input{
				Kind: rapid.SampledFrom(possible).Draw(t, "kind"), Third: "12345",
				Helper: rapid.SampledFrom([]string{"", "8002", "8003"}).Draw(t, "helper"),
			}
			s = w.live(t, s, in)
		}
	})
}
