package figures

import "slices"

// values are the figures of a row under their names; one that is missing does not
// exist there.
func (q *checked) values(key checkedKey) map[string]float64 {
	row := q.rows[key]
	if row == nil {
		row = &checkedRow{}
	}
	v := map[string]float64{}
	row.callers(v, q.of.Within.Milliseconds(), q.of.Short.Milliseconds())
	v["offers"], v["rona"] = float64(row.offers), float64(row.missed)
	v["talks_cut_off"] = float64(row.talksCut)
	v["handled"] = float64(len(row.talks))
	if len(row.talks) > 0 {
		v["talk_s"], v["wrap_up_s"] = mean(row.talks), mean(row.wrapUps)
		v["aht_s"] = mean(row.talks) + mean(row.wrapUps)
	}
	row.time(v, float64(min(q.slotEnd(key.from), q.until)-max(key.from, q.since)))
	v["callbacks_listed"], v["callbacks_reached"], v["callbacks_given_up"] = float64(row.listed), float64(row.reached), float64(row.givenUp)
	for reason, n := range row.overflows {
		v["overflows."+reason] = float64(n)
	}
	return v
}

func (r *checkedRow) callers(v map[string]float64, within, short int64) {
	answered, abandoned, overflowed := len(r.answered), len(r.abandoned), len(r.overflowed)
	over := answered + abandoned + overflowed + len(r.cut)
	v["cut_off"] = float64(len(r.cut))
	atOnce := those(r.abandoned, func(ms int64) bool { return ms < short })
	inTime := those(r.answered, func(ms int64) bool { return ms <= within })
	late := those(r.abandoned, func(ms int64) bool { return ms > within })
	v["offered"], v["answered"] = float64(over+len(r.waiting)), float64(answered)
	v["abandoned"], v["abandoned_short"] = float64(abandoned), float64(atOnce)
	v["overflowed"], v["waiting"] = float64(overflowed), float64(len(r.waiting))
	share := func(name string, part, whole int) {
		if whole > 0 {
			v[name] = float64(part) / float64(whole)
		}
	}
	share("connection_rate", answered, over)
	share("answered_T_from_arrival", those(r.fromArrival, func(ms int64) bool { return ms <= within }), answered)
	share("answered_T_from_queueing", inTime, answered)
	share("service_level_T", inTime, over)
	share("service_level_patient_T", inTime, answered+late)
	share("abandonment", abandoned, over)
	share("abandonment_short", atOnce, over)
	share("abandonment_patient", abandoned-atOnce, over-atOnce)
	if answered > 0 {
		v["asa_s"] = mean(r.answered)
	}
	if all := slices.Concat(r.answered, r.abandoned, r.overflowed, r.cut); len(all) > 0 {
		v["mean_wait_s"], v["longest_wait_s"] = mean(all), float64(slices.Max(all))/1000
	}
	if len(r.waiting) > 0 {
		v["longest_waiting_s"] = float64(slices.Max(r.waiting)) / 1000
	}
}

func (r *checkedRow) time(v map[string]float64, length float64) {
	in := func(states ...string) (sum float64) {
		for _, state := range states {
			sum += float64(r.seats[state]) / 1000
		}
		return sum
	}
	busy := in("talking", "on-hold", "consulting", "wrap-up")
	staffed := in("ready", "offered") + busy
	signedIn := in("paused", "unreachable", "occupied") + staffed
	v["staffed_s"], v["occupied_s"], v["signed_in_s"] = staffed, in("occupied"), signedIn
	if staffed > 0 {
		v["occupancy"] = busy / staffed
	}
	if signedIn > 0 {
		v["utilisation"] = busy / signedIn
	}
	for _, state := range []string{"ready", "offered", "talking", "on-hold", "consulting", "wrap-up", "paused", "unreachable", "occupied"} {
		v["seats."+state] = float64(r.seats[state]) / length
	}
}

func those(times []int64, fit func(int64) bool) (n int) {
	for _, ms := range times {
		if fit(ms) {
			n++
		}
	}
	return n
}

// mean is in seconds, of some times in ms.
func mean(times []int64) float64 {
	var sum float64
	for _, ms := range times {
		sum += float64(ms) / 1000
	}
	return sum / float64(len(times))
}
