package acd

// FactVersion is the version in which facts are written. Facts of every version
// from 1 on can be read.
const FactVersion = 1

// The names of the facts in the journal. They never change.
const (
	kindRulesLoaded     = "rules-loaded"
	kindSeatSignedIn    = "seat-signed-in"
	kindSeatSignedOut   = "seat-signed-out"
	kindSeatPaused      = "seat-paused"
	kindSeatReady       = "seat-ready"
	kindCallQueued      = "call-queued"
	kindOffered         = "offered"
	kindOfferEnded      = "offer-ended"
	kindAnswered        = "answered"
	kindAbandoned       = "abandoned"
	kindOverflowed      = "overflowed"
	kindTalkEnded       = "talk-ended"
	kindWrapUpEnded     = "wrap-up-ended"
	kindCallbackListed  = "callback-listed"
	kindCallbackTried   = "callback-tried"
	kindCallbackDone    = "callback-done"
	kindCallbackGivenUp = "callback-given-up"
	kindSeatUnreachable = "seat-unreachable"
	kindSeatReachable   = "seat-reachable"
	kindTalkMoved       = "talk-moved"
	kindWrapUpExtended  = "wrap-up-extended"
	kindRelaxed         = "relaxed"
	kindPriorityChanged = "priority-changed"
	kindReserveCalled   = "reserve-called"
	kindReserveReleased = "reserve-released"
	kindHoursSet        = "hours-set"
	kindCallbackDue     = "callback-due"
	kindCallbackPutOff  = "callback-put-off"
	kindSeatOccupied    = "seat-occupied"
	kindSeatVacated     = "seat-vacated"
	kindTalkPassed      = "talk-passed"
	kindMachineWentAway = "machine-went-away"
	kindMachineCame     = "machine-came"
	kindCallCutOff      = "call-cut-off"
)

// Kind is "rules-loaded".
func (*RulesLoaded) Kind() string { return kindRulesLoaded }

// Kind is "seat-signed-in".
func (*SeatSignedIn) Kind() string { return kindSeatSignedIn }

// Kind is "seat-signed-out".
func (*SeatSignedOut) Kind() string { return kindSeatSignedOut }

// Kind is "seat-paused".
func (*SeatPaused) Kind() string { return kindSeatPaused }

// Kind is "seat-ready".
func (*SeatReady) Kind() string { return kindSeatReady }

// Kind is "call-queued".
func (*CallQueued) Kind() string { return kindCallQueued }

// Kind is "offered".
func (*Offered) Kind() string { return kindOffered }

// Kind is "offer-ended".
func (*OfferEnded) Kind() string { return kindOfferEnded }

// Kind is "answered".
func (*Answered) Kind() string { return kindAnswered }

// Kind is "abandoned".
func (*Abandoned) Kind() string { return kindAbandoned }

// Kind is "overflowed".
func (*Overflowed) Kind() string { return kindOverflowed }

// Kind is "talk-ended".
func (*TalkEnded) Kind() string { return kindTalkEnded }

// Kind is "wrap-up-ended".
func (*WrapUpEnded) Kind() string { return kindWrapUpEnded }

// Kind is "callback-listed".
func (*CallbackListed) Kind() string { return kindCallbackListed }

// Kind is "callback-tried".
func (*CallbackTried) Kind() string { return kindCallbackTried }

// Kind is "callback-done".
func (*CallbackDone) Kind() string { return kindCallbackDone }

// Kind is "callback-given-up".
func (*CallbackGivenUp) Kind() string { return kindCallbackGivenUp }

// Kind is "seat-unreachable".
func (*SeatUnreachable) Kind() string { return kindSeatUnreachable }

// Kind is "seat-reachable".
func (*SeatReachable) Kind() string { return kindSeatReachable }

// Kind is "talk-moved".
func (*TalkMoved) Kind() string { return kindTalkMoved }

// Kind is "wrap-up-extended".
func (*WrapUpExtended) Kind() string { return kindWrapUpExtended }

// Kind is "relaxed".
func (*Relaxed) Kind() string { return kindRelaxed }

// Kind is "priority-changed".
func (*PriorityChanged) Kind() string { return kindPriorityChanged }

// Kind is "reserve-called".
func (*ReserveCalled) Kind() string { return kindReserveCalled }

// Kind is "reserve-released".
func (*ReserveReleased) Kind() string { return kindReserveReleased }

// Kind is "hours-set".
func (*HoursSet) Kind() string { return kindHoursSet }

// Kind is "callback-due".
func (*CallbackDue) Kind() string { return kindCallbackDue }

// Kind is "callback-put-off".
func (*CallbackPutOff) Kind() string { return kindCallbackPutOff }

// Kind is "seat-occupied".
func (*SeatOccupied) Kind() string { return kindSeatOccupied }

// Kind is "seat-vacated".
func (*SeatVacated) Kind() string { return kindSeatVacated }

// Kind is "talk-passed".
func (*TalkPassed) Kind() string { return kindTalkPassed }

