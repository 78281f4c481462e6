package acd

// InputVersion is the version in which inputs are written. Inputs of every version
// from 1 on can be read.
const InputVersion = 1

// The names of the inputs in the journal. They never change.
const (
	inputLoadRules    = "load-rules"
	inputSignIn       = "sign-in"
	inputSignOut      = "sign-out"
	inputPause        = "pause"
	inputReady        = "ready"
	inputEnqueue      = "enqueue"
	inputHangUp       = "hang-up"
	inputLeave        = "leave"
	inputSeatAnswered = "seat-answered"
	inputOfferFailed  = "offer-failed"
	inputTalkOver     = "talk-over"
	inputAskCallback  = "ask-callback"
	inputCallbackOver = "callback-over"
	inputTick         = "tick"
)

func (i LoadRules) when() int64    { return i.At }
func (i SignIn) when() int64       { return i.At }
func (i SignOut) when() int64      { return i.At }
func (i Pause) when() int64        { return i.At }
func (i Ready) when() int64        { return i.At }
func (i Enqueue) when() int64      { return i.At }
func (i HangUp) when() int64       { return i.At }
func (i Leave) when() int64        { return i.At }
func (i SeatAnswered) when() int64 { return i.At }
func (i OfferFailed) when() int64  { return i.At }
func (i TalkOver) when() int64     { return i.At }
func (i AskCallback) when() int64  { return i.At }
func (i CallbackOver) when() int64 { return i.At }
func (i Tick) when() int64         { return i.At }

// InputKind is the stable name of the input in the journal, such as "sign-in".
func InputKind(in Input) string {
	switch in.(type) {
	case LoadRules:
		return inputLoadRules
	case SignIn:
		return inputSignIn
	case SignOut:
		return inputSignOut
	case Pause:
		return inputPause
	case Ready:
		return inputReady
	case Enqueue:
		return inputEnqueue
	case HangUp:
		return inputHangUp
	case Leave:
		return inputLeave
	case SeatAnswered:
		return inputSeatAnswered
	case OfferFailed:
		return inputOfferFailed
	case TalkOver:
		return inputTalkOver
	case AskCallback:
		return inputAskCallback
	case CallbackOver:
		return inputCallbackOver
	case Tick:
		return inputTick
	default:
		return ""
	}
}

// DecodeInput reads an input that was written as JSON in that version, and brings
// it up to date. An unknown kind or version, or data that is not a JSON object of
// the kind, is an error.
func DecodeInput(kind string, version int, data []byte) (Input, error) {
	if err := known("input", kind, version, InputVersion); err != nil {
		return nil, err
	}
	switch kind {
	case inputLoadRules:
		return decodeInput[LoadRules](kind, data)
	case inputSignIn:
		return decodeInput[SignIn](kind, data)
	case inputSignOut:
		return decodeInput[SignOut](kind, data)
	case inputPause:
		return decodeInput[Pause](kind, data)
	case inputReady:
		return decodeInput[Ready](kind, data)
	case inputEnqueue:
		return decodeInput[Enqueue](kind, data)
	case inputHangUp:
		return decodeInput[HangUp](kind, data)
	case inputLeave:
		return decodeInput[Leave](kind, data)
	case inputSeatAnswered:
		return decodeInput[SeatAnswered](kind, data)
	case inputOfferFailed:
		return decodeInput[OfferFailed](kind, data)
	case inputTalkOver:
		return decodeInput[TalkOver](kind, data)
	case inputAskCallback:
		return decodeInput[AskCallback](kind, data)
	case inputCallbackOver:
		return decodeInput[CallbackOver](kind, data)
	case inputTick:
		return decodeInput[Tick](kind, data)
	default:
		return nil, unknown("input", kind)
	}
}

func decodeInput[I Input](kind string, data []byte) (Input, error) {
	in, err := decode[I](kind, data)
	if err != nil {
		return nil, err
	}
	return in, nil
}
