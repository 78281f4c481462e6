package switchboard

import (
	"context"
	"errors"
	"math"
	"slices"

	"hotline/ivr"
)

// seatDo does what the seat at the telephone wishes, beside the call: a wrong PIN may
// take a while. It is for telephones of ours alone, whatever flow asks.
func (c *caller) seatDo(e ivr.SeatDo) {
	switch {
	case c.account == "":
		c.step(ivr.Result{What: ivr.Failed, Reason: "not a seat"})
		return
	case e.Action == ivr.SeatCall:
		c.dialNumber(e.Number)
		return
	case e.Action == ivr.SeatFollowUp:
		c.followUp(e.Number)
		return
	case e.Action == ivr.SeatHelp:
		c.help()
		return
	case slices.Contains([]string{modeListen, modeWhisper, modeBarge, modeTakeOver}, e.Action):
		c.supervise(e.Action, e.Number)
		return
	}
	c.wishes++
	n, seat := c.wishes, c.seat
	if e.Action == ivr.SeatSignIn && e.Seat != "" {
		seat = e.Seat
	}
	c.sb.spawn(func() {
		data, err := c.wish(e, seat)
		c.facts.put(seatDone{n, e.Action, seat, data, err})
	})
}

// seatDone is what came of a wish.
type seatDone struct {
	wish         int
	action, seat string
	data         map[string]any
	err          error
}

func (c *caller) seatDone(m seatDone) {
	if m.err == nil && m.action == ivr.SeatSignIn {
		c.seat = m.seat
	}
	if m.wish != c.wishes {
		return
	}
	if m.err == nil {
		c.step(ivr.Result{What: ivr.Done, Data: m.data})
		return
	}
	c.log.Info("a seat's wish is not granted", "seat", c.seat, "wish", m.action, "why", m.err)
	c.step(ivr.Result{What: ivr.Failed, Reason: whyNotDone(m.err), Data: m.data})
}

// wish does it. The data are for the flow to say.
func (c *caller) wish(e ivr.SeatDo, seat string) (map[string]any, error) {
	seats, ctx := c.sb.Seats(), c.ctx
	switch e.Action {
	case ivr.SeatSignIn:
		err := seats.SignIn(ctx, SeatSignIn{Seat: seat, Phone: c.account, PIN: e.PIN, Call: c.id})
		return c.lockData(err), err
	case ivr.SeatSignOut:
		return nil, seats.SignOut(ctx, seat)
	case ivr.SeatReady:
		return nil, seats.Ready(ctx, seat)
	case ivr.SeatPause:
		return c.pause(ctx, e, seat)
	case ivr.SeatExtend:
		return nil, seats.Extend(ctx, seat, e.By)
	case ivr.SeatClassify:
		class, err := seats.Classify(ctx, seat, e.Digits)
		return map[string]any{
			"text": class.String(), "code": class.Code, "function": class.Function, "field": class.Field, "refused": class.Refused,
		}, err
	case ivr.SeatFigures:
		day, err := seats.Figures(ctx, seat)
		return day.data(), err
	}
	return nil, ErrNotPossible
}

// pause takes the reason that a digit stands for.
func (c *caller) pause(ctx context.Context, e ivr.SeatDo, seat string) (map[string]any, error) {
	reason := e.Reason
	if e.Digits != "" {
		if reason = c.tree.PauseReasons[e.Digits[0]]; reason == "" || len(e.Digits) > 1 {
			return nil, ErrUnknownReason
		}
	}
	return map[string]any{"pause": reason}, c.sb.Seats().Pause(ctx, seat, reason)
}

// lockData tells for how many minutes more a seat is locked.
func (c *caller) lockData(err error) map[string]any {
	var locked *LockedError
	if !errors.As(err, &locked) {
		return nil
	}
	left := locked.Until.Sub(c.sb.cfg.Clock.Now())
	return map[string]any{"minutes": math.Ceil(left.Minutes())}
}

// data are the figures in the units in which they are said.
func (d SeatDay) data() map[string]any {
	return map[string]any{
		"answered": float64(d.Answered), "missed": float64(d.Missed),
		"talk": math.Round(d.Talk.Minutes()), "average_seconds": math.Round(d.MeanTalk.Seconds()),
		"average_minutes": math.Round(d.MeanTalk.Minutes()),
	}
}

// whyNotDone is the reason that a flow learns.
func whyNotDone(err error) string {
	var locked *LockedError
	switch {
	case errors.As(err, &locked):
		return whyLocked
	case errors.Is(err, ErrWrongPIN):
		return whyWrongPIN
	case errors.Is(err, ErrUnknownSeat), errors.Is(err, ErrUnknownPhone):
		return "unknown seat"
	case errors.Is(err, ErrNoTalk):
		return whyNoCall
	case errors.Is(err, ErrUnknownClass):
		return "unknown class"
	case errors.Is(err, ErrUnknownReason):
		return "unknown reason"
	}
	return "not possible now"
}
