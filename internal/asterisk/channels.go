package asterisk

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Answer picks up an incoming channel to which nothing is played.
func (l *Link) Answer(ctx context.Context, id string) error {
	return l.do(ctx, answering(id))
}

// AnswerSoon is Answer that does not wait: wait must be called once before anything else
// is asked of the channel. Other requests may be made meanwhile.
func (l *Link) AnswerSoon(ctx context.Context, id string) (wait func() error) {
	return l.soon(ctx, answering(id))
}

func answering(id string) request {
	return request{op: "answer", method: http.MethodPost, path: at("channels", id, "answer")}
}

// Hangup ends a channel. The reason is one of ARI's words ("normal", "busy",
// "congestion", "no_answer", …) or a Q.850 cause in digits; "" is normal. A
// channel that has ended already is Gone, which is ordinary.
func (l *Link) Hangup(ctx context.Context, id, reason string) error {
	body := map[string]any{}
	if _, err := strconv.Atoi(reason); err == nil {
		body["reason_code"] = reason
	} else if reason != "" {
		body["reason"] = reason
	}
	return l.do(ctx, request{op: "hangup", prompt: true, method: http.MethodDelete, path: at("channels", id), body: body})
}

// Ring lets the caller hear ringing (180).
func (l *Link) Ring(ctx context.Context, id string) error {
	return l.do(ctx, request{op: "ring", prompt: true, method: http.MethodPost, path: at("channels", id, "ring")})
}

// RingStop ends what Ring began.
func (l *Link) RingStop(ctx context.Context, id string) error {
	return l.do(ctx, request{op: "ring_stop", prompt: true, method: http.MethodDelete, path: at("channels", id, "ring")})
}

// StartMusic plays music on hold of the given class ("" is the default) until
// StopMusic. A class that does not exist is silence, not an error.
func (l *Link) StartMusic(ctx context.Context, id, class string) error {
	body := map[string]any{}
	if class != "" {
		body["mohClass"] = class
	}
	return l.do(ctx, request{op: "music_start", prompt: true, method: http.MethodPost, path: at("channels", id, "moh"), body: body})
}

// StopMusic ends what StartMusic began.
func (l *Link) StopMusic(ctx context.Context, id string) error {
	return l.do(ctx, request{op: "music_stop", prompt: true, method: http.MethodDelete, path: at("channels", id, "moh")})
}

// Continue hands the channel back to the dialplan at the given place. A
// ChannelLeft follows.
func (l *Link) Continue(ctx context.Context, id, dialplanContext, exten string, priority int) error {
	body := map[string]any{"context": dialplanContext, "extension": exten, "priority": priority}
	return l.do(ctx, request{op: "continue", method: http.MethodPost, path: at("channels", id, "continue"), body: body})
}

// Snooping says how a channel is listened to. Directions are "none", "in" (what comes
// from the channel), "out" (what it hears) and "both"; "" is none. They stay as they
// are: for others, make another one.
type Snooping struct {
	ID      string   // of the channel that listens, chosen by the caller and routed before
	Spy     string   // what the listening channel hears
	Whisper string   // where what it says goes: "out" is into the ear of the channel alone, "both" to the others as well
	Args    []string // given back in ChannelArrived
}

// Snoop makes a channel that listens to another one, or speaks into its ear. It
// arrives like a leg that was answered, and ends with the channel it listens to. Both
// may be moved between bridges meanwhile; into the ear of a channel that is in none
// and plays nothing, nothing goes. Never take an id twice: Asterisk would keep half a
// channel for ever, and be slow to stop.
func (l *Link) Snoop(ctx context.Context, channel string, s Snooping) error {
	body := map[string]any{"app": l.cfg.App, "snoopId": s.ID, "appArgs": strings.Join(s.Args, ",")}
	if s.Spy != "" {
		body["spy"] = s.Spy
	}
	if s.Whisper != "" {
		body["whisper"] = s.Whisper
	}
	return l.place(ctx, s.ID, request{op: "snoop", method: http.MethodPost, path: at("channels", channel, "snoop"), body: body})
}

// How far a transfer that a telephone asked for has come, for TransferProgress.
const (
	TransferRinging     = "channel_progress"
	TransferAnswered    = "channel_answered"
	TransferUnavailable = "channel_unavailable"
	TransferDeclined    = "channel_declined"
)

// TransferProgress tells the telephone that asked for a transfer what became of it.
func (l *Link) TransferProgress(ctx context.Context, id, state string) error {
	return l.do(ctx, request{
		op: "transfer_progress", method: http.MethodPost, path: at("channels", id, "transfer_progress"),
		body: map[string]any{"states": state},
	})
}

// SetVariable sets a channel variable or function ("CHANNEL(language)").
// Like every change of a channel it waits for the end of a running playback.
func (l *Link) SetVariable(ctx context.Context, id, name, value string) error {
	body := map[string]any{"variable": name, "value": value}
	return l.do(ctx, request{op: "set_variable", method: http.MethodPost, path: at("channels", id, "variable"), body: body})
}

