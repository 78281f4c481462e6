package switchboard

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
)

// Seats are what a seat, or a program in its name, does besides talking. Feature codes
// come here as well: there is one way to do each thing. All methods may be called at any
// time, by any goroutine, after Start. They return when the journal has accepted what
// was done. While the link to Asterisk is down the floors stand still, and so does the
// answer: ctx bounds the wait. In a fleet whoever asks is told soon that nobody decides.
type Seats struct{ sb *Switchboard }

// Seats gives access to what seats do.
func (sb *Switchboard) Seats() Seats { return Seats{sb} }

// The errors of what seats do.
var (
	ErrUnknownSeat   = errors.New("there is no such seat")
	ErrUnknownPhone  = errors.New("there is no such telephone")
	ErrWrongPIN      = errors.New("that is not the seat's PIN") // nor is there such a seat, perhaps
	ErrNotPossible   = errors.New("the seat cannot do that now")
	ErrNoTalk        = errors.New("the seat has talked with nobody yet")
	ErrUnknownClass  = errors.New("no class of calls has these digits")
	ErrUnknownReason = errors.New("no reason of pauses has this key")
	ErrNoFigures     = errors.New("there are no figures")
)

// LockedError says that too many wrong PINs were given for the seat or at the telephone. The
// right one does not help before Until.
type LockedError struct{ Until time.Time }

// Error implements error.
func (e *LockedError) Error() string {
	return fmt.Sprintf("too many wrong PINs: locked until %s", e.Until.Format(time.TimeOnly))
}

// SeatSignIn says who wants to be at work, and where.
type SeatSignIn struct {
	Seat  string
	Phone string // SIP account; empty = at the seat's own telephones
	PIN   string // not needed at the seat's own ones, if it has none
	Call  string // by which he asks; empty = none
}

// SignIn lets a seat begin work at a telephone, or go on there: its calls ring there
// alone, and whoever was at work there signs out. After wrong PINs the answer takes a
// while, and then there is a LockedError for all. ErrWrongPIN also says that there is no
// such seat, or that it has no PIN and this telephone is not its own.
func (s Seats) SignIn(ctx context.Context, in SeatSignIn) error {
	tree := s.sb.tree.Load()
	if in.Seat == "" {
		return ErrUnknownSeat
	}
	if _, there := tree.Phones[in.Phone]; !there && in.Phone != "" {
		return ErrUnknownPhone
	}
	known := tree.FloorOfSeat(in.Seat) != ""
	own := known && (in.Phone == "" || tree.SeatOfPhone(in.Phone) == in.Seat)
	if err := s.prove(ctx, in, known, own); err != nil {
		return err
	}
	where := in.Phone
	if own {
		where = ""
	}
	if other := s.sb.desks.atWork(in.Phone, tree); other != "" && other != in.Seat {
		if err := s.SignOut(ctx, other); err != nil && !errors.Is(err, ErrNotPossible) {
			return err
		}
	}
	return s.wish(ctx, in.Seat, acd.SignIn{At: s.sb.now(), Seat: in.Seat, Phone: where})
}

// SignOut ends a seat's work, wherever it is. A talk goes on.
func (s Seats) SignOut(ctx context.Context, seat string) error {
	return s.wish(ctx, seat, acd.SignOut{At: s.sb.now(), Seat: seat})
}

// Pause says that the seat wants no calls, for a reason (示忙原因).
func (s Seats) Pause(ctx context.Context, seat, reason string) error {
	return s.wish(ctx, seat, acd.Pause{At: s.sb.now(), Seat: seat, Reason: reason})
}

// Ready ends a pause and a wrap-up.
func (s Seats) Ready(ctx context.Context, seat string) error {
	return s.wish(ctx, seat, acd.Ready{At: s.sb.now(), Seat: seat})
}

// Extend makes the wrap-up longer, where its queue lets it.
func (s Seats) Extend(ctx context.Context, seat string, by time.Duration) error {
	return s.wish(ctx, seat, acd.ExtendWrapUp{At: s.sb.now(), Seat: seat, By: by.Milliseconds()})
}

// Classify says by digits what the seat's last talk was about, the one under way
// included. It may be said again; the last word counts.
func (s Seats) Classify(_ context.Context, seat, digits string) (dialplan.Class, error) {
	class, ok := s.sb.tree.Load().Classes.Read(digits)
	if !ok {
		return class, ErrUnknownClass
	}
	talk, ok := s.sb.lastTalks.get(seat)
	if !ok {
		return class, ErrNoTalk
	}
	at := s.sb.now()
	fact := call.Classified{
		At: at, Call: talk.call, Seat: seat,
		Code: class.Code, Function: class.Function, Field: class.Field, Refused: class.Refused,
	}
	if home := s.sb.lastTalks.home(seat); home != "" {
		s.sb.house.note(home, talk.call, at, fact)
		return class, nil
	}
	s.sb.ledger.call(at, talk.call, fact)
	return class, nil
}

// SeatDay is what a seat has done today, since midnight in China.
type SeatDay struct {
	Answered int           // calls whose talk and wrap-up are over
	Missed   int           // calls that rang out
	Talk     time.Duration // in all
	MeanTalk time.Duration // zero if there was none
}

// Figures are the seat's own of the day.
func (s Seats) Figures(ctx context.Context, seat string) (SeatDay, error) {
	if s.sb.cfg.Figures == nil {
		return SeatDay{}, ErrNoFigures
	}
	if s.sb.tree.Load().FloorOfSeat(seat) == "" {
		return SeatDay{}, ErrUnknownSeat
	}
	return s.sb.cfg.Figures(ctx, seat)
}

// wishTime is the longest that a fleet may take with a wish.
const wishTime = 4 * time.Second

// wish asks the seat's floor, and waits for the answer.
func (s Seats) wish(ctx context.Context, seat string, in acd.Input) error {
	name := s.sb.tree.Load().FloorOfSeat(seat)
	if name == "" {
		return ErrUnknownSeat
	}
	answer := newInbox[wished](s.sb.cfg.Clock)
	late := s.sb.cfg.Clock.NewTimer()
	defer late.Stop()
	if s.sb.shares() {
		late.Reset(wishTime)
	}
	s.sb.floor(name).send(wish{seat, in, answer})
	s.sb.cfg.Clock.Rest()
	select {
	case <-late.C():
		return ErrNotPossible // for now: it may come to be
	case <-answer.ready:
		if w := answer.take(); !w[0].granted {
			return ErrNotPossible
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.sb.ctx.Done():
		return s.sb.ctx.Err()
	}
}
