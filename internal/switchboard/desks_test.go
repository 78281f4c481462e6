package switchboard

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
)

func loadDesks(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load("testdata/desks")
	require.NoError(t, err)
	return tree
}

// playDesks is a scene in a house with PINs and telephones of nobody.
func playDesks(t *testing.T, act func(s *scene)) {
	t.Helper()
	playOn(t, loadDesks(t), func(s *scene) {
		s.pins = map[string]string{"8002": "4711", "8006": "2580"}
		act(s)
	})
}

func (s *scene) pin(seat string) (string, bool) {
	pin, ok := s.pins[seat]
	return pin, ok
}

func (s *scene) figures(_ context.Context, seat string) (SeatDay, error) {
	day, ok := s.day[seat]
	if !ok {
		return SeatDay{}, errors.New("the records are away")
	}
	return day, nil
}

func (s *scene) caller(_ context.Context, number string, centres []string) (string, error) {
	for _, centre := range centres {
		if call := s.callers[number+" "+centre]; call != "" {
			return call, nil
		}
	}
	return "", nil
}

// signsIn: somebody at a telephone types a seat's number and PIN.
func (s *scene) signsIn(desk, phone, seat, pin string) *scene {
	return s.dials(desk, phone, "*10"+seat).heard(desk).types(desk, pin+"#")
}

// hears checks what somebody has heard since the last look, and that he has heard it.
func (s *scene) hears(desk, text string) *scene {
	s.t.Helper()
	return s.told(desk, "play "+desk+" "+text).heard(desk)
}

func TestSignInAtATelephoneOfNobody(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).signsIn("desk", "9001", "8002", "4711").hears("desk", "签入").told("floor city", "seat-signed-in 8002 at 9001")
		s.ended("desk", call.Completed, "system")

		// From there the seat does what it does elsewhere, and leaves.
		s.dials("desk2", "9001", "*141").hears("desk2", "示忙 小休").seat("8002", acd.StatePaused)
		s.dials("desk3", "9001", "*13").hears("desk3", "可以").seat("8002", acd.StateReady)
		s.crash().restart(loadDesks(t))
		s.dials("desk4", "9001", "*12").hears("desk4", "签出").seat("8002", acd.StateSignedOut)
		s.dials("desk5", "9001", "*13").hears("desk5", "不行 unknown seat")
	})
}

func TestPauseWithAKeyThatMeansNothing(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.online("8001").dials("desk", "8001", "*147").hears("desk", "不行 unknown reason")
		s.dials("desk2", "8001", "*1411").hears("desk2", "不行 unknown reason").seat("8001", acd.StateReady)
	})
}

func TestOwnTelephone(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.dials("a", "8001", "*11").hears("a", "签入").told("floor city", "seat-signed-in 8001")
		s.dials("b", "8002", "*11").hears("b", "不行 wrong-pin").seat("8002", acd.StateSignedOut) // it has a PIN
		s.signsIn("c", "8002", "8002", "4711").hears("c", "签入").told("floor city", "seat-signed-in 8002")
		s.signsIn("d", "8056", "8006", "2580").hears("d", "签入").told("floor city", "seat-signed-in 8006") // one of its own
		s.at(0).signsIn("e", "9001", "8001", "1234").hears("e", "不行 wrong-pin")                           // it has no PIN
	})
}

// Who signs in where another seat is at work takes its place.
func TestSignInWhereAnotherIsAtWork(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.online("8001").seat("8001", acd.StateReady)
		s.signsIn("a", "8001", "8002", "4711").hears("a", "签入").seat("8001", acd.StateSignedOut).seat("8002", acd.StateReady)

		// Its own seat does not come back by itself while a guest is there.
		s.offline("8001").seat("8002", acd.StateUnreachable).online("8001").seat("8002", acd.StateReady).seat("8001", acd.StateSignedOut)
		s.crash().restart(loadDesks(t)).seat("8002", acd.StateReady).seat("8001", acd.StateSignedOut)
		s.signsIn("b", "8001", "8006", "2580").hears("b", "签入").seat("8002", acd.StateSignedOut).seat("8006", acd.StateReady)
		s.signsIn("c", "9001", "8006", "2580").hears("c", "签入").told("floor city", "seat-signed-in 8006 at 9001")
		s.dials("d", "8001", "*11").hears("d", "签入").seat("8001", acd.StateReady).seat("8006", acd.StateReady)
	})
}

