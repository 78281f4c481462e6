package softphone

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/emiago/sipgo/sip"
)

// PlayPCM plays 8 kHz samples and returns when the last was sent. Several plays
// come one after the other.
func (c *Call) PlayPCM(ctx context.Context, samples []int16) error {
	if len(samples) == 0 {
		return nil
	}
	return c.send(ctx, "playing", &clip{sound: slices.Clone(samples), sent: make(chan struct{})})
}

// PlayTone plays a sine of freq hertz for d and returns when it was sent.
func (c *Call) PlayTone(ctx context.Context, freq float64, d time.Duration) error {
	return c.PlayPCM(ctx, Tone(freq, d))
}

// StartTone sounds freq hertz whenever nothing else is played, until StopTone.
func (c *Call) StartTone(freq float64) { c.media.out.setTone(freq) }

// StopTone ends what StartTone began.
func (c *Call) StopTone() { c.media.out.setTone(0) }

// Mute stops sending altogether, or goes on: while it is on, not one packet leaves,
// as from a phone whose line is cut. What is played meanwhile waits.
func (c *Call) Mute(on bool) { c.media.out.muted.Store(on) }

// SendDTMF presses keys (0-9 * # A-D) one after the other and returns when they
// were sent; for INFO, when the other side took them.
func (c *Call) SendDTMF(ctx context.Context, digits string, mode DTMFMode) error {
	digits, err := parseKeys(digits)
	if err != nil {
		return err
	}
	if mode == INFO {
		return c.sendInfo(ctx, digits)
	}
	if c.media.out.events.Load() == 0 {
		return ErrNoKeys
	}
	return c.send(ctx, "sending keys", keyClips(digits)...)
}

func (c *Call) sendInfo(ctx context.Context, digits string) error {
	for _, key := range digits {
		req := c.dialog.request(sip.INFO)
		req.AppendHeader(sip.NewHeader("Content-Type", "application/dtmf-relay"))
		req.SetBody(infoBody(key))
		if _, _, err := c.request(ctx, req); err != nil {
			return err
		}
	}
	return nil
}

func (c *Call) onInfo(req *sip.Request, tx sip.ServerTransaction) {
	if key, ok := parseInfo(req.Body()); ok {
		c.heardDigit(Digit{Key: key, Mode: INFO, At: time.Now()})
	}
	c.phone.respond(req, tx, 200, "OK") // not before: it allows the next key
}

func (c *Call) heardDigit(d Digit) {
	select {
	case c.digits <- d:
	default:
		c.log.Warn("key dropped: nobody reads Digits")
	}
}

// Digits delivers the keys that the other side pressed.
func (c *Call) Digits() <-chan Digit { return c.digits }

// WaitDigits waits for n keys and returns them.
func (c *Call) WaitDigits(ctx context.Context, n int) (string, error) {
	var got []rune
	for len(got) < n {
		select {
		case d := <-c.digits:
			got = append(got, d.Key)
		case <-c.ended.done:
			if len(c.digits) == 0 {
				return string(got), &EndedError{End: c.theEnd()}
			}
		case <-ctx.Done():
			return string(got), fmt.Errorf("softphone: waiting for %d keys, have %d: %w", n, len(got), ctx.Err())
		}
	}
	return string(got), nil
}

// Heard is the recording of everything this call hears.
func (c *Call) Heard() *Recording { return c.media.in.heard }

// Listen is another pair of ears, which hears from now on. The call's own waits
// below share one pair, which hears from the beginning.
func (c *Call) Listen() *Ear {
	e := &Ear{rec: c.Heard()}
	e.SkipToNow()
	return e
}

// SkipToNow makes the waits below forget what was heard so far.
func (c *Call) SkipToNow() { c.ear.SkipToNow() }

// WaitTone is [Ear.WaitTone] with the call's own ears.
func (c *Call) WaitTone(ctx context.Context, freq float64, atLeast time.Duration) error {
	return c.ear.WaitTone(ctx, freq, atLeast)
}

// WaitSound is [Ear.WaitSound] with the call's own ears.
func (c *Call) WaitSound(ctx context.Context) error { return c.ear.WaitSound(ctx) }

// WaitSilence is [Ear.WaitSilence] with the call's own ears.
func (c *Call) WaitSilence(ctx context.Context, d time.Duration) error {
	return c.ear.WaitSilence(ctx, d)
}

// WaitPrompt is [Ear.WaitPrompt] with the call's own ears.
func (c *Call) WaitPrompt(ctx context.Context, reference []int16) (Match, error) {
	return c.ear.WaitPrompt(ctx, reference)
}

// send puts clips into the outgoing stream and waits until they are out.
func (c *Call) send(ctx context.Context, doing string, clips ...*clip) error {
	if len(clips) == 0 {
		return nil
	}
	c.media.out.enqueue(clips)
	select {
	case <-clips[len(clips)-1].sent:
		return nil
	case <-c.ended.done:
		return &EndedError{End: c.theEnd()}
	case <-ctx.Done():
		c.media.out.drop(clips) // what is left of them is not sent
		return fmt.Errorf("softphone: %s: %w", doing, ctx.Err())
	}
}
