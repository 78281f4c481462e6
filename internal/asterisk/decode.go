package asterisk

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/CyCoreSystems/ari/v5"
)

// stasisEnd is what the wire says; the router makes a ChannelEnded or a
// ChannelLeft of it.
type stasisEnd struct{ ID string }

func (stasisEnd) event() {}

// recordingStarted is between the link and its router.
type recordingStarted struct{ ID string }

func (recordingStarted) event() {}

var (
	errUnknown   = errors.New("unknown event type")
	errNoSubject = errors.New("it names no channel, bridge, playback or recording")
)

// as decodes data into a T.
func as[T any](data []byte) (T, error) {
	var v T
	err := json.Unmarshal(data, &v)
	return v, err
}

// wire is what the events of calls have on the wire, all of them together: so one pass over
// a message does. Of a channel they need only which it is: what else is said about it, and
// any time, is skipped.
type wire struct {
	Type       string       `json:"type"`
	Channel    wireID       `json:"channel"`
	Peer       wireID       `json:"peer"`
	Dialstatus string       `json:"dialstatus"`
	Forward    string       `json:"forward"`
	Cause      int          `json:"cause"`
	CauseText  string       `json:"cause_txt"`
	TechCause  int          `json:"tech_cause"`
	Soft       bool         `json:"soft"`
	Digit      string       `json:"digit"`
	DurationMs int          `json:"duration_ms"`
	Playback   wirePlayback `json:"playback"`
	Eventname  string       `json:"eventname"`
}

type wireID struct {
	ID string `json:"id"`
}

type wirePlayback struct {
	ID     string `json:"id"`
	Target string `json:"target_uri"`
	State  string `json:"state"`
}

// arrivalType is the event that says more about its channel, and arrivalHead how Asterisk
// begins it.
const (
	arrivalType = "StasisStart"
	arrivalHead = `{"type":"` + arrivalType + `"`
)

// decode turns a message of the event socket into an Event. The type is
// returned whenever it could be read. An Event is nil without an error when
// the message is of a known kind and of no interest.
func decode(data []byte) (kind string, e Event, err error) {
	if bytes.HasPrefix(data, []byte(arrivalHead)) {
		if kind, e, err = decodeArrival(data); kind == arrivalType {
			return kind, e, err
		}
	}
	w, err := as[wire](data)
	if w.Type == "" && err != nil {
		return "", nil, err
	}
	e, err = w.event(err)
	if errors.Is(err, errUnknown) {
		e, err = decodeAs(w.Type, data) // which has fields of its own
	}
	return w.Type, e, err
}

// event is what a message of the calls' ordinary course says; errUnknown: it is another one.
func (w *wire) event(err error) (Event, error) {
	id := w.Channel.ID
	switch w.Type {
	case offeredType:
		return named(offered{ID: id}, err, id)
	case "StasisEnd":
		return named(stasisEnd{ID: id}, err, id)
	case "ChannelDestroyed":
		return named(ChannelEnded{ID: id, Cause: w.Cause, TechCause: w.TechCause, Text: w.CauseText}, err, id)
	case "ChannelHangupRequest":
		return named(w.hangup(), err, id)
	case "Dial":
		return named(Dialling{ID: w.Peer.ID, Status: dialStatus(w.Dialstatus), Forward: shown(w.Forward)}, err, w.Peer.ID)
	case "ChannelHold", "ChannelUnhold":
		return named(HoldChanged{ID: id, Held: w.Type == "ChannelHold"}, err, id)
	case "ChannelDtmfReceived":
		return w.digit(err)
	case "PlaybackStarted":
		return named(PlaybackStarted{Playback: w.Playback.ID, Target: target(w.Playback.Target)}, err, w.Playback.ID)
	case "PlaybackFinished":
		failed := w.Playback.State == "failed"
		return named(PlaybackEnded{Playback: w.Playback.ID, Target: target(w.Playback.Target), Failed: failed}, err, w.Playback.ID)
	case echoType:
		return w.echo(err)
	}
	return nil, errUnknown
}

// hangup reads the SIP status as well, which ari/v5 does not know.
func (w *wire) hangup() HangupRequested {
	cause, cut := w.Cause, w.Soft && w.Cause == softShutdown
	if w.Soft && cause == softExplicit || cut {
		cause = normalClearing
	}
	return HangupRequested{ID: w.Channel.ID, Cause: cause, TechCause: w.TechCause, Cut: cut}
}

