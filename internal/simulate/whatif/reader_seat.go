package whatif

import "hotline/acd"

func (r *reader) seat(id string) *seat {
	if r.seats[id] == nil {
		r.seats[id] = &seat{}
	}
	return r.seats[id]
}

// learnSeat takes what agents did of their own accord. What the rules did to them the
// simulator's rules do again, or not.
func (r *reader) learnSeat(f acd.Fact, at int64) {
	switch f := f.(type) {
	case *acd.SeatSignedIn:
		if s := r.seat(f.Seat); s.auto != 0 {
			r.back(s, f.At)
		} else {
			r.outside(at, acd.SignIn{Seat: f.Seat})
		}
	case *acd.SeatSignedOut:
		s := r.seat(f.Seat)
		s.call, s.lost = nil, false
		if r.input != "" && r.input != acd.InputKind(acd.SignOut{}) && r.input != acd.InputKind(acd.LoadRules{}) {
			s.auto = f.At
			return
		}
		s.auto = 0
		r.outside(at, acd.SignOut{Seat: f.Seat})
	case *acd.SeatPaused:
		r.paused(f, at)
	case *acd.SeatReady:
		if s := r.seat(f.Seat); s.auto != 0 {
			r.back(s, f.At)
		} else {
			r.outside(at, acd.Ready{Seat: f.Seat})
		}
	case *acd.SeatUnreachable:
		if f.Until == 0 {
			r.seat(f.Seat).lost = true
			r.outside(at, acd.Reach{Seat: f.Seat, Lost: true})
		}
	case *acd.SeatReachable:
		if s := r.seat(f.Seat); s.lost {
			s.lost = false
			r.outside(at, acd.Reach{Seat: f.Seat})
		}
	case *acd.WrapUpEnded:
		r.wrapUpEnded(f.Seat, at)
	case *acd.SeatOccupied:
		r.wrapUpEnded(f.Seat, at)
		r.occupied(f.Seat, f.Call, at)
	case *acd.SeatVacated:
		r.vacated(f.Seat, at, max(f.WrapUpUntil-f.At, 0))
	}
}

// occupied: that seat is in a call that no queue gave it.
func (r *reader) occupied(id, call string, at int64) {
	r.seat(id).held = call
	r.outside(at, acd.Occupy{Seat: id, Call: call})
}

// vacated: that call is over, or the talk that it has become.
func (r *reader) vacated(id string, at, wrapUp int64) {
	if s := r.seat(id); s.held != "" {
		r.outside(at, acd.Vacate{Seat: id, Call: s.held, WrapUp: wrapUp})
		s.held = ""
	}
}

// rests: pauses that end by themselves tell nothing of the agent.
const rests = -1

func (r *reader) paused(f *acd.SeatPaused, at int64) {
	s := r.seat(f.Seat)
	switch {
	case !f.Auto:
		s.auto = 0
		r.outside(at, acd.Pause{Seat: f.Seat, Reason: f.Reason})
	case f.Until != 0:
		s.auto = rests
	default:
		s.auto = f.At
	}
}

// back is the end of an absence that the rules began.
func (r *reader) back(s *seat, at int64) {
	if s.auto > 0 {
		r.day.backs = append(r.day.backs, span(max(at-s.auto, 1)))
	}
	s.auto = 0
}

// wrapUpEnded: where it was not the time that the rules gave, it was the agent's.
func (r *reader) wrapUpEnded(id string, at int64) {
	s := r.seat(id)
	if s.call != nil && at != s.until {
		s.call.brings.WrapUp = max(span(at)-s.call.seated, 1)
	}
	s.call = nil
}
