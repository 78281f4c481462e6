package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/prompt"
	"hotline/internal/rig"
	"hotline/internal/softphone"
	"hotline/ivr"
)

// play is the demo's two people and what they heard.
type play struct {
	rig   *rig.Rig
	story *story
	seat  *softphone.Phone
	who   *softphone.Phone

	greeted, seatHeard, callerHeard bool
}

// Tones that the two sides play to each other instead of talking, in Hz.
const (
	seatTone   = 440
	callerTone = 660
)

// seatAtWork registers the seat's telephone, which signs it in.
func (p *play) seatAtWork(ctx context.Context) (err error) {
	if p.seat, err = p.rig.SeatPhone(ctx, seat); err != nil {
		return err
	}
	if err := p.seat.Register(ctx); err != nil {
		return err
	}
	p.story.say("seat       a softphone registered as seat %s", seat)
	select {
	case <-p.story.signed:
		return nil
	case <-time.After(patience):
		return errors.New("the seat did not get signed in")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// oneCall lets the caller dial and the seat answer, and waits for the end.
func (p *play) oneCall(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if p.who, err = p.rig.CarrierPhone(ctx, caller); err != nil {
		return err
	}
	p.story.begin()
	p.story.say("dialled    a caller dials %s through the carrier's trunk", hotline)
	out, err := p.who.Dial(ctx, hotline, softphone.DialOptions{})
	if err != nil {
		return err
	}
	if err := p.hearGreeting(ctx, out); err != nil {
		return err
	}
	in, err := p.seat.NextCall(ctx)
	if err != nil {
		return fmt.Errorf("the seat's telephone did not ring: %w", err)
	}
	if err := p.answer(ctx, in); err != nil {
		return err
	}
	if err := p.talk(ctx, out, in); err != nil {
		return err
	}
	if err := out.Hangup(ctx); err != nil {
		return err
	}
	select {
	case <-p.story.ended:
		return nil
	case <-ctx.Done():
		return errors.New("the call did not end on record")
	}
}

// hearGreeting recognises the flow's first words in what the caller hears.
func (p *play) hearGreeting(ctx context.Context, out *softphone.Call) error {
	if err := out.WaitAnswered(ctx); err != nil {
		return fmt.Errorf("nobody took the call: %w", err)
	}
	text, err := p.greeting()
	if err != nil {
		return err
	}
	sound, err := p.rig.Library.Get(ctx, "", text)
	if err != nil {
		return err
	}
	pcm, err := readSound(sound)
	if err != nil {
		return err
	}
	match, err := out.WaitPrompt(ctx, softphone.Prefix(pcm, 3*time.Second))
	if err != nil {
		return fmt.Errorf("the greeting was not heard: %w", err)
	}
	p.greeted = true
	p.story.say("heard      the caller hears: %s (recognised, %.0f %% sure)", text, match.Score*100)
	return nil
}

// greeting is the first thing that the flow says.
func (p *play) greeting() (string, error) {
	route, ok := p.rig.Tree.Route(dialplan.Query{At: time.Now(), Trunk: trunk, Called: hotline, Caller: caller})
	if !ok {
		return "", fmt.Errorf("the dialplans have no way for %s on trunk %s", hotline, trunk)
	}
	vars := ivr.Vars{
		Centre: route.Centre, Title: p.rig.Tree.Centres[route.Centre].Title, Tier: string(route.Tier),
		Area: route.Area, Trunk: trunk, Lead: route.Lead, Language: route.Language,
	}
	session, err := ivr.NewSession(p.rig.Tree.Program, route.Flow, vars)
	if err != nil {
		return "", err
	}
	for _, e := range session.Next(time.Now(), ivr.Start{}) {
		if say, ok := e.(ivr.Play); ok && len(say.Texts) > 0 {
			return say.Texts[0].Text, nil
		}
	}
	return "", fmt.Errorf("the flow %s does not begin with words", route.Flow)
}

func readSound(s prompt.Sound) ([]int16, error) { return softphone.ReadWAV(s.Path + ".wav") }

// answer lets the telephone ring for a moment, as people do.
func (p *play) answer(ctx context.Context, in *softphone.Call) error {
	if err := in.Ring(); err != nil {
		return err
	}
	select {
	case <-time.After(1500 * time.Millisecond):
	case <-in.Ended():
		return errors.New("it stopped ringing before the seat could answer")
	}
	return in.Answer(ctx)
}

// talk lets both sides play a tone and listen for the other's.
func (p *play) talk(ctx context.Context, out, in *softphone.Call) error {
	out.SkipToNow()
	out.StartTone(callerTone)
	in.StartTone(seatTone)
	if err := in.WaitTone(ctx, callerTone, time.Second); err != nil {
		return fmt.Errorf("the seat does not hear the caller: %w", err)
	}
	p.seatHeard = true
	p.story.say("sound      the seat hears the caller (%d Hz)", callerTone)
	if err := out.WaitTone(ctx, seatTone, time.Second); err != nil {
		return fmt.Errorf("the caller does not hear the seat: %w", err)
	}
	p.callerHeard = true
	p.story.say("sound      the caller hears the seat (%d Hz)", seatTone)
	return nil
}

// verdict tells whether the call went as it should.
func (p *play) verdict() error {
	if !p.greeted || !p.seatHeard || !p.callerHeard {
		return errors.New("the sound did not go both ways")
	}
	return nil
}

// reach is where a telephone registers.
func (p *play) reach() string {
	addr := p.rig.Server.Site().SIP
	if addr.Addr().IsUnspecified() {
		return fmt.Sprintf("this machine's address, port %d", addr.Port())
	}
	return addr.String()
}

// stay keeps everything up for people to try, until ctx ends.
func (p *play) stay(ctx context.Context, in io.Reader, visitor astconf.Guest) error {
	_ = p.seat.Close()
	fmt.Fprintf(p.story.out, `
Everything stays up. To try it with a softphone of your own (on this machine, or
start the demo with --bind ADDRESS to reach it from others):

  as a seat    register at %s, user 8002, password %s
               It is signed in as soon as it is registered (*12 signs out, *11 in).
               Press Enter here: a caller dials %s and your telephone rings.
  as a caller  register another one there, user %s, password %s
               Dial %s, and talk to yourself at the seat.

Ctrl-C ends it all.
`, p.reach(), p.rig.Secrets.Seats["8002"], hotline, visitor.Number, visitor.Password, hotline)
	lines := make(chan struct{})
	go func() {
		for scan := bufio.NewScanner(in); scan.Scan(); {
			select {
			case lines <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-lines:
			if out, err := p.who.Dial(ctx, hotline, softphone.DialOptions{}); err == nil {
				go p.melody(ctx, out)
			}
		}
	}
}

// melody lets the demo's caller play a tone until somebody hangs up.
func (p *play) melody(ctx context.Context, out *softphone.Call) {
	if out.WaitAnswered(ctx) == nil {
		out.StartTone(callerTone)
	}
	select {
	case <-out.Ended():
	case <-ctx.Done():
	}
}