func (w *wire) digit(err error) (Event, error) {
	if err == nil && (len(w.Digit) != 1 || !strings.Contains(keys, w.Digit)) {
		// The key itself is the caller's secret and stays out of the error.
		err = errors.New("its digit is none")
	}
	if err != nil {
		return nil, err
	}
	return named(Digit{
		ID: w.Channel.ID, Digit: w.Digit[0], Duration: time.Duration(w.DurationMs) * time.Millisecond,
	}, nil, w.Channel.ID)
}

func (w *wire) echo(err error) (Event, error) {
	if err != nil || w.Eventname != echoName {
		return nil, err
	}
	return echo{}, nil
}

func decodeArrival(data []byte) (kind string, e Event, err error) {
	w, err := as[struct {
		Type    string      `json:"type"`
		Args    []string    `json:"args"`
		Channel wireChannel `json:"channel"`
	}](data)
	e, err = named(ChannelArrived{Channel: w.Channel.channel(), Args: w.Args}, err, w.Channel.ID)
	return w.Type, e, err
}

// decodeAs reads the events that have fields of their own.
func decodeAs(kind string, data []byte) (Event, error) {
	switch kind {
	case arrivalType: // not begun as Asterisk does
		_, e, err := decodeArrival(data)
		return e, err
	case "ChannelTransfer":
		return decodeTransfer(data)
	case startedType:
		w, err := as[ari.RecordingStarted](data)
		return named(recordingStarted{ID: w.Recording.Name}, err, w.Recording.Name)
	case "RecordingFinished", "RecordingFailed":
		return decodeRecording(kind, data)
	case "PeerStatusChange":
		return decodePhone(data)
	case "ApplicationReplaced":
		return Replaced{}, nil
	}
	return nil, errUnknown
}

// named passes e on only when it was decoded and says what it is about.
func named(e Event, err error, id string) (Event, error) {
	if err == nil && id == "" {
		err = errNoSubject
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

// A channel that was hung up by request reports Asterisk's internal flag for
// that in the place of the cause.
const (
	softShutdown   = 4 // likewise, when Asterisk ends
	softExplicit   = 32
	normalClearing = 16
)

// keys are those of a telephone.
const keys = "0123456789ABCD*#"

// decodeTransfer reads an event that ari/v5 does not know. With a state it only
// repeats what we told the telephone.
func decodeTransfer(data []byte) (Event, error) {
	w, err := as[struct {
		State string `json:"state"`
		By    struct {
			Source wireID `json:"source_channel"`
		} `json:"referred_by"`
		To struct {
			Wanted struct {
				Destination string `json:"destination"`
				Dialog      string `json:"protocol_id"` // of its other call, when that is to be taken over
			} `json:"requested_destination"`
			Second wireID `json:"destination_channel"`
		} `json:"refer_to"`
	}](data)
	if err == nil && w.State != "" {
		return nil, nil
	}
	blind := w.To.Wanted.Dialog == "" && w.To.Second.ID == ""
	return named(TransferAsked{
		ID: w.By.Source.ID, Blind: blind, To: shown(w.To.Wanted.Destination), Second: w.To.Second.ID,
	}, err, w.By.Source.ID)
}

func decodePhone(data []byte) (Event, error) {
	w, err := as[ari.PeerStatusChange](data)
	if err == nil && w.Endpoint.Technology != phoneTech {
		return nil, nil
	}
	return named(PhoneChanged{
		Resource: w.Endpoint.Resource, Online: w.Endpoint.State == online, Detail: w.Peer.PeerStatus,
	}, err, w.Endpoint.Resource)
}

func dialStatus(word string) DialStatus {
	switch word {
	case "":
		return DialStarted
	case "ANSWER":
		return DialAnswered
	case "CANCEL":
		return DialCancelled
	case "CHANUNAVAIL":
		return DialUnavailable
	}
	return DialStatus(strings.ToLower(word)) // RINGING, PROGRESS, BUSY, NOANSWER, CONGESTION…
}

func decodeRecording(kind string, data []byte) (Event, error) {
	w, err := as[ari.RecordingFinished](data)
	return named(RecordingEnded{
		Recording: w.Recording.Name, Target: target(w.Recording.TargetURI),
		Length: time.Duration(w.Recording.Duration), Failed: kind == "RecordingFailed",
	}, err, w.Recording.Name)
}

// target is the id in "channel:ID" or "bridge:ID".
func target(uri string) string {
	_, id, _ := strings.Cut(uri, ":")
	return id
}
