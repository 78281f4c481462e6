package engine

import (
	"context"
	"time"

	"hotline/internal/dialplan"
	"hotline/internal/switchboard"
)

// loadPINs reads the PINs of seats. Without a file of secrets there are none.
func (e *Engine) loadPINs() (map[string]string, error) {
	if e.cfg.Secrets == "" {
		return map[string]string{}, nil
	}
	secrets, err := dialplan.LoadSecrets(e.cfg.Secrets)
	if err != nil {
		return nil, err
	}
	for _, w := range secrets.Warnings {
		e.cfg.Log.Warn("the secrets", "problem", w.String())
	}
	return secrets.PINs, nil
}

// pin is that of a seat, as the file of secrets had it when it was last read.
func (e *Engine) pin(seat string) (string, bool) {
	pin, ok := (*e.pins.Load())[seat]
	return pin, ok
}

// seatDay is what a seat has done today.
func (e *Engine) seatDay(ctx context.Context, seat string) (switchboard.SeatDay, error) {
	sums, err := e.figures.SeatToday(ctx, seat, e.clock.Now())
	if err != nil {
		return switchboard.SeatDay{}, err
	}
	day := switchboard.SeatDay{
		Answered: int(sums.Handled), Missed: int(sums.Missed), Talk: time.Duration(sums.Talk) * time.Millisecond,
	}
	if day.Answered > 0 {
		day.MeanTalk = day.Talk / time.Duration(day.Answered)
	}
	return day, nil
}
