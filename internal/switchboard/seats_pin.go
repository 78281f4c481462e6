package switchboard

import (
	"context"
	"sync"
	"time"

	"hotline/internal/call"
	"hotline/internal/numbering"
	"hotline/internal/pin"
)

// Why a sign-in is refused, as the facts have it.
const (
	whyWrongPIN = "wrong-pin"
	whyLocked   = "locked"
)

// guard keeps PINs from being guessed.
type guard struct {
	mu sync.Mutex
	pin.Guard
}

// prove looks whether it is the seat that asks. Each try counts at once, so that many
// of them side by side are as slow as one after the other; the answer waits.
func (s Seats) prove(ctx context.Context, in SeatSignIn, known, own bool) error {
	want, has := s.pinOf(in.Seat)
	switch {
	case own && !has:
		return nil
	case in.PIN == "":
		return ErrWrongPIN // which is no guess
	}
	at := s.sb.now()
	s.sb.guard.mu.Lock()
	v := s.sb.guard.Try(at, in.Seat, in.Phone, in.PIN, want, has && known)
	s.sb.guard.mu.Unlock()
	if !v.Right {
		s.refused(in, at, v, known)
	}
	if v.Locked {
		return &LockedError{Until: time.UnixMilli(v.Until)}
	}
	if err := s.linger(ctx, v.Delay); err != nil {
		return err
	}
	if !v.Right {
		return ErrWrongPIN
	}
	return nil
}

func (s Seats) pinOf(seat string) (string, bool) {
	if s.sb.cfg.PINs == nil {
		return "", false
	}
	return s.sb.cfg.PINs(seat)
}

// refused puts a wrong try on record. What was typed for a seat that there is not may
// be a PIN in the wrong place, and is not written anywhere.
func (s Seats) refused(in SeatSignIn, at int64, v pin.Verdict, known bool) {
	fact := call.SignInRefused{At: at, Call: in.Call, Phone: in.Phone, Why: whyWrongPIN}
	if known {
		fact.Seat = in.Seat
	}
	if v.Locked {
		fact.Why, fact.Until = whyLocked, v.Until
	}
	s.sb.cfg.Log.Warn("somebody did not prove to be the seat", "seat", fact.Seat, "phone", numbering.Called(in.Phone), "why", fact.Why)
	if v.Again {
		return // one fact for a lock: who tries on and on must not fill the journal
	}
	if fact.Call == "" {
		fact.Call = s.sb.newID()
	}
	s.sb.ledger.call(at, fact.Call, fact)
	if s.sb.house != nil {
		s.sb.house.note(s.sb.cfg.Machine, fact.Call, at, fact) // it counts at every machine
	}
}

// linger lets time pass for the one who asks, and for nobody else.
func (s Seats) linger(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := s.sb.cfg.Clock.NewTimer()
	defer timer.Stop()
	timer.Reset(d)
	s.sb.cfg.Clock.Rest()
	select {
	case <-timer.C():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.sb.ctx.Done():
		return s.sb.ctx.Err()
	}
}
