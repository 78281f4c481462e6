package probe

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/internal/softphone"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds every wait of a test; a test that needs it has failed.
const patience = 2 * time.Minute

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// words are a sound that is like no other: syllables of noise. Each seed says
// something else.
func words(seed uint64, d time.Duration) []int16 {
	rng := rand.New(rand.NewPCG(seed, 12385))
	out := make([]int16, int(d.Seconds()*softphone.SampleRate))
	for i := range out {
		loud := 4000.0
		if i%1600 > 1300 { // a pause after each
			loud = 0
		}
		out[i] = int16(loud * (2*rng.Float64() - 1))
	}
	return out
}

// What the hotline of the tests says.
func greeting() []int16 { return words(1, 1200*time.Millisecond) }

func answerTo1() []int16 { return words(2, 900*time.Millisecond) }

func wav(t *testing.T, samples []int16) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sound.wav")
	require.NoError(t, softphone.WriteWAV(path, samples))
	return path
}
