package figures

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/record"
)

// Checker counts what the journal tells, fact by fact, in the plainest way: it keeps
// every call in memory and looks through all of them for each question. It shares
// nothing with the call records.
type Checker struct {
	arrived map[string]int64
	stays   []*checkedStay
	offers  []*checkedOffer
	talks   []*checkedTalk
	backs   []*checkedBack
	seats   map[checkedSeatID]*checkedSeat
	spells  []checkedSpell

	// the last of each, by what names it
	inLine   map[string]*checkedStay
	ringing  map[string]*checkedOffer
	underWay map[string]*checkedTalk
	onList   map[string]*checkedBack
}

type checkedStay struct {
	floor, call, queue, fate, reason string
	callback                         bool
	joined, left                     int64 // left is 0 while it lasts
}

type checkedOffer struct {
	floor, call, queue, seat string
	at                       int64
	result                   acd.OfferEnd
}

type checkedTalk struct {
	floor, call, queue, seat string
	begun, ended, done       int64
	cut                      bool
}

type checkedBack struct {
	floor, of, queue         string
	listed, reached, givenUp int64
}

// NewChecker has read nothing yet.
func NewChecker() *Checker {
	return &Checker{
		arrived: map[string]int64{}, seats: map[checkedSeatID]*checkedSeat{},
		inLine: map[string]*checkedStay{}, ringing: map[string]*checkedOffer{},
		underWay: map[string]*checkedTalk{}, onList: map[string]*checkedBack{},
	}
}

var errFarEnough = errors.New("the journal was read as far as asked")

// Read reads the journal from its beginning up to the group of that number. A fact
// that it cannot do without and cannot read is a *record.UnreadError.
func (c *Checker) Read(ctx context.Context, j record.Source, upTo int64) error {
	err := j.Read(ctx, 1, func(g journal.Group) error {
		if g.Seq > upTo {
			return errFarEnough
		}
		return c.group(g)
	})
	if errors.Is(err, errFarEnough) {
		return nil
	}
	return err
}

func (c *Checker) group(g journal.Group) error {
	for _, e := range g.Facts {
		if id, ok := strings.CutPrefix(g.Stream, journal.CallPrefix); ok && e.Kind == call.KindArrived {
			f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
			if err != nil {
				return &record.UnreadError{Group: g.Seq, Err: err}
			}
			c.callFact(id, f)
		}
		if floor, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix); ok {
			f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
			if err != nil {
				return &record.UnreadError{Group: g.Seq, Err: err}
			}
			c.Fact(floor, f)
		}
	}
	return nil
}

func (c *Checker) callFact(id string, fact call.Fact) {
	if f, ok := fact.(call.Arrived); ok {
		c.arrived[id] = f.At
	}
}

// Fact counts one fact of a floor.
func (c *Checker) Fact(floor string, fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.CallQueued:
		s := &checkedStay{floor: floor, call: f.Call, queue: f.Queue, callback: f.Callback.ID != "", joined: f.At}
		c.stays, c.inLine[on(floor, f.Call)] = append(c.stays, s), s
	case *acd.Answered:
		c.leave(on(floor, f.Call), f.At, "answered", "")
		c.talkBegins(floor, f.Call, f.Queue, f.Seat, f.At)
	case *acd.Abandoned:
		c.leave(on(floor, f.Call), f.At, "abandoned", "")
	case *acd.Overflowed:
		c.leave(on(floor, f.Call), f.At, "overflowed", f.Reason)
	case *acd.CallCutOff:
		c.leave(on(floor, f.Call), f.At, "cut-off", "")
	case *acd.Offered:
		o := &checkedOffer{floor: floor, call: f.Call, queue: f.Queue, seat: f.Seat, at: f.At}
		c.offers, c.ringing[on(floor, f.Offer)] = append(c.offers, o), o
	case *acd.OfferEnded:
		if o := c.ringing[on(floor, f.Offer)]; o != nil {
			o.result = f.Result
		}
	}
	c.talkFact(floor, fact)
	c.backFact(floor, fact)
	c.seatFact(floor, fact)
}

// on names something of a floor.
func on(floor string, id any) string { return fmt.Sprint(floor, " ", id) }

func (c *Checker) leave(id string, at int64, fate, reason string) {
	if s := c.inLine[id]; s != nil && s.fate == "" {
		s.left, s.fate, s.reason = at, fate, reason
	}
}

func (c *Checker) talkBegins(floor, call, queue, seat string, at int64) {
	t := &checkedTalk{floor: floor, call: call, queue: queue, seat: seat, begun: at}
	c.talks, c.underWay[on(floor, seat)] = append(c.talks, t), t
}

func (c *Checker) talkIsOver(seat string, at int64, wrapUp bool) {
	if t := c.underWay[seat]; t != nil {
		t.ended = at
		if !wrapUp {
			t.done = at
		}
	}
}

func (c *Checker) talkFact(floor string, fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.TalkEnded:
		if t := c.underWay[on(floor, f.Seat)]; t != nil && f.By == acd.Breakdown {
			t.cut = true
		}
		c.talkIsOver(on(floor, f.Seat), f.At, f.WrapUpUntil != 0 || f.WrapUpOpen)
	case *acd.TalkPassed:
		c.talkIsOver(on(floor, f.From), f.At, f.WrapUpUntil != 0 || f.WrapUpOpen)
		c.talkBegins(floor, f.Call, f.Queue, f.To, f.At)
	case *acd.WrapUpEnded:
		c.wrappedUp(on(floor, f.Seat), f.At)
	case *acd.SeatOccupied:
		c.wrappedUp(on(floor, f.Seat), f.At)
	case *acd.SeatSignedOut:
		c.wrappedUp(on(floor, f.Seat), f.At)
	}
}

func (c *Checker) wrappedUp(seat string, at int64) {
	if t := c.underWay[seat]; t != nil && t.ended != 0 && t.done == 0 {
		t.done = at
	}
}

func (c *Checker) backFact(floor string, fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.CallbackListed:
		if f.Same == "" {
			b := &checkedBack{floor: floor, of: f.Of, queue: f.Queue, listed: f.At}
			c.backs, c.onList[on(floor, f.Callback)] = append(c.backs, b), b
		}
	case *acd.CallbackDone:
		if b := c.onList[on(floor, f.Callback)]; b != nil {
			b.reached = f.At
		}
	case *acd.CallbackGivenUp:
		if b := c.onList[on(floor, f.Callback)]; b != nil {
			b.givenUp = f.At
		}
	}
}
