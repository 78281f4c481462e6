package chaos

// cutOff tells whether an Asterisk died that had part in the call: the one it came in at,
// or that of the machine whose engine took it.
func (a *account) cutOff(leg Leg) bool {
	if a.crashed(leg) {
		return true
	}
	c := a.one(leg)
	if c == nil {
		return false
	}
	leg.Machine = c.Machine
	return a.crashed(leg)
}

// crashed tells whether Asterisk died under the leg, or before it could be taken.
func (a *account) crashed(leg Leg) bool {
	for _, f := range a.Faults {
		if f.Kind == AsteriskKilled && f.Machine == leg.Machine && leg.Began <= f.Mended && f.From <= leg.until() {
			return true
		}
	}
	return false
}

// blind tells whether the engine of a machine could not see what happened at that time.
func (a *account) blind(machine string, at int64) bool { return a.blindIn(machine, at, at) }

// blindIn tells whether there is such a moment in a span.
func (a *account) blindIn(machine string, from, until int64) bool {
	for _, f := range a.Faults {
		end := f.Recovered
		if end == 0 {
			end = forEver
		}
		if (f.Machine == "" || f.Machine == machine) && from <= end+sameMoment && f.From-sameMoment <= until {
			return true
		}
	}
	return false
}
