package asterisk

import (
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

// as decodes data into one of ari/v5's event types.
func as[T any](data []byte) (T, error) {
	var v T
	err := json.Unmarshal(data, &v)
	return v, err
}

// wire is what the events that each call brings have on the wire, all of them together: so
// one pass over a message does.
type wire struct {
	Type       string      `json:"type"`
	Channel    wireChannel `json:"channel"`
	Args       []string    `json:"args"`
	Peer       wireID      `json:"peer"`
	Dialstatus string      `json:"dialstatus"`
	Forward    string      `json:"forward"`
	Cause      int         `json:"cause"`
	CauseText  string      `json:"cause_txt"`
	TechCause  int         `json:"tech_cause"`
	Soft       bool        `json:"soft"`
	Eventname  string      `json:"eventname"`
}

type wireID struct {
	ID string `json:"id"`
}

// decode turns a message of the event socket into an Event. The type is
// returned whenever it could be read. An Event is nil without an error when
// the message is of a known kind and of no interest.
func decode(data []byte) (kind string, e Event, err error) {
	w, err := as[wire](data)
	if w.Type == "" && err != nil {
		return "", nil, err
	}
	e, id := w.event()
	if e == nil {
		e, err = decodeAs(w.Type, data) // which has fields of its own
		return w.Type, e, err
	}
	if _, ours := e.(echo); ours && (err != nil || w.Eventname != echoName) {
		return w.Type, nil, err
	}
	e, err = named(e, err, id)
	return w.Type, e, err
}

// event is what a message of the calls' ordinary course says, and about what; nil = it is
// another one.
func (w *wire) event() (e Event, id string) {
	id = w.Channel.ID
	switch w.Type {
	case "StasisStart":
		return ChannelArrived{Channel: w.Channel.channel(), Args: w.Args}, id
	case offeredType:
		return offered{ID: id}, id
	case "StasisEnd":
		return stasisEnd{ID: id}, id
	case "ChannelDestroyed":
		return ChannelEnded{ID: id, Cause: w.Cause, TechCause: w.TechCause, Text: w.CauseText}, id
	case "ChannelHangupRequest":
		return w.hangup(), id
	case "Dial":
		return Dialling{ID: w.Peer.ID, Status: dialStatus(w.Dialstatus), Forward: shown(w.Forward)}, w.Peer.ID
	case echoType:
		return echo{}, echoName
	}
	return nil, ""
}

// hangup reads the SIP status as well, which ari/v5 does not know.
func (w *wire) hangup() HangupRequested {
	cause, cut := w.Cause, w.Soft && w.Cause == softShutdown
	if w.Soft && cause == softExplicit || cut {
		cause = normalClearing
	}
	return HangupRequested{ID: w.Channel.ID, Cause: cause, TechCause: w.TechCause, Cut: cut}
}

func decodeAs(kind string, data []byte) (Event, error) {
	switch kind {
	case "ChannelHold", "ChannelUnhold":
		w, err := as[ari.ChannelHold](data)
		return named(HoldChanged{ID: w.Channel.ID, Held: kind == "ChannelHold"}, err, w.Channel.ID)
	case "ChannelTransfer":
		return decodeTransfer(data)
	case "ChannelDtmfReceived":
		return decodeDigit(data)
	case "PlaybackStarted":
		w, err := as[ari.PlaybackStarted](data)
		return named(PlaybackStarted{Playback: w.Playback.ID, Target: target(w.Playback.TargetURI)}, err, w.Playback.ID)
	case "PlaybackFinished":
		w, err := as[ari.PlaybackFinished](data)
		failed := w.Playback.State == "failed"
		return named(PlaybackEnded{Playback: w.Playback.ID, Target: target(w.Playback.TargetURI), Failed: failed}, err, w.Playback.ID)
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

func decodeDigit(data []byte) (Event, error) {
	w, err := as[ari.ChannelDtmfReceived](data)
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

// decodeTransfer reads an event that ari/v5 does not know. With a state it only
// repeats what we told the telephone.
func decodeTransfer(data []byte) (Event, error) {
	type channel struct {
		ID string `json:"id"`
	}
	w, err := as[struct {
		State string `json:"state"`
		By    struct {
			Source channel `json:"source_channel"`
		} `json:"referred_by"`
		To struct {
			Wanted struct {
				Destination string `json:"destination"`
				Dialog      string `json:"protocol_id"` // of its other call, when that is to be taken over
			} `json:"requested_destination"`
			Second channel `json:"destination_channel"`
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
