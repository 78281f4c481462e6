package switchboard

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/ivr"
)

// caller conducts one call. All fields belong to its goroutine, but for facts,
// which anybody may write to, and parked.
type caller struct {
	sb    *Switchboard
	phone Telephone
	log   *slog.Logger
	ctx   context.Context

	id, channel string
	back        *callBack // it calls somebody back, and this is his call; nil = it does not
	account     string    // the telephone of a seat that dials, or ""
	seat        string    // that it stands for: the seat that dials, or ""
	digits      string    // dialled behind a feature code
	number      string    // the caller's, may be ""
	ownName     string    // the display name that the caller's telephone gave, may be anything
	called      string
	trunk       string
	tree        *dialplan.Tree
	centre      string
	language    string // to begin the next flow with
	slow        bool   // likewise
	lead        string // said before the first flow's words
	arrived     int64
	opening     *call.Arrived // goes on record with the first step; nil = it has

	pickUp func() // waits until the caller's channel is picked up; nil = it is, or is not to be

	box     *asterisk.Mailbox
	facts   *inbox[any] // acd.Fact and placed
	parked  bool        // it calls somebody back, and no seat has to do with it yet; under sb.mu
	timer   Timer
	session *ivr.Session
	inputs  []ivr.Input // for the session, in order
	busy    bool        // the session is at work

	playing   string // the playback that is heard, or ""
	plays     int
	music     string // the class that plays while waiting, or ""
	deciding  bool   // the floor was asked to take the call: if it offers it at once, that comes before music
	unmusical uint   // failures to start it, one after the other

	floor      *floor // that has, or is asked to take, the call; nil = none
	firstFloor *floor // that offered the call; nil = none has
	queued     ivr.Queue
	since      int64            // when the wait began; kept over queues and centres
	offers     []*offer         // the seats that ring, and the one that talks
	conv       *conversation    // of the talk under way; nil = none
	onward     *dialplan.Target // where the caller goes when the seat's part is over; an empty one: back to where he waited
	parted     int              // talks of seats that the caller goes on without, and whose end the floor has not told
	passing    []*third         // the talk is to be these seats', one after the other; the floor has not answered
	given      *gift            // our other side, given to another call that has not taken it yet
	gifts      []*gift          // likewise, and those that were taken
	talkQueue  string           // the queue of which the talk is, if a seat has given it to somebody of another; or ""
	sent       bool             // a seat has sent the caller to the queue where he waits
	briefing   string           // the playback by which the seat is told of him before they meet, or ""
	bridge     string           // "" = none yet
	bridged    bool             // it has been made
	outside    *outside
	legs       int // dialled outside
	travel     travel
	abroad     trip       // under way to another platform; zero = none
	summons    *summons   // the call is one to the supervisors; nil = it is not
	afterWord  func()     // what follows the word that is being said; nil = the script
	watchers   []*watcher // supervisors in the talk
	watching   *watching  // another call's talk in which the seat that dials takes part; nil = none
	calling    *calling   // whom the seat that dials calls; nil = nobody

	tapes    map[string]*tape // recordings that are not settled, by name
	message  *tape            // that the script has not decided about; nil = none
	messages int
	ends     sync.Mutex
	ended    bool  // the end is on record
	talkTape *tape // of the talk under way; nil = it is not recorded
	taping   bool  // talks are to be recorded
	reels    int   // recordings of talks so far

	announcing   string // the playback that announces a recording, or ""
	unheard      int    // announcements that were not played to the end, one after the other
	unannounced  bool   // he left the talk before its end, and is to hear it when he is back
	confidential bool   // he asked for it: nothing is recorded any more
	erasing      int    // times that what is kept of the call is being deleted

	question    int // that another server is asked; 0 = none
	questions   int
	cancelFetch context.CancelFunc
	dragging    bool // the answer is not there at once

	broken     bool   // Asterisk itself ended: nobody hung up
	gone       bool   // the caller's channel is no more, or is not ours any more
	ending     bool   // we are hanging up, or handing over
	last       func() // sends the request for that again; nil = it has arrived
	talked     bool
	forwarded  bool
	overflowed bool
	messaged   bool     // a message of his was kept
	promised   bool     // he asked to be called back
	closed     bool     // he was told that the centre is closed, and went
	up         bool     // his channel was
	ownCall    bool     // it is a seat's own call to somebody
	leaving    string   // the cause with which a seat is hung up on when it has heard why; empty = it is not
	wishes     int      // of the seat that dials
	occupies   []string // seats that are in this call, which no queue gave them
	lastSeat   string
	failures   int         // to join the parties
	missed     missedStage // whether he is to be called back though he did not ask
	end        call.Ended  // what is known of the end
}

func (sb *Switchboard) newCaller(id, channel string, box *asterisk.Mailbox, tree *dialplan.Tree) *caller {
	return &caller{
		sb: sb, phone: sb.cfg.Telephone, id: id, channel: channel, box: box, tree: tree,
		log:   sb.cfg.Log.With("call", id),
		facts: newInbox[any](sb.cfg.Clock), timer: sb.cfg.Clock.NewTimer(),
		tapes: map[string]*tape{},
	}
}

// run conducts the call from begin to its end, or until ctx ends.
func (c *caller) run(ctx context.Context, begin func()) {
	c.ctx = ctx
	defer c.timer.Stop()
	defer c.settleAnswer()
	defer c.freeLines()
	defer c.rescue()
	begin()
	for !c.over() || c.listing() {
		c.sb.cfg.Clock.Rest()
		select {
		case <-ctx.Done():
			return
		case <-c.box.Ready():
			for _, e := range c.box.Take() {
				if c.strange(about(e)) {
					c.learnAll() // another call has given it to us, and says so there
				}
				c.hear(e)
			}
		case <-c.facts.ready:
			c.learnAll()
		case <-c.timer.C():
			c.timeUp()
		}
	}
	c.close()
}

