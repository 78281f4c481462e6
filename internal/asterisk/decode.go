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

// decode turns a message of the event socket into an Event. The type is
// returned whenever it could be read. An Event is nil without an error when
// the message is of a known kind and of no interest.
func decode(data []byte) (kind string, e Event, err error) {
	head, err := as[struct {
		Type string `json:"type"`
	}](data)
	if err != nil {
		return "", nil, err
	}
	e, err = decodeAs(head.Type, data)
	return head.Type, e, err
}

func decodeAs(kind string, data []byte) (Event, error) {
	switch kind {
	case "StasisStart":
		return decodeArrival(data)
	case offeredType:
		w, err := as[struct {
			Channel ari.ChannelData `json:"channel"`
		}](data)
		return named(offered{ID: w.Channel.ID}, err, w.Channel.ID)
	case "StasisEnd":
		w, err := as[ari.StasisEnd](data)
		return named(stasisEnd{ID: w.Channel.ID}, err, w.Channel.ID)
	case "ChannelDestroyed", "ChannelHangupRequest":
		return decodeEnd(kind, data)
	case "Dial":
		w, err := as[ari.Dial](data)
		return named(Dialling{ID: w.Peer.ID, Status: dialStatus(w.Dialstatus), Forward: shown(w.Forward)}, err, w.Peer.ID)
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
	case enteredType, "ChannelLeftBridge":
		return decodeBridge(kind, data)
	case "PeerStatusChange":
		return decodePhone(data)
	case "ApplicationReplaced":
		return Replaced{}, nil
	case echoType:
		return decodeEcho(data)
	}
	return nil, errUnknown
}

func decodeEcho(data []byte) (Event, error) {
	w, err := as[ari.ChannelUserevent](data)
	if err != nil || w.Eventname != echoName {
		return nil, err
	}
	return echo{}, nil
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

func decodeArrival(data []byte) (Event, error) {
	w, err := as[struct {
		Args    []string    `json:"args"`
		Channel wireChannel `json:"channel"`
	}](data)
	return named(ChannelArrived{Channel: w.Channel.channel(), Args: w.Args}, err, w.Channel.ID)
}

// decodeEnd reads the SIP status as well, which ari/v5 does not know.
func decodeEnd(kind string, data []byte) (Event, error) {
	w, err := as[struct {
		Channel   ari.ChannelData `json:"channel"`
		Cause     int             `json:"cause"`
		CauseText string          `json:"cause_txt"`
		TechCause int             `json:"tech_cause"`
		Soft      bool            `json:"soft"`
	}](data)
	if kind == "ChannelDestroyed" {
		return named(ChannelEnded{
			ID: w.Channel.ID, Cause: w.Cause, TechCause: w.TechCause, Text: w.CauseText,
		}, err, w.Channel.ID)
	}
	cut := w.Soft && w.Cause == softShutdown
	if w.Soft && w.Cause == softExplicit || cut {
		w.Cause = normalClearing
	}
	return named(HangupRequested{ID: w.Channel.ID, Cause: w.Cause, TechCause: w.TechCause, Cut: cut}, err, w.Channel.ID)
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

const enteredType = "ChannelEnteredBridge"

func decodeBridge(kind string, data []byte) (Event, error) {
	w, err := as[ari.ChannelEnteredBridge](data) // both events hold the same
	if kind == enteredType {
		return named(BridgeEntered{Bridge: w.Bridge.ID, Channel: w.Channel.ID}, err, w.Channel.ID)
	}
	return named(BridgeLeft{Bridge: w.Bridge.ID, Channel: w.Channel.ID}, err, w.Channel.ID)
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
