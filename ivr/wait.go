package ivr

import (
	"strconv"
	"time"
)

const knownMinutes = 5 // up to which the texts of a wait are known before a call

// wait is what a caller hears of the wait that lies ahead, in whole minutes, the
// interval being rather too wide than too narrow; empty when it is not known.
func (v View) wait(sp *speech) Text {
	if v.High <= 0 || v.Low > v.High {
		return Text{}
	}
	return sp.minutes(int(max(v.Low, 0)/time.Minute), int((v.High+time.Minute-1)/time.Minute))
}

// minutes tells a wait from least to most minutes.
func (sp *speech) minutes(least, most int) Text {
	unit := wordMinutes
	if most == 1 {
		unit = wordMinute
	}
	end, behind := strconv.Itoa(most), sp.word(unit)
	switch least {
	case 0:
		return sp.own(sp.word(wordWaitLess), end, behind)
	case most:
		return sp.own(sp.word(wordWaitAbout), end, behind)
	}
	return sp.own(sp.word(wordWaitFrom), strconv.Itoa(least), sp.word(wordWaitTo), end, behind)
}

// knownWaits are the texts of short waits.
func (sp *speech) knownWaits() []Text {
	var all []Text
	for most := 1; most <= knownMinutes; most++ {
		for least := 0; least <= most; least++ {
			all = append(all, sp.minutes(least, most))
		}
	}
	return all
}
