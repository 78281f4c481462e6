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
	inputMoveTalk     = "move-talk"
	inputReach        = "reach"
	inputExtendWrapUp = "extend-wrap-up"
	inputReprioritise = "reprioritise"
	inputSetHours     = "set-hours"
	inputOccupy       = "occupy"
	inputVacate       = "vacate"
	inputPassTalk     = "pass-talk"
	inputMachineLost  = "machine-lost"
	inputMachineBack  = "machine-back"
	inputCutOff       = "cut-off"
)

func (LoadRules) input()    {}
func (SignIn) input()       {}
func (SignOut) input()      {}
func (Pause) input()        {}
func (Ready) input()        {}
func (Enqueue) input()      {}
func (HangUp) input()       {}
func (Leave) input()        {}
func (SeatAnswered) input() {}
func (OfferFailed) input()  {}
func (TalkOver) input()     {}
func (AskCallback) input()  {}
func (CallbackOver) input() {}
func (Tick) input()         {}
func (MoveTalk) input()     {}
func (Reach) input()        {}
func (ExtendWrapUp) input() {}
func (Reprioritise) input() {}
func (SetHours) input()     {}
func (Occupy) input()       {}
func (Vacate) input()       {}
func (PassTalk) input()     {}
func (MachineLost) input()  {}
func (MachineBack) input()  {}
func (CutOff) input()       {}

// when is the time that an input carries. (A method of the interface would make every
// input escape to the heap.)
func when(in Input) int64 {
	switch in := in.(type) {
	case SignIn:
		return in.At
	case SignOut:
		return in.At
	case Pause:
		return in.At
	case Ready:
		return in.At
	case Enqueue:
		return in.At
	case HangUp:
		return in.At
	case Leave:
		return in.At
	case SeatAnswered:
		return in.At
	case OfferFailed:
		return in.At
	case TalkOver:
		return in.At
	case Tick:
		return in.At
	}
	return whenRare(in)
}

func whenRare(in Input) int64 {
	switch in := in.(type) {
	case AskCallback:
		return in.At
	case CallbackOver:
		return in.At
	case MoveTalk:
		return in.At
	case Reach:
		return in.At
	case ExtendWrapUp:
		return in.At
	case Reprioritise:
		return in.At
	case SetHours:
		return in.At
	case LoadRules:
		return in.At
	case Occupy:
		return in.At
	case Vacate:
		return in.At
	case PassTalk:
		return in.At
	case MachineLost:
		return in.At
	case MachineBack:
		return in.At
	case CutOff:
		return in.At
	}
	return 0
}

// InputKind is the stable name of the input in the journal, such as "sign-in".
func InputKind(in Input) string {
	switch in.(type) {
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
	case Tick:
		return inputTick
	default:
		return rareKind(in)
	}
}

func rareKind(in Input) string {
	switch in.(type) {
	case AskCallback:
		return inputAskCallback
	case CallbackOver:
		return inputCallbackOver
	case MoveTalk:
		return inputMoveTalk
	case Reach:
		return inputReach
	case ExtendWrapUp:
		return inputExtendWrapUp
	case Reprioritise:
		return inputReprioritise
	case SetHours:
		return inputSetHours
	case LoadRules:
		return inputLoadRules
	case Occupy:
		return inputOccupy
	case Vacate:
		return inputVacate
	case PassTalk:
		return inputPassTalk
	case MachineLost:
		return inputMachineLost
	case MachineBack:
		return inputMachineBack
	case CutOff:
		return inputCutOff
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
	case inputTick:
		return decodeInput[Tick](kind, data)
	default:
		return decodeRareInput(kind, data)
	}
}

// decodeRareInput reads what does not come with every call.
func decodeRareInput(kind string, data []byte) (Input, error) {
	switch kind {
	case inputAskCallback:
		return decodeInput[AskCallback](kind, data)
	case inputCallbackOver:
		return decodeInput[CallbackOver](kind, data)
	case inputMoveTalk:
		return decodeInput[MoveTalk](kind, data)
	case inputReach:
		return decodeInput[Reach](kind, data)
	case inputExtendWrapUp:
		return decodeInput[ExtendWrapUp](kind, data)
	case inputReprioritise:
		return decodeInput[Reprioritise](kind, data)
	case inputSetHours:
		return decodeInput[SetHours](kind, data)
	case inputLoadRules:
		return decodeInput[LoadRules](kind, data)
	case inputOccupy:
		return decodeInput[Occupy](kind, data)
	case inputVacate:
		return decodeInput[Vacate](kind, data)
	case inputPassTalk:
		return decodeInput[PassTalk](kind, data)
	case inputMachineLost:
		return decodeInput[MachineLost](kind, data)
	case inputMachineBack:
		return decodeInput[MachineBack](kind, data)
	case inputCutOff:
		return decodeInput[CutOff](kind, data)
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
