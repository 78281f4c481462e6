package switchboard

import (
	"encoding/json"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
)

// conversation is a talk of the call's caller with a seat, as package talk says, and
// how far that is carried out.
type conversation struct {
	talk.State
	leg    string      // of the seat
	third  *third      // nil = nobody
	refer  string      // the telephone's channel that asked for what is under way by its own button; "" = none did
	heard  talk.Sounds // as carried out; of a party that left, nothing
	sure   bool        // that it is: not after a restart
	ring   string      // the ringing that the seat hears, or ""
	word   string      // what is said to the seat, or ""
	late   bool        // the parties are to be joined after the word
	holds  bool        // the seat's telephone, by its own button
	still  bool        // nothing is to be arranged yet
	loud   bool        // the keys that somebody presses are sent to the others in the bridge
	sounds talk.Sounds // as they were last arranged, with those who have left since
	why    string      // why the third party is not there
	help   string      // the call to the supervisors that the seat asked for; "" = none
	taken  bool        // a supervisor takes the seat's place
	plays  int
	keys   keypad

	quiet    bool            // nothing is played to the seat but ring and word
	ends     map[string]bool // what was played to it before, and was ended; that is still to be told
	seatLeft bool            // its telephone is released
	failures int             // to arrange it, one after the other
}

// converse begins the conversation of a caller with a seat who hear each other.
func (c *caller) converse(seat, leg string) {
	c.conv = &conversation{
		State: talk.Begin(seat), leg: leg, sure: true, quiet: true,
		heard: talk.Sounds{Caller: talk.Bridge, Seat: talk.Bridge},
	}
}

// move lets something happen to the conversation, and is false when it is not possible
// now.
func (c *caller) move(in talk.Input) bool {
	v := c.conv
	was := v.State
	next, acts, err := was.Next(in)
	if err != nil {
		return false
	}
	v.State = next
	if next.Phase != talk.Over { // the floor's facts say that
		c.tellTalk(in)
	}
	c.tellRefer(acts)
	for _, act := range acts {
		c.act(act, was)
	}
	if c.conv != v {
		return true
	}
	c.showSeat(was.Phase)
	c.arrange()
	if v.heard.Caller == talk.Bridge && v.sure {
		c.catchUp([]string{c.channel}) // he was there before as well
	}
	return true
}

// tellTalk puts the move on record, with what it takes to go on from it.
func (c *caller) tellTalk(in talk.Input) {
	state, err := json.Marshal(c.conv.State)
	if err != nil {
		c.log.Error("how a talk stands is not on record", "err", err)
	}
	c.tell(call.TalkMoved{At: c.now(), Call: c.id, Act: string(in.Kind), Seat: c.conv.Seat, To: c.conv.Third, Talk: state})
}

func (c *caller) act(act talk.Act, was talk.State) {
	v := c.conv
	switch act {
	case talk.Dial:
		c.dialThird()
	case talk.DropThird:
		c.dropThird()
	case talk.DropSeat:
		c.dropSeat(was.Seat)
	case talk.Give:
		c.give(was)
	case talk.Word:
		_ = c.stopRing(v)
		c.sayToSeat(v.failure())
		v.late = v.word != ""
	case talk.EndCaller:
		c.endConversation()
		c.quit(false)
	case talk.EndSeat:
		c.endConversation()
		c.talkOver(acd.Agent)
	case talk.GoBack:
		c.endConversation()
		c.sendAway(dialplan.Target{}) // to where he waited
	}
}

// endConversation leaves the caller and the seat's leg to what comes after.
func (c *caller) endConversation() {
	c.endWatch()
	c.hush()
	c.dropThird()
	c.conv = nil
}

// dropSeat releases the seat's telephone, whose part is over. For the floor its talk is
// so only when it has said so.
func (c *caller) dropSeat(seat string) {
	c.endWatchOf(seat)
	c.hush()
	c.conv.heard.Seat, c.conv.seatLeft = talk.Nothing, true
	if o := c.talk(); o != nil && len(o.rings) > 0 {
		c.releaseRing(o, o.ring)
	}
}

// showSeat tells the floor what the seat is doing.
func (c *caller) showSeat(was talk.Phase) {
	if to := seatDoes(c.conv.Phase); c.floor != nil && to != seatDoes(was) {
		c.floor.send(acd.MoveTalk{At: c.now(), Call: c.id, To: to})
	}
}

func seatDoes(p talk.Phase) acd.SeatState {
	switch p {
	case talk.OnHold:
		return acd.StateOnHold
	case talk.Calling, talk.Transferring, talk.Passing, talk.Consulting, talk.Aside:
		return acd.StateConsulting
	default:
		return acd.StateTalking
	}
}

// seatAsks carries out what the seat asked for by a code, and says so if it cannot be.
func (c *caller) seatAsks(in talk.Input) {
	if c.conv != nil && !c.move(in) {
		c.sayToSeat(wordNotNow)
	}
}

// bringIn asks somebody into the conversation, or gives the caller to him. refer is the
// channel of the telephone that asked by its own button.
func (c *caller) bringIn(kind talk.Kind, dialled, refer string) {
	v := c.conv
	to, ok := c.tree.Target(dialled, c.trunk)
	if ok && to.Kind == dialplan.TargetSeat && to.Seat == v.Seat {
		ok = false
	}
	if !ok {
		c.log.Warn("a seat wants to connect a caller to what is not allowed", "seat", v.Seat)
		c.refuseRefer(refer)
		c.sayToSeat(wordNoSuchPlace)
		return
	}
	if kind == talk.Transfer && (to.Kind == dialplan.TargetQueue || to.Kind == dialplan.TargetCentre) {
		c.sendOn(to, refer)
		return
	}
	if v.third != nil {
		c.refuseRefer(refer)
		c.sayToSeat(wordNotNow)
		return
	}
	v.third, v.refer = &third{target: to}, refer
	if !c.move(talk.Input{Kind: kind, Third: named(to)}) {
		v.third, v.refer = nil, ""
		c.refuseRefer(refer)
		c.sayToSeat(wordNotNow)
	}
}

// named is a target in one word.
func named(t dialplan.Target) string { return t.Seat + t.Queue + t.Centre + t.Number }

// sendOn lets the caller wait in another queue, or begin the flow of another centre. He
// keeps the age of his wait.
func (c *caller) sendOn(to dialplan.Target, refer string) {
	v := c.conv
	if v.third != nil {
		c.refuseRefer(refer)
		c.sayToSeat(wordNotNow)
		return
	}
	v.refer = refer
	c.tell(call.Transferred{At: c.now(), Call: c.id, From: v.Seat, To: named(to), Way: wayBlind})
	c.tellReferAs(true)
	c.dropSeat(v.Seat)
	_ = c.takeOut(c.channel)
	c.endConversation()
	c.sendAway(to)
}

// sendAway ends the talk of a caller who is to wait elsewhere.
func (c *caller) sendAway(to dialplan.Target) {
	c.startMusic(c.waitingMusic())
	c.onward = &to
	c.talkOver(acd.Agent)
}

// The ways of a transfer, on record.
const (
	wayBlind     = "blind"
	wayAttended  = "attended"
	wayTakenOver = "taken-over"
)
