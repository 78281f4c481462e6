package softphone

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// babble is a speech-like signal: syllables with a gliding pitch around 110 Hz,
// changing formants, and pauses. The seed is what is said; the voice is the same.
func babble(seed uint64, d time.Duration) []int16 {
	rng := rand.New(rand.NewPCG(seed, 12385))
	out := make([]int16, 0, samplesIn(d))
	phase := 0.0
	for len(out) < samplesIn(d) {
		length := samplesIn(time.Duration(120+rng.IntN(120)) * time.Millisecond)
		pitch, glide := 100+20*rng.Float64(), 40*rng.Float64()-20
		first, second := 300+500*rng.Float64(), 900+1500*rng.Float64()
		for i := range length {
			at := float64(i) / float64(length)
			phase += 2 * math.Pi * (pitch + glide*at) / SampleRate
			var v float64
			for h := 1.0; h < 30; h++ {
				f := h * pitch
				v += math.Sin(h*phase) * (math.Exp(-math.Abs(f-first)/100) + math.Exp(-math.Abs(f-second)/150))
			}
			out = append(out, int16(2500*v*math.Sin(math.Pi*at)))
		}
		if rng.IntN(4) == 0 {
			out = append(out, make([]int16, samplesIn(150*time.Millisecond))...)
		}
	}
	return out[:samplesIn(d)]
}

func heardVia(c Codec, before time.Duration, sound []int16) []int16 {
	hay := append(make([]int16, samplesIn(before)), sound...)
	hay = append(hay, make([]int16, SampleRate/3)...)
	return c.decode(c.encode(hay))
}

func TestFindAfterG711(t *testing.T) {
	said := babble(1, 3*time.Second)
	for _, codec := range []Codec{ALaw, ULaw} {
		m := find(heardVia(codec, 730*time.Millisecond, said), said)
		require.Greater(t, m.Score, 0.95, codec)
		require.InDelta(t, 0.730, m.Position().Seconds(), 0.001, codec)
	}
}

func TestFindTellsSentencesApart(t *testing.T) {
	for seed := uint64(1); seed < 9; seed++ {
		hay := heardVia(ALaw, time.Second, babble(seed, 3*time.Second))
		for other := seed + 1; other < 9; other++ {
			m := find(hay, babble(other, 2500*time.Millisecond))
			require.Less(t, m.Score, heardScore-0.1, "%d taken for %d", seed, other)
		}
	}
}

func TestFindToleratesLoss(t *testing.T) {
	said := babble(3, 3*time.Second)
	hay := heardVia(ALaw, time.Second, said)
	cut := append(append([]int16{}, hay[:SampleRate*2]...), hay[SampleRate*2+frameSize:]...)
	require.True(t, find(cut, said).Heard(), "one frame lost, the rest moved up")
	doubled := append(append([]int16{}, hay[:SampleRate*2+2*frameSize]...), hay[SampleRate*2:]...)
	require.True(t, find(doubled, said).Heard(), "two frames twice")
}

func TestFindInterruptedPrompt(t *testing.T) {
	said := babble(4, 6*time.Second)
	begun := heardVia(ALaw, 500*time.Millisecond, Prefix(said, 1500*time.Millisecond))
	require.False(t, find(begun, said).Heard(), "a quarter is not the whole")
	require.True(t, find(begun, Prefix(said, 1500*time.Millisecond)).Heard())
	tail := heardVia(ALaw, 0, said[samplesIn(400*time.Millisecond):])
	m := find(tail, said)
	require.True(t, m.Heard(), "the first 400 ms were cut: %v", m)
	require.InDelta(t, -0.4, m.Position().Seconds(), 0.001)
}

func TestFindEarliestOfRepeats(t *testing.T) {
	said := babble(5, time.Second)
	hay := append(heardVia(ALaw, time.Second, said), heardVia(ALaw, time.Second, said)...)
	require.InDelta(t, 1.0, find(hay, said).Position().Seconds(), 0.001)
}

func TestFindNothing(t *testing.T) {
	said := babble(6, time.Second)
	require.Zero(t, find(nil, said))
	require.Zero(t, find(said, nil))
	require.Zero(t, find(make([]int16, SampleRate), said).Score)
	require.Zero(t, find(said, make([]int16, SampleRate)), "silence is no evidence")
}

func TestCorrelateAgainstDefinition(t *testing.T) {
	hay, needle := babble(7, 20*time.Millisecond), babble(8, 5*time.Millisecond)
	for k, got := range correlate(hay, needle) {
		var want float64
		for i, s := range needle {
			if k+i < len(hay) {
				want += float64(s) * float64(hay[k+i])
			}
		}
		require.InDelta(t, want, got, 1+math.Abs(want)*1e-6, k)
	}
}

func TestSearchToleratesStutter(t *testing.T) {
	said := babble(3, 3*time.Second)
	r := newRecording()
	r.add(time.Now(), 0, make([]int16, SampleRate/2))
	for i, piece := range [][2]int{{0, 3000}, {3000, 9000}, {9000, 17000}, {17000, len(said)}} {
		r.add(time.Now(), []int{0, 928, 3512, 7315}[i], said[piece[0]:piece[1]])
	}
	require.False(t, find(r.view(), said).Heard(), "as it came")
	m := r.Contains(said)
	require.True(t, m.Heard(), "%v", m)
	require.InDelta(t, 0.5, m.Position().Seconds(), 0.001)
	require.Equal(t, r.Len(), m.end)
	require.False(t, r.Contains(babble(4, 3*time.Second)).Heard())

	e := Ear{rec: r, pos: SampleRate / 4}
	m, err := e.WaitPrompt(t.Context(), said)
	require.NoError(t, err)
	require.Equal(t, r.Len(), e.pos)
	require.InDelta(t, 0.5, m.Position().Seconds(), 0.001)
}