// Variable reads a channel variable or function. A variable that is not set
// is Gone.
func (l *Link) Variable(ctx context.Context, id, name string) (string, error) {
	var v struct{ Value string }
	err := l.do(ctx, request{
		op: "variable", method: http.MethodGet, path: at("channels", id, "variable"),
		query: map[string]string{"variable": name}, out: &v,
	})
	return v.Value, err
}

// Channel reads one channel.
func (l *Link) Channel(ctx context.Context, id string) (Channel, error) {
	var w wireChannel
	err := l.do(ctx, request{op: "channel", method: http.MethodGet, path: at("channels", id), out: &w})
	return w.channel(), err
}

func (l *Link) listChannels(ctx context.Context) (ws []wireChannel, err error) {
	err = l.do(ctx, request{op: "channels", method: http.MethodGet, path: at("channels"), out: &ws})
	return ws, err
}

// Origination describes a leg to dial. ID is chosen by the caller and must be
// routed before, because events can overtake the reply.
type Origination struct {
	ID         string            // of the new channel
	OtherID    string            // of the second half of a Local channel
	Endpoint   string            // "PJSIP/8001", "PJSIP/12385@trunk"
	Args       []string          // given back in ChannelArrived; none of , " ( ) [ ] \ inside
	CallerID   string            // shown to the other side: `"Name" <number>`, any text on one line
	Timeout    time.Duration     // ring time, whole seconds, rounded up; 0 is 30 s. Not used by Create
	Variables  map[string]string // set on the channel: PJSIP_HEADER(add,X-Call) …, likewise
	Originator string            // channel to take the codecs from
	Formats    []string          // codecs, instead of Originator's
}

// Originate dials a leg. ChannelArrived comes when it is answered,
// ChannelEnded when it never is. A telephone that sends the call elsewhere ends it
// (Dialling.Forward): nobody else is dialled. An endpoint Asterisk does not know is a
// Server failure ("Allocation failed").
func (l *Link) Originate(ctx context.Context, o Origination) error {
	body, err := o.body("originate", l.cfg.App)
	if err != nil {
		return err
	}
	body["timeout"] = wholeSeconds(o.Timeout)
	if o.CallerID != "" {
		body["callerId"] = shown(o.CallerID)
	}
	return l.place(ctx, o.ID, request{op: "originate", method: http.MethodPost, path: at("channels"), body: body})
}

// Create makes a leg without dialling it: it arrives at once, can be bridged
// for early sound once it did, and Dial sends the INVITE. CallerID is not
// used here: set it as a variable.
func (l *Link) Create(ctx context.Context, o Origination) error {
	body, err := o.body("create", l.cfg.App)
	if err != nil {
		return err
	}
	return l.place(ctx, o.ID, request{op: "create", method: http.MethodPost, path: at("channels", "create"), body: body})
}

// Dial sends the INVITE of a created leg on behalf of the channel caller
// (may be ""), and gives up after ring (whole seconds, rounded up; 0 is 30 s).
func (l *Link) Dial(ctx context.Context, id, caller string, ring time.Duration) error {
	body := map[string]any{"timeout": wholeSeconds(ring)}
	if caller != "" {
		body["caller"] = caller
	}
	return l.do(ctx, request{op: "dial", method: http.MethodPost, path: at("channels", id, "dial"), body: body})
}

// place sends a request that makes a channel.
func (l *Link) place(ctx context.Context, id string, r request) error {
	resyncs := l.router.expect()
	if err := l.do(ctx, r); err != nil {
		return err
	}
	l.placed(ctx, id, resyncs)
	return nil
}

// placed notes that the channel was made. A resync that began meanwhile could
// not know about it, and its end may be lost.
func (l *Link) placed(ctx context.Context, id string, resyncs int) {
	if !l.router.confirmChannel(id, resyncs) {
		return
	}
	if _, err := l.Channel(ctx, id); errors.Is(err, Gone) {
		l.router.loseChannel(id)
	}
}

func (o Origination) body(op, app string) (map[string]any, error) {
	for _, arg := range o.Args {
		if strings.ContainsAny(arg, `,"()[]\`) {
			return nil, &Error{Op: op, Kind: BadRequest, Message: "argument " + strconv.Quote(arg) + ` has one of , " ( ) [ ] \ in it: leave it out`}
		}
	}
	body := map[string]any{"endpoint": o.Endpoint, "app": app, "channelId": o.ID}
	set := func(name, value string) {
		if value != "" {
			body[name] = value
		}
	}
	set("appArgs", strings.Join(o.Args, ","))
	set("otherChannelId", o.OtherID)
	set("originator", o.Originator)
	set("formats", strings.Join(o.Formats, ","))
	if len(o.Variables) > 0 {
		variables := make(map[string]string, len(o.Variables))
		for name, value := range o.Variables {
			variables[name] = shown(value)
		}
		body["variables"] = variables
	}
	return body, nil
}

const defaultRing = 30 * time.Second

func wholeSeconds(d time.Duration) int {
	if d <= 0 {
		d = defaultRing
	}
	return int((d + time.Second - 1) / time.Second)
}