func TestWrongPIN(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).signsIn("a", "9001", "8002", "0000").hears("a", "不行 wrong-pin")
		s.told("a", "* sign-in-refused 8002 at 9001: wrong-pin")

		// The next answer takes a second, that to the right PIN as well; others go on meanwhile.
		s.signsIn("b", "9001", "8002", "0001").look().online("8001").seat("8001", acd.StateReady).notTold("b", "play b 不行 wrong-pin")
		s.at(1).hears("b", "不行 wrong-pin").signsIn("c", "9001", "8002", "4711").at(2.9).seat("8002", acd.StateSignedOut)
		s.at(3).hears("c", "签入").seat("8002", acd.StateReady)
		s.signsIn("d", "9001", "8002", "0002").hears("d", "不行 wrong-pin") // the right one made good for those before
		require.NotContains(t, s.log.String(), "4711")
	})
}

// Five wrong ones lock the seat, over a restart of the engine too.
func TestLockedSeat(t *testing.T) {
	for name, c := range map[string]struct{ seat, shown string }{"a seat": {"8002", "8002"}, "no seat": {"8999", ""}} {
		t.Run(name, func(t *testing.T) {
			playDesks(t, func(s *scene) {
				s.pins["8999"] = "4711" // of a seat that is no more
				s.at(0)
				for n, desk := range []string{"a", "b", "c", "d", "e"} {
					s.signsIn(desk, "9001", c.seat, "0000")
					s.at([]float64{0, 1, 3, 7, 15}[n]).hears(desk, "不行 wrong-pin")
					s.told(desk, "* sign-in-refused "+c.shown+" at 9001: wrong-pin")
				}
				s.signsIn("f", "9002", c.seat, "4711").hears("f", "不行 locked").told("f", "* sign-in-refused "+c.shown+" at 9002: locked")
				s.signsIn("f2", "9002", c.seat, "4711").hears("f2", "不行 locked").notTold("f2", "* sign-in-refused "+c.shown+" at 9002: locked")
				if c.seat == "8002" {
					s.crash().restart(loadDesks(t)).signsIn("g", "9002", c.seat, "4711").hears("g", "不行 locked")
					s.at(914).signsIn("h", "9002", c.seat, "4711").hears("h", "签入")
				}
			})
		})
	}
}

// A telephone that goes from seat to seat is locked; what the journal has of it is
// enough to know that after a restart.
func TestLockedTelephone(t *testing.T) {
	playDesks(t, func(s *scene) {
		for n := range 10 {
			desk := string(rune('a' + n))
			s.signsIn(desk, "9001", "70"+string(rune('0'+n)), "0000").hears(desk, "不行 wrong-pin")
		}
		s.crash().restart(loadDesks(t))
		s.signsIn("k", "9001", "8002", "4711").hears("k", "不行 locked")
		s.signsIn("l", "9002", "8002", "4711").hears("l", "签入")
	})
}

