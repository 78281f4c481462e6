package probe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"hotline/internal/softphone"
)

// Header marks a test call; its value is "1".
const Header = "X-Hotline-Probe"

// Prober makes test calls, one at a time.
type Prober interface {
	// Call makes the call and returns when it is over. The end of ctx hangs up.
	Call(ctx context.Context, p Probe) Result
}

// Caller is the Prober with a telephone.
type Caller struct {
	Now func() time.Time
	Log *slog.Logger // of the telephone; may be nil
}

var _ Prober = Caller{}

// Call implements [Prober]. The probe has to be prepared.
func (c Caller) Call(ctx context.Context, p Probe) Result {
	r := Result{Probe: p.Name, At: c.Now(), Cause: Passed}
	err := c.through(ctx, p.usual(), &r)
	var failed *failedError
	switch {
	case ctx.Err() != nil:
		r.Cause, r.Detail = Interrupted, "told to end"
	case errors.As(err, &failed):
		r.Cause, r.Detail = failed.cause, failed.detail
	case err != nil:
		r.Cause, r.Detail = Broken, err.Error()
	}
	r.Took = c.Now().Sub(r.At)
	return r
}

// through takes a telephone for one call.
func (c Caller) through(ctx context.Context, p Probe, r *Result) (err error) {
	user := p.Credentials.User
	if user == "" {
		user = p.From
	}
	phone, err := softphone.New(softphone.Config{
		User: user, Password: p.Credentials.Password, Realm: p.Credentials.Realm, Server: p.Server, Log: c.Log,
	})
	if err != nil {
		return err
	}
	// Close hangs up what still lasts, with BYE or CANCEL, and waits 2s at most.
	defer func() { err = errors.Join(err, phone.Close()) }()
	if err := phone.Start(ctx); err != nil {
		return err
	}
	return (&attempt{probe: p, phone: phone, now: c.Now, result: r}).run(ctx)
}

// attempt is one call on its way through the phases.
type attempt struct {
	probe  Probe
	phone  *softphone.Phone
	call   *softphone.Call
	now    func() time.Time
	result *Result
}

func (a *attempt) run(ctx context.Context) error {
	if err := a.answer(ctx); err != nil {
		return err
	}
	// Two pairs of ears: what the first hears must not be lost to the second.
	sound, words := a.call.Listen(), a.call.Listen()
	answered := a.call.AnsweredAt()
	if err := a.sound(ctx, sound, answered); err != nil {
		return err
	}
	if a.probe.Hears.words() {
		if err := a.words(ctx, words, answered); err != nil {
			return err
		}
	}
	if a.probe.Key != "" {
		return a.key(ctx)
	}
	return nil
}

func (a *attempt) passed(phase Phase, took time.Duration, format string, args ...any) {
	a.result.Steps = append(a.result.Steps, Step{phase, max(took, 0), fmt.Sprintf(format, args...)})
}

func (a *attempt) answer(ctx context.Context) error {
	p := a.probe
	ctx, cancel := context.WithTimeout(ctx, p.AnswerWithin)
	defer cancel()
	call, err := a.phone.Dial(ctx, p.Number, softphone.DialOptions{From: p.From, Headers: map[string]string{Header: "1"}})
	if err != nil {
		return &failedError{Unreachable, err.Error()}
	}
	a.call = call
	if err := call.WaitAnswered(ctx); err != nil {
		return a.unanswered(err)
	}
	a.passed(Answer, call.AnsweredAt().Sub(call.Began()), "answered")
	return nil
}

// unanswered says why there was no answer.
func (a *attempt) unanswered(err error) error {
	var ended *softphone.EndedError
	switch {
	case errors.As(err, &ended):
		return refusal(ended.End)
	case !fired(a.call.Reached()):
		return &failedError{Unreachable, fmt.Sprintf("%s says nothing: is it SIP over UDP, and may we call it?", a.probe.Server)}
	}
	return &failedError{NoAnswer, fmt.Sprintf("not answered within %s", a.probe.AnswerWithin)}
}

func refusal(end softphone.End) error {
	said := fmt.Sprintf("%d %s", end.Code, end.Reason)
	switch {
	case !end.ByRemote && end.Code == 408:
		return &failedError{Unreachable, end.Reason}
	case !end.ByRemote && end.Code == 0:
		return &failedError{Broken, end.Reason}
	case end.Code == 486 || end.Code == 600:
		return &failedError{Busy, said}
	case end.ByRemote && end.Code < 300:
		return &failedError{HungUp, "right after the answer: " + said}
	}
	return &failedError{Refused, said}
}

func fired(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
