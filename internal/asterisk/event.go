package asterisk

import "time"

// Event is one thing that happened on the Asterisk side. The set is closed:
// the types of this file are all there are.
type Event interface{ event() }

// ChannelArrived: a channel came into our application. In the lobby it is a
// call nobody knows yet, and Box already collects everything that follows. In
// a routed mailbox it is a leg we dialled (or took back) that is now in our
// hands.
type ChannelArrived struct {
	Channel Channel
	Args    []string // what the dialplan or the originator gave to Stasis()
	Box     *Mailbox // where the channel's further events go
}

// ChannelEnded: the channel is gone. There is exactly one for each channel.
type ChannelEnded struct {
	ID        string
	Cause     int    // Q.850, 0 when unknown
	TechCause int    // SIP status, 0 when unknown
	Text      string // Cause in Asterisk's words, may be empty
	Lost      bool   // it ended while the link was down: nobody saw how
	Cut       bool   // by the end of Asterisk itself, not by anybody's wish
}

// ChannelLeft: the channel lives on outside our application (continue, move,
// redirect). A ChannelArrived or a ChannelEnded may still follow.
type ChannelLeft struct{ ID string }

// HangupRequested: somebody hung up or refused, and the end follows at once;
// the channel takes no more requests. There is at most one for each channel,
// before the end of playbacks and before Dialling tells of the refusal. A leg
// whose ring time ran out may have none.
type HangupRequested struct {
	ID               string
	Cause, TechCause int // as in ChannelEnded
	Cut              bool
}

// Dialling tells how far the dialling of a channel has come.
type Dialling struct {
	ID      string
	Status  DialStatus
	Forward string // cancelled, because the telephone sends the call there (SIP 302): what it named, up to its owner
}

// DialStatus is how far dialling has come, or why it failed.
type DialStatus string

// The statuses of dialling. Started, Ringing and Progress are under way, the
// others are final.
const (
	DialStarted     DialStatus = "started"
	DialRinging     DialStatus = "ringing"
	DialProgress    DialStatus = "progress"
	DialProceeding  DialStatus = "proceeding"
	DialAnswered    DialStatus = "answered"
	DialBusy        DialStatus = "busy"
	DialNoAnswer    DialStatus = "noanswer"
	DialCancelled   DialStatus = "cancelled"
	DialCongestion  DialStatus = "congestion"
	DialUnavailable DialStatus = "unavailable"
)

// Digit is one key: 0–9, A–D, * or #, reported when it is released.
type Digit struct {
	ID       string
	Digit    byte
	Duration time.Duration
}

// PlaybackStarted: a medium of a playback goes out, one event for each medium.
// DefaultFilter does not ask for it.
type PlaybackStarted struct {
	Playback string
	Target   string // the channel or bridge that hears it
}

// PlaybackEnded: a playback is over, stopped or broken. There is exactly one
// for each Play that returned without an error.
type PlaybackEnded struct {
	Playback string
	Target   string // the channel or bridge that heard it
	Failed   bool   // not (wholly) heard: hung up, no such file, or lost with the link
}

// RecordingEnded: a recording is over: stopped, silent or long enough, or its
// target is gone. It may be empty. There is exactly one for each Record that returned without an
// error.
type RecordingEnded struct {
	Recording string
	Target    string        // the channel or bridge that was recorded
	Length    time.Duration // about, in whole seconds; 0 also when it is not known: the file tells
	Failed    bool          // there is nothing to fetch
}

// PhoneChanged: a SIP endpoint came or went. It is sent on a change only.
type PhoneChanged struct {
	Resource string // endpoint name, "8001"
	Online   bool   // a call to it can be tried
	Detail   string // Asterisk's word: "Reachable", "Unreachable"
}

// HoldChanged: a telephone put the other side on hold by its own button, or took it
// back.
type HoldChanged struct {
	ID   string
	Held bool
}

// TransferAsked: a telephone in our hands asks by its own button (SIP REFER) that the
// other side of its call be given to somebody else. Asterisk itself does nothing about
// it: the owner moves the channels and tells the telephone by TransferProgress. The
// telephone may hang up right after. Some ask again while they wait: one answer is
// for all.
type TransferAsked struct {
	ID    string // the telephone's channel
	Blind bool
	To    string // the number that it asks for; empty: none. Attended: whom its other call is with, as it says
	// Second is its other channel of an attended transfer, whose other side is to be
	// joined with the first's; empty: a call that Asterisk does not have.
	Second string
}

// LinkUp: connected, and everything below is as Asterisk has it now. It comes
// after the ends of what was lost, and before any later event.
type LinkUp struct {
	First    bool             // the first time since New
	Uptime   time.Duration    // since Asterisk started: what is older and not in Channels ended with the Asterisk before
	Found    []ChannelArrived // in our application and routed to nobody yet: each now has a Box
	Channels []Channel        // all channels of this Asterisk
	Bridges  []Bridge         // all bridges of this Asterisk
	Phones   map[string]bool  // endpoint name → online
}

// LinkDown: no events until the next LinkUp. Requests may still succeed.
type LinkDown struct{ Err error }

// Replaced: another connection took our application's name. The link stays
// down until Start is called again.
type Replaced struct{}

func (ChannelArrived) event()  {}
func (ChannelEnded) event()    {}
func (ChannelLeft) event()     {}
func (HangupRequested) event() {}
func (Dialling) event()        {}
func (Digit) event()           {}
func (PlaybackStarted) event() {}
func (PlaybackEnded) event()   {}
func (RecordingEnded) event()  {}
func (PhoneChanged) event()    {}
func (HoldChanged) event()     {}
func (TransferAsked) event()   {}
func (LinkUp) event()          {}
func (LinkDown) event()        {}
func (Replaced) event()        {}