func (c *caller) learnAll() {
	for _, m := range c.facts.take() {
		c.learn(m)
	}
}

// over: the caller is gone, nobody rings, talks or decides for him any more, and
// what was recorded is settled.
func (c *caller) over() bool {
	return c.gone && c.floor == nil && len(c.offers) == 0 && c.outside == nil && len(c.tapes) == 0 &&
		c.given == nil && len(c.passing) == 0 && c.erasing == 0
}

// hear takes an event of one of the call's channels.
func (c *caller) hear(e asterisk.Event) {
	if len(c.gifts) > 0 && c.passGift(about(e), e) {
		return
	}
	switch e := e.(type) {
	case asterisk.HangupRequested:
		c.cutOff(e.Cut)
		if !c.forwarding(e) {
			c.legGone(e.ID, e.Cause, e.TechCause, false)
		}
	case asterisk.ChannelEnded:
		c.cutOff(e.Cut)
		c.legGone(e.ID, e.Cause, e.TechCause, e.Lost)
	case asterisk.ChannelLeft:
		c.legGone(e.ID, 0, 0, false)
	case asterisk.ChannelArrived:
		c.legAnswered(e.Channel.ID)
	case asterisk.Dialling:
		c.legDialling(e)
	case asterisk.Digit:
		c.key(e)
	case asterisk.HoldChanged:
		c.held(e)
	case asterisk.TransferAsked:
		c.transferAsked(e)
	case asterisk.PlaybackEnded:
		if !c.announced(e) && !c.seatHeard(e) && !c.seatPlayEnded(e.Playback) {
			c.playEnded(e)
		}
	case asterisk.RecordingEnded:
		c.recorded(e)
	}
}

// learn takes a fact of the floor, or a message.
func (c *caller) learn(m any) {
	switch m := m.(type) {
	case acd.Fact:
		c.learnFact(m)
	case asterisk.Event:
		c.hear(m)
	case seatDone, seatLooked, callerFound:
		c.learnOfSeat(m)
	case watchAsk, watchOn, watchOver, watchEnd, seatTalks, comeIn, cameIn, helpersFound, helpFailed, helpOff, helpSought, helpAsked:
		c.learnOfWatch(m)
	case arrangeAgain, colleagueSeen, thirdLate, wordLate, passed, yield, yielded, merged, errandOver:
		c.learnOfTalk(m)
	case placed:
		c.placed(m)
	case decided:
		c.deciding = false
		c.resumeMusic()
	case askedBack:
		c.askedBack(m)
	case floorLost:
		c.floorLost(m)
	case lineFree:
		c.lineFree(m)
	case unaccepted:
		c.unaccepted(m)
	case musicAgain:
		c.musicAgain()
	case tapeLate:
		c.tapeLate(m)
	case tapeSettled:
		c.tapeSettled(m)
	case erased:
		c.erasing--
	case fetchSlow:
		c.fetchSlow(m)
	case fetched:
		c.fetched(m)
	}
}

// learnFact takes a fact of the floor.
func (c *caller) learnFact(f acd.Fact) {
	switch f := f.(type) {
	case *acd.Offered:
		c.ring(f)
	case *acd.OfferEnded:
		c.offerEnded(f)
	case *acd.Answered:
		c.connect(f)
	case *acd.Abandoned:
		c.abandoned(f)
	case *acd.CallCutOff:
		c.floor = nil
	case *acd.Overflowed:
		c.left(f)
	case *acd.TalkEnded:
		c.talkEnded(f)
	case *acd.TalkPassed:
		c.talkPassed(f)
	}
}

// learnOfSeat takes what has to do with a seat's own call.
func (c *caller) learnOfSeat(m any) {
	switch m := m.(type) {
	case seatDone:
		c.seatDone(m)
	case seatLooked:
		c.seatLooked(m)
	case callerFound:
		c.followUpOf(m)
	}
}

// timeUp: the timer is the script's until the call parts with its caller.
func (c *caller) timeUp() {
	if c.last != nil {
		c.last()
		return
	}
	c.step(ivr.Timeout{})
}

// step gives the session an input and carries out what it wants. Effects may
// bring further inputs; they are taken in order. Who waits after that without
// hearing anything gets music.
func (c *caller) step(in ivr.Input) {
	if c.session == nil {
		return
	}
	c.inputs = append(c.inputs, in)
	c.proceed()
}

// proceed lets the session take its inputs.
func (c *caller) proceed() {
	if c.busy {
		return
	}
	c.busy = true
	defer func() { c.busy = false }()
	for len(c.inputs) > 0 && !c.gone && !c.ending {
		in := c.inputs[0]
		c.inputs = c.inputs[1:]
		for _, e := range c.session.Next(c.moment(), in) {
			c.perform(e)
		}
	}
	c.inputs = nil
	c.resumeMusic()
}

func (c *caller) now() int64 { return c.sb.now() }

// tell writes facts of this call to the journal.
func (c *caller) tell(facts ...call.Fact) { c.sb.ledger.call(c.now(), c.id, facts...) }

// tellOpening puts the call itself on record, with its first step if there is one, if it is
// not yet.
func (c *caller) tellOpening(first ...call.Fact) {
	if fact := c.opening; fact != nil {
		c.opening = nil
		c.tell(append([]call.Fact{*fact}, first...)...)
	}
}

func (c *caller) setTimer(d time.Duration) {
	if d <= 0 {
		c.timer.Stop()
		return
	}
	c.timer.Reset(d)
}
