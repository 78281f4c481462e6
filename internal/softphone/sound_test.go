package softphone

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const heardFor = 200 * time.Millisecond

func TestTonesBothWays(t *testing.T) {
	p := answeredPair(t)
	p.out.StartTone(440)
	p.in.StartTone(880)
	require.NoError(t, p.in.WaitTone(deadline(t), 440, heardFor))
	require.NoError(t, p.out.WaitTone(deadline(t), 880, heardFor))
	require.GreaterOrEqual(t, p.in.Heard().HeardTone(440), heardFor)
	require.Zero(t, p.in.Heard().HeardTone(880), "nobody hears himself")
	p.out.StopTone()
	require.NoError(t, p.in.WaitSilence(deadline(t), heardFor))
}

func TestPlayedSoundIsHeardInOrder(t *testing.T) {
	p := answeredPair(t)
	require.NoError(t, p.out.PlayTone(deadline(t), 500, 300*time.Millisecond))
	require.NoError(t, p.out.PlayTone(deadline(t), 700, 300*time.Millisecond))
	// Both were sent before anybody listened, and are still heard in order.
	require.NoError(t, p.in.WaitTone(deadline(t), 500, heardFor))
	require.NoError(t, p.in.WaitTone(deadline(t), 700, heardFor))
	ctx, cancel := context.WithCancel(deadline(t))
	ear := p.in.Listen()
	require.NoError(t, ear.WaitSilence(ctx, heardFor))
	cancel()
	require.ErrorIs(t, ear.WaitTone(ctx, 500, heardFor), context.Canceled)
}

func TestPromptIsRecognised(t *testing.T) {
	p := answeredPair(t)
	said, other := babble(1, 2*time.Second), babble(2, 2*time.Second)
	require.NoError(t, p.out.PlayTone(deadline(t), 600, 200*time.Millisecond))
	require.NoError(t, p.out.PlayPCM(deadline(t), said))
	m, err := p.in.WaitPrompt(deadline(t), said)
	require.NoError(t, err)
	require.True(t, p.in.Heard().Contains(said).Heard())
	require.False(t, p.in.Heard().Contains(other).Heard())
	require.GreaterOrEqual(t, m.end-m.Offset, len(said)*9/10, "not before it was heard to its end")
	require.InDelta(t, m.Offset, p.in.Heard().Contains(said).Offset, frameSize)
	path := filepath.Join(t.TempDir(), "heard.wav")
	require.NoError(t, p.in.Heard().SaveWAV(path))
	saved, err := ReadWAV(path)
	require.NoError(t, err)
	require.True(t, find(saved, said).Heard())
}

func TestSoundOfAnEndedCall(t *testing.T) {
	p := answeredPair(t)
	require.NoError(t, p.out.Hangup(deadline(t)))
	endOf(t, p.in)
	require.ErrorContains(t, p.in.WaitTone(deadline(t), 440, heardFor), "a tone of [440] Hz: the call ended")
	_, err := p.in.WaitPrompt(deadline(t), babble(1, time.Second))
	require.ErrorContains(t, err, "the call ended")
	_, err = p.in.WaitDigits(deadline(t), 1)
	var ended *EndedError
	require.ErrorAs(t, err, &ended)
	require.ErrorAs(t, p.out.PlayTone(deadline(t), 440, heardFor), &ended)
	require.ErrorAs(t, p.out.SendDTMF(deadline(t), "1", INFO), &ended)
}

func TestULawWhenOnlyThatIsCommon(t *testing.T) {
	callee := newPhone(t, Config{User: "callee", Codecs: []Codec{ULaw}})
	caller := newPhone(t, Config{User: "caller"})
	out, err := caller.Dial(deadline(t), callee.URI(), DialOptions{})
	require.NoError(t, err)
	in, err := callee.NextCall(deadline(t))
	require.NoError(t, err)
	require.NoError(t, in.Answer(deadline(t)))
	require.NoError(t, out.WaitAnswered(deadline(t)))
	require.Equal(t, ULaw, Codec(out.media.out.codec.Load()))
	out.StartTone(440)
	require.NoError(t, in.WaitTone(deadline(t), 440, heardFor))
}

func TestNoCommonCodec(t *testing.T) {
	callee := newPhone(t, Config{User: "callee", Codecs: []Codec{ULaw}})
	caller := newPhone(t, Config{User: "caller", Codecs: []Codec{ALaw}})
	out, err := caller.Dial(deadline(t), callee.URI(), DialOptions{})
	require.NoError(t, err)
	require.Equal(t, 488, endOf(t, out).Code)
}

func TestHoldAndResume(t *testing.T) {
	p := answeredPair(t)
	p.in.StartTone(440)
	p.out.StartTone(880)
	require.NoError(t, p.out.WaitTone(deadline(t), 440, heardFor))
	require.NoError(t, p.out.Hold(deadline(t)))
	require.Nil(t, p.in.media.out.remote.Load(), "the held side does not send")
	require.NotNil(t, p.out.media.out.remote.Load(), "the holding side may")
	p.out.SkipToNow()
	require.NoError(t, p.out.WaitSilence(deadline(t), heardFor))
	require.NoError(t, p.out.Resume(deadline(t)))
	require.NoError(t, p.out.WaitTone(deadline(t), 440, heardFor))
	p.in.SkipToNow()
	require.NoError(t, p.in.WaitTone(deadline(t), 880, heardFor))
}

func TestRefreshKeepsTheSession(t *testing.T) {
	p := answeredPair(t)
	before := p.out.ourSDP()
	require.NoError(t, p.in.Resume(deadline(t)), "a re-INVITE that changes nothing")
	require.Equal(t, string(before), string(p.out.ourSDP()), "the same SDP answers it")
	p.in.StartTone(440)
	require.NoError(t, p.out.WaitTone(deadline(t), 440, heardFor))
	require.NoError(t, p.out.Hangup(deadline(t)))
	require.ErrorIs(t, p.out.Hold(deadline(t)), ErrWrongState)
}
