package probe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/internal/softphone"
)

// late is what a sound may be late on its way through the network.
const late = time.Second

// sound waits for anything but silence.
func (a *attempt) sound(ctx context.Context, ear *softphone.Ear, since time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, a.probe.Hears.Within)
	defer cancel()
	if err := ear.WaitSound(ctx); err != nil {
		return a.unheard(Silent, fmt.Sprintf("nothing was heard for %s after the answer", a.probe.Hears.Within))
	}
	a.passed(Sound, a.now().Sub(since), "not silent")
	return nil
}

// words waits for the expected words.
func (a *attempt) words(ctx context.Context, ear *softphone.Ear, since time.Time) error {
	e := &a.probe.Hears
	began, heard := a.heard(ctx, ear, e, since)
	if !heard {
		return a.unheard(WrongPrompt, fmt.Sprintf("%s was not heard within %s, but something else", e, e.Within))
	}
	a.passed(Prompt, began.Sub(since), "heard %s", e)
	return nil
}

// key presses the key and waits for what it brings.
func (a *attempt) key(ctx context.Context) error {
	e := &a.probe.Then
	ear, pressed := a.call.Listen(), a.now()
	switch err := a.call.SendDTMF(ctx, a.probe.Key, softphone.RFC4733); {
	case errors.Is(err, softphone.ErrNoKeys):
		return &failedError{NoReaction, err.Error()}
	case err != nil:
		return a.unheard(NoReaction, err.Error())
	}
	began, heard := a.heard(ctx, ear, e, pressed)
	if !heard {
		return a.unheard(NoReaction, fmt.Sprintf("key %s did not bring %s within %s", a.probe.Key, e, e.Within))
	}
	a.passed(Key, began.Sub(pressed), "pressed %s, heard %s", a.probe.Key, e)
	return nil
}

// heard waits until the words were heard to their end, says when they began, and
// whether that was soon enough after since.
func (a *attempt) heard(ctx context.Context, ear *softphone.Ear, e *Expect, since time.Time) (began time.Time, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, e.Within+e.length()+late)
	defer cancel()
	match, err := ear.WaitPrompt(ctx, e.sound)
	if err != nil {
		return time.Time{}, false
	}
	began = a.call.Heard().TimeOf(match.Offset)
	return began, began.Sub(since) <= e.Within
}

// unheard is the failure to hear something, unless the call is over.
func (a *attempt) unheard(cause Cause, detail string) error {
	if !fired(a.call.Ended()) {
		return &failedError{cause, detail}
	}
	return &failedError{HungUp, fmt.Sprintf("the hotline hung up %.1fs after its answer",
		a.call.EndedAt().Sub(a.call.AnsweredAt()).Seconds())}
}