func TestSeatsInProcess(t *testing.T) {
	playDesks(t, func(s *scene) {
		ctx, seats := s.t.Context(), s.board.Seats()
		require.NoError(t, seats.SignIn(ctx, SeatSignIn{Seat: "8002", Phone: "9001", PIN: "4711"}))
		require.NoError(t, seats.Pause(ctx, "8002", "用餐"))
		s.seat("8002", acd.StatePaused)
		require.NoError(t, seats.Ready(ctx, "8002"))
		require.ErrorIs(t, seats.Extend(ctx, "8002", time.Minute), ErrNotPossible)
		require.NoError(t, seats.SignOut(ctx, "8002"))
		require.ErrorIs(t, seats.Pause(ctx, "8002", "用餐"), ErrNotPossible)
		for _, err := range []error{
			seats.SignOut(ctx, "8099"), seats.SignIn(ctx, SeatSignIn{Phone: "9001"}),
		} {
			require.ErrorIs(t, err, ErrUnknownSeat)
		}
		require.ErrorIs(t, seats.SignIn(ctx, SeatSignIn{Seat: "8001", Phone: "7777"}), ErrUnknownPhone)
		require.ErrorIs(t, seats.SignIn(ctx, SeatSignIn{Seat: "8002", PIN: "1"}), ErrWrongPIN)
		require.ErrorIs(t, seats.SignIn(ctx, SeatSignIn{Seat: "8099", PIN: "1"}), ErrWrongPIN, "nobody learns that there is none")
		_, err := seats.Classify(ctx, "8002", "11")
		require.ErrorIs(t, err, ErrNoTalk)
		_, err = seats.Classify(ctx, "8002", "99")
		require.ErrorIs(t, err, ErrUnknownClass)
		_, err = seats.Figures(ctx, "8099")
		require.ErrorIs(t, err, ErrUnknownSeat)

		// Who asks while the link is down waits as long as he wants to.
		s.linkDown()
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		require.ErrorIs(t, seats.SignOut(short, "8002"), context.DeadlineExceeded)
		s.linkUp()

		// A locked seat says until when.
		for range 4 {
			require.ErrorIs(t, seats.SignIn(ctx, SeatSignIn{Seat: "8002", PIN: "1"}), ErrWrongPIN)
		}
		var locked *LockedError
		require.ErrorAs(t, seats.SignIn(ctx, SeatSignIn{Seat: "8002", PIN: "4711"}), &locked)
		require.Equal(t, 15*time.Minute, time.Until(locked.Until).Round(time.Minute))
		require.Contains(t, locked.Error(), "locked until")
	})
}

// A caller from outside is no seat, whatever flow he comes to.
func TestACallerIsNoSeat(t *testing.T) {
	playDesks(t, func(s *scene) {
		tree := loadDesks(t)
		in := tree.Trunks["carrier"]
		in.Numbers["12385"] = dialplan.Route{Centre: "city", Flow: "sign-in"}
		tree.Trunks["carrier"] = in
		s.board.Reload(tree)
		s.at(0).arrives("ann", "12385").hears("ann", "不行 not a seat")
	})
}

func TestFiguresOfTheDay(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.day = map[string]SeatDay{"8001": {Answered: 12, Missed: 1, Talk: 61 * time.Minute, MeanTalk: 305 * time.Second}}
		s.dials("a", "8001", "*18").hears("a", "12 1 61")
		s.dials("b", "8002", "*18").hears("b", "不行 not possible now")
	})
}

func TestClassification(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).dials("a", "8001", "*1612").hears("a", "不行 no call")
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001")
		s.dials("b", "8001", "*1612").hears("b", "政策咨询 教育 ").told("ann", "* classified 12 by 8001")
		s.dials("c", "8001", "*1699").hears("c", "不行 unknown class")
		s.hangsUp("ann").ended("ann", call.Answered, "caller").look()

		// The call is over, and the engine another: it is classified all the same, and does
		// not come to life again.
		s.crash().restart(loadDesks(t))
		s.dials("d", "8001", "*1601").hears("d", "  诉讼").happened("ann", "* classified 01 by 8001")
		s.crash()
		remembered, err := recall(t.Context(), s.story.journal, quiet())
		require.NoError(t, err)
		require.Empty(t, remembered.past())
		s.restart(loadDesks(t)).ended("ann", call.Answered, "caller")
	})
}