// Kind is "machine-went-away".
func (*MachineWentAway) Kind() string { return kindMachineWentAway }

// Kind is "machine-came".
func (*MachineCame) Kind() string { return kindMachineCame }

// Kind is "call-cut-off".
func (*CallCutOff) Kind() string { return kindCallCutOff }

// DecodeFact reads a fact that was written as JSON in that version, and brings it
// up to date. An unknown kind or version, or data that is not a JSON object of the
// kind, is an error.
func DecodeFact(kind string, version int, data []byte) (Fact, error) {
	if err := known("fact", kind, version, FactVersion); err != nil {
		return nil, err
	}
	switch kind {
	case kindRulesLoaded:
		return decodeFact[RulesLoaded](kind, data)
	case kindSeatSignedIn:
		return decodeFact[SeatSignedIn](kind, data)
	case kindSeatSignedOut:
		return decodeFact[SeatSignedOut](kind, data)
	case kindSeatPaused:
		return decodeFact[SeatPaused](kind, data)
	case kindSeatReady:
		return decodeFact[SeatReady](kind, data)
	case kindCallQueued:
		return decodeFact[CallQueued](kind, data)
	case kindOffered:
		return decodeFact[Offered](kind, data)
	case kindOfferEnded:
		return decodeFact[OfferEnded](kind, data)
	case kindAnswered:
		return decodeFact[Answered](kind, data)
	case kindAbandoned:
		return decodeFact[Abandoned](kind, data)
	case kindOverflowed:
		return decodeFact[Overflowed](kind, data)
	case kindTalkEnded:
		return decodeFact[TalkEnded](kind, data)
	case kindWrapUpEnded:
		return decodeFact[WrapUpEnded](kind, data)
	case kindSeatUnreachable:
		return decodeFact[SeatUnreachable](kind, data)
	case kindSeatReachable:
		return decodeFact[SeatReachable](kind, data)
	case kindWrapUpExtended:
		return decodeFact[WrapUpExtended](kind, data)
	default:
		return decodeRare(kind, data)
	}
}

// decodeRare reads what does not happen in every call.
func decodeRare(kind string, data []byte) (Fact, error) {
	switch kind {
	case kindTalkMoved:
		return decodeFact[TalkMoved](kind, data)
	case kindRelaxed:
		return decodeFact[Relaxed](kind, data)
	case kindPriorityChanged:
		return decodeFact[PriorityChanged](kind, data)
	case kindReserveCalled:
		return decodeFact[ReserveCalled](kind, data)
	case kindReserveReleased:
		return decodeFact[ReserveReleased](kind, data)
	case kindHoursSet:
		return decodeFact[HoursSet](kind, data)
	case kindSeatOccupied:
		return decodeFact[SeatOccupied](kind, data)
	case kindSeatVacated:
		return decodeFact[SeatVacated](kind, data)
	case kindTalkPassed:
		return decodeFact[TalkPassed](kind, data)
	case kindMachineWentAway:
		return decodeFact[MachineWentAway](kind, data)
	case kindMachineCame:
		return decodeFact[MachineCame](kind, data)
	case kindCallCutOff:
		return decodeFact[CallCutOff](kind, data)
	default:
		return decodeCallback(kind, data)
	}
}

// decodeCallback reads the facts of the callback list.
func decodeCallback(kind string, data []byte) (Fact, error) {
	switch kind {
	case kindCallbackListed:
		return decodeFact[CallbackListed](kind, data)
	case kindCallbackTried:
		return decodeFact[CallbackTried](kind, data)
	case kindCallbackDone:
		return decodeFact[CallbackDone](kind, data)
	case kindCallbackGivenUp:
		return decodeFact[CallbackGivenUp](kind, data)
	case kindCallbackDue:
		return decodeFact[CallbackDue](kind, data)
	case kindCallbackPutOff:
		return decodeFact[CallbackPutOff](kind, data)
	default:
		return nil, unknown("fact", kind)
	}
}

func decodeFact[T any, F interface {
	*T
	Fact
}](kind string, data []byte) (Fact, error) {
	f, err := decode[T](kind, data)
	if err != nil {
		return nil, err
	}
	return F(&f), nil
}

// CallOf names the call that a fact is about, or "" for one about seats, rules or
// the callback list alone.
func CallOf(f Fact) string {
	switch f := f.(type) {
	case *CallQueued:
		return f.Call
	case *Offered:
		return f.Call
	case *OfferEnded:
		return f.Call
	case *Answered:
		return f.Call
	case *Abandoned:
		return f.Call
	case *Overflowed:
		return f.Call
	case *TalkEnded:
		return f.Call
	case *CallbackTried:
		return f.Call
	case *TalkMoved:
		return f.Call
	case *TalkPassed:
		return f.Call
	case *Relaxed:
		return f.Call
	case *PriorityChanged:
		return f.Call
	case *CallCutOff:
		return f.Call
	}
	return ""
}
