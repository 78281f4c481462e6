package dialplan

import (
	"slices"

	"hotline/ivr"
)

// checkSeatFlows sees whether the tree has what its feature codes are for.
func (l *loader) checkSeatFlows() {
	if l.found.Err() != nil { // what they need may only be misspelt elsewhere
		return
	}
	supervised := slices.ContainsFunc(sorted(l.tree.Seats), func(id string) bool { return len(l.tree.Seats[id].Supervises) > 0 })
	for _, name := range l.tree.Program.Names() {
		f, _ := l.tree.Program.Flow(name)
		for _, r := range f.Refs() {
			if r.Kind == ivr.RefAct {
				l.checkAct(r, supervised)
			}
		}
	}
}

func (l *loader) checkAct(r ivr.Ref, supervised bool) {
	switch r.Name {
	case ivr.SeatHelp, ivr.SeatListen, ivr.SeatWhisper, ivr.SeatBarge, ivr.SeatTakeOver:
		if !supervised {
			l.found.Add(r.At.Warning("add supervises: [<centre>/<queue>] to a seat", "no seat supervises others, so nobody can %s", actWords(r.Name)))
		}
	case ivr.SeatClassify:
		if l.tree.Classes == nil {
			l.found.Add(r.At.Warning("write "+classificationFile, "there is nothing to classify calls by"))
		}
	}
}

func actWords(act string) string {
	if act == ivr.SeatHelp {
		return "be asked for help"
	}
	return act
}
