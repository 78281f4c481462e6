package switchboard

import (
	"errors"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// Marks tells what a group says that outlasts it: without that a journal whose old groups
// are forgotten would add up to something else. Calls and the callback list are kept from
// their beginning to their end; of floors, the last word on rules, hours and seats.
func Marks(g journal.Group) ([]journal.Mark, error) {
	if strings.HasPrefix(g.Stream, journal.CallPrefix) {
		return callMarks(g)
	}
	name, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix)
	if !ok {
		return nil, nil
	}
	var all []journal.Mark
	for _, e := range g.Facts {
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return nil, err
		}
		if of, kind, ok := floorMark(f); ok {
			all = append(all, journal.Mark{Of: name + " " + of, Kind: kind})
		}
	}
	return all, nil
}

func callMarks(g journal.Group) (all []journal.Mark, err error) {
	for _, e := range g.Facts {
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if errors.Is(err, call.ErrUnknownKind) || err == nil && call.Beside(f) {
			continue
		}
		if err != nil {
			return nil, err
		}
		mark := journal.Mark{Of: g.Stream, Kind: journal.Begins}
		if _, ended := f.(call.Ended); ended {
			mark.Kind = journal.Ends
		}
		all = append(all, mark)
	}
	return all, nil
}

func floorMark(fact acd.Fact) (of string, kind journal.MarkKind, ok bool) {
	switch f := fact.(type) {
	case *acd.CallbackListed:
		return "callback " + f.Callback, journal.Begins, f.Same == ""
	case *acd.CallbackDone:
		return "callback " + f.Callback, journal.Ends, true
	case *acd.CallbackGivenUp:
		return "callback " + f.Callback, journal.Ends, true
	case *acd.HoursSet:
		return "hours " + f.Queue, journal.Says, true
	case *acd.ReserveCalled:
		return "reserve " + f.Queue, journal.Says, true
	case *acd.ReserveReleased:
		return "reserve " + f.Queue, journal.Says, true
	case *acd.MachineWentAway:
		return "machine " + f.Machine, journal.Says, true
	case *acd.MachineCame:
		return "machine " + f.Machine, journal.Says, true
	case *acd.RulesLoaded:
		return "rules", journal.Says, true
	case *acd.SeatSignedIn, *acd.SeatSignedOut, *acd.SeatPaused, *acd.SeatReady, *acd.SeatUnreachable, *acd.SeatReachable, *acd.SeatOccupied, *acd.SeatVacated:
		return fact.Kind() + " " + acd.SeatOf(fact), journal.Says, true // in their order they make its state
	}
	return "", 0, false
}
