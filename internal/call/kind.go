package call

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// The kinds of a call's facts, as the journal names them. A kind never changes
// its meaning; a change of its fields is a new version of it.
const (
	KindArrived          = "call-arrived"
	KindStepped          = "call-stepped"
	KindMoved            = "call-moved"
	KindLegDialled       = "call-leg-dialled"
	KindLegRinging       = "call-leg-ringing"
	KindLegEnded         = "call-leg-ended"
	KindConnected        = "call-connected"
	KindRecordingBegun   = "call-recording-begun"
	KindMessageLeft      = "call-message-left"
	KindTalkRecorded     = "call-talk-recorded"
	KindRated            = "call-rated"
	KindCallbackAsked    = "call-callback-asked"
	KindTalkMoved        = "call-talk-moved"
	KindTransferred      = "call-transferred"
	KindSupervised       = "call-supervised"
	KindHelpAsked        = "call-help-asked"
	KindClassified       = "call-classified"
	KindFollowsUp        = "call-follows-up"
	KindRecordingMuted   = "call-recording-muted"
	KindRecordingDropped = "call-recording-dropped"
	KindMadeConfidential = "call-made-confidential"
	KindSignInRefused    = "call-sign-in-refused"
	KindEnded            = "call-ended"
)

// FactVersion is the version in which every fact of a call is written today.
// Older versions stay readable: DecodeFact brings them up to date.
const FactVersion = 1

// ErrUnknownKind is wrapped by DecodeFact when this program does not know the
// kind, or not in that version: a newer one wrote it.
var ErrUnknownKind = errors.New("unknown kind of fact")

// Kind implements Fact.
func (Arrived) Kind() string { return KindArrived }

// Kind implements Fact.
func (Stepped) Kind() string { return KindStepped }

// Kind implements Fact.
func (Moved) Kind() string { return KindMoved }

// Kind implements Fact.
func (LegDialled) Kind() string { return KindLegDialled }

// Kind implements Fact.
func (LegRinging) Kind() string { return KindLegRinging }

// Kind implements Fact.
func (LegEnded) Kind() string { return KindLegEnded }

// Kind implements Fact.
func (Connected) Kind() string { return KindConnected }

// Kind implements Fact.
func (RecordingBegun) Kind() string { return KindRecordingBegun }

// Kind implements Fact.
func (MessageLeft) Kind() string { return KindMessageLeft }

// Kind implements Fact.
func (TalkRecorded) Kind() string { return KindTalkRecorded }

// Kind implements Fact.
func (Rated) Kind() string { return KindRated }

// Kind implements Fact.
func (CallbackAsked) Kind() string { return KindCallbackAsked }

// Kind implements Fact.
func (TalkMoved) Kind() string { return KindTalkMoved }

// Kind implements Fact.
func (Transferred) Kind() string { return KindTransferred }

// Kind implements Fact.
func (Supervised) Kind() string { return KindSupervised }

// Kind implements Fact.
func (HelpAsked) Kind() string { return KindHelpAsked }

// Kind implements Fact.
func (Classified) Kind() string { return KindClassified }

// Kind implements Fact.
func (FollowsUp) Kind() string { return KindFollowsUp }

// Kind implements Fact.
func (RecordingMuted) Kind() string { return KindRecordingMuted }

// Kind implements Fact.
func (RecordingDropped) Kind() string { return KindRecordingDropped }

// Kind implements Fact.
func (MadeConfidential) Kind() string { return KindMadeConfidential }

// Kind implements Fact.
func (SignInRefused) Kind() string { return KindSignInRefused }

// Kind implements Fact.
func (Ended) Kind() string { return KindEnded }

// DecodeFact reads a fact of a call from the journal. The error wraps
// ErrUnknownKind when kind or version is newer than this program.
func DecodeFact(kind string, version int, data []byte) (Fact, error) {
	decode := decoderOf(kind)
	if decode == nil || version < 1 || version > FactVersion {
		return nil, fmt.Errorf("%w: %s, version %d", ErrUnknownKind, kind, version)
	}
	fact, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("fact %s, version %d: %w", kind, version, err)
	}
	return fact, nil
}

// decoderOf is the registry of kinds.
func decoderOf(kind string) func([]byte) (Fact, error) {
	switch kind {
	case KindArrived:
		return decodeAs[Arrived]
	case KindStepped:
		return decodeAs[Stepped]
	case KindMoved:
		return decodeAs[Moved]
	case KindLegDialled:
		return decodeAs[LegDialled]
	case KindLegRinging:
		return decodeAs[LegRinging]
	case KindLegEnded:
		return decodeAs[LegEnded]
	case KindConnected:
		return decodeAs[Connected]
	case KindRecordingBegun:
		return decodeAs[RecordingBegun]
	case KindMessageLeft:
		return decodeAs[MessageLeft]
	case KindTalkRecorded:
		return decodeAs[TalkRecorded]
	case KindRated:
		return decodeAs[Rated]
	case KindCallbackAsked:
		return decodeAs[CallbackAsked]
	case KindEnded:
		return decodeAs[Ended]
	}
	return decoderOfTalk(kind)
}

// decoderOfTalk knows what seats and supervisors do.
func decoderOfTalk(kind string) func([]byte) (Fact, error) {
	switch kind {
	case KindTalkMoved:
		return decodeAs[TalkMoved]
	case KindTransferred:
		return decodeAs[Transferred]
	case KindSupervised:
		return decodeAs[Supervised]
	case KindHelpAsked:
		return decodeAs[HelpAsked]
	case KindClassified:
		return decodeAs[Classified]
	case KindFollowsUp:
		return decodeAs[FollowsUp]
	case KindRecordingMuted:
		return decodeAs[RecordingMuted]
	case KindRecordingDropped:
		return decodeAs[RecordingDropped]
	case KindMadeConfidential:
		return decodeAs[MadeConfidential]
	case KindSignInRefused:
		return decodeAs[SignInRefused]
	}
	return nil
}

func decodeAs[F Fact](data []byte) (Fact, error) {
	var fact F
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		return nil, errors.New("it is not a JSON object") // null would be an empty fact
	}
	if err := json.Unmarshal(data, &fact); err != nil {
		return nil, err
	}
	return fact, nil
}
