package rehearsal

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/dialplan"
)

func loadTree(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load("testdata/tree")
	require.NoError(t, err)
	return tree
}

// play makes a stage with seats that are at work; it is closed when the test ends.
func play(t testing.TB, world World) *Stage {
	t.Helper()
	if world.At.IsZero() {
		world.At = noon()
	}
	if world.Others.Does == "" {
		world.Others = AtWork()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	s, err := New(ctx, loadTree(t), world)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

func never() bool { return false }

// happened is the story from a place on, in lines.
func happened(s *Stage, from int) []string {
	lines := []string{}
	for _, h := range s.Story().From(from) {
		lines = append(lines, fmt.Sprintf("%.1f %s", h.At.Seconds(), h))
	}
	return lines
}

func calls(to string) Call { return Call{Trunk: "carrier", From: "13800138000", To: to} }

func TestACallFromGreetingToGoodbye(t *testing.T) {
	s := play(t, World{})
	require.NoError(t, s.Place(calls("12385")))
	require.NoError(t, s.Pass(time.Minute, never))
	require.Equal(t, time.Minute, s.Now())
	ok, err := s.OtherHangsUp()
	require.True(t, ok)
	require.NoError(t, err)
	more, err := s.Onward(func() bool { return s.Story().Len() == 12 })
	require.True(t, more)
	require.NoError(t, err)
	require.Equal(t, []string{
		"0.0 calls 12385, of centre harbin",
		"0.0 comes to city/greet",
		"0.0 hears 您好，这里是哈尔滨市残疾人服务热线。",
		"4.0 comes to city/wait (then)",
		"4.0 waits in queue harbin/advice",
		"4.0 calling 8001",
		"4.0 hears music: calm",
		"6.0 talks with 8001",
		"60.0 8001 hangs up",
		"60.0 the talk ends, by the seat",
		"60.0 comes to city/bye (then)",
		"60.0 hears 再见。",
	}, happened(s, 0))
}

// A prompt that is cut short was heard only in part.
func TestHeardInPart(t *testing.T) {
	s := play(t, World{})
	require.NoError(t, s.Place(calls("12385")))
	require.Empty(t, s.Story().From(2)[0].Heard())
	require.NoError(t, s.Pass(time.Second, never))
	ok, err := s.Press('0')
	require.True(t, ok)
	require.NoError(t, err)
	greeting := s.Story().From(2)[0]
	require.Equal(t, "您好，这", greeting.Heard())
	require.Equal(t, "hears 您好，这里是哈尔滨市残疾人服务热线。 – cut short after 1.0s", greeting.String())
}

// Who is not there can do nothing.
func TestNobodyOnTheLine(t *testing.T) {
	s := play(t, World{})
	for name, act := range map[string]func() (bool, error){
		"press":          func() (bool, error) { return s.Press('1') },
		"hang up":        s.HangUp,
		"other hangs up": s.OtherHangsUp,
		"speak":          func() (bool, error) { return s.Speak("x", time.Second), nil },
	} {
		ok, err := act()
		require.NoError(t, err)
		require.False(t, ok, name)
	}
	more, err := s.Onward(never)
	require.False(t, more)
	require.NoError(t, err)
	require.Zero(t, s.Now())
}

// Other callers keep the seats busy and stand in line before ours; the story is
// his alone.
func TestCrowd(t *testing.T) {
	s := play(t, World{Crowds: []Crowd{{Calls: 5, Trunk: "carrier", To: "88612385", Keys: "1"}}})
	require.Zero(t, s.Now())
	require.NoError(t, s.Place(calls("88612385")))
	ok, err := s.Press('1')
	require.True(t, ok)
	require.NoError(t, err)
	require.NoError(t, s.Pass(50*time.Second, never))
	require.Equal(t, []string{
		"0.0 calls 88612385, of centre harbin",
		"0.0 comes to menu/choose",
		"0.0 hears 您好。要咨询，请按 1。要转到其他地区，请按 2。要再听一遍，请按星号键；要听慢一点，请按井号键。要人工服务，请按 0，也可以不按键，稍候为您转接。 – cut short after 0.0s",
		"0.0 presses 1",
		"0.0 comes to menu/wait (key 1)",
		"0.0 waits in queue harbin/advice",
		"0.0 hears music: default",
	}, happened(s, 0)[:7])
	require.Contains(t, happened(s, 7)[0], "您前面还有3位来电者") // two of five talk
	ok, err = s.OtherHangsUp()
	require.False(t, ok, "ours talks with nobody")
	require.NoError(t, err)
}

// A rehearsal in which real time runs out says so, and can be closed.
func TestRealTimeRunsOut(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := New(ctx, loadTree(t), World{At: noon(), Others: AtWork()})
	require.ErrorIs(t, err, context.Canceled)
}

// A call in which something happens for ever comes to an end.
func TestEndless(t *testing.T) {
	s := play(t, World{})
	var again func() bool
	again = func() bool {
		s.clock.after(0, again)
		return false
	}
	s.clock.after(0, again)
	require.ErrorIs(t, s.Pass(time.Second, never), ErrEndless)
}

func BenchmarkCall(b *testing.B) {
	tree := loadTree(b)
	for b.Loop() {
		s, err := New(b.Context(), tree, World{At: noon(), Others: AtWork()})
		require.NoError(b, err)
		require.NoError(b, s.Place(calls("12385")))
		require.NoError(b, s.Pass(time.Minute, never))
		s.Close()
	}
}
