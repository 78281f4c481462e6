package figures

import (
	"strings"
	"time"

	"hotline/internal/record"
	"hotline/internal/schema"
)

// Unit says how a figure is written.
type Unit int

// The units.
const (
	Count   Unit = iota
	Share        // from 0 to 1; people read per cent
	Seconds      //
	Number       // with a fraction
)

// About says of whom a formula tells, and so where it can be asked.
type About int

// What formulas are about.
const (
	Callers About = iota // not of a seat: who waits has none
	Work                 // of every place
	Time                 // of seats, not of a queue or centre: a seat may serve several
)

// Formula is a figure with its definition.
type Formula struct {
	Name  string // for programs; T is the time to answer in, such as 15s
	Title string // for people
	Says  string // the definition
	About About
	Unit  Unit
	// Of computes the figure; not ok where it is a share or mean of nothing.
	Of func(s record.Sums) (value float64, ok bool)
}

// Formulas are all of them, in the order in which they are shown.
func Formulas() []Formula {
	return []Formula{
		{"offered", "callers", "callers who joined a queue", Callers, Count, Offered},
		{"answered", "answered", "callers whom a seat answered", Callers, Count, Answered},
		{"abandoned", "abandoned", "callers who hung up while waiting, short ones too", Callers, Count, Abandoned},
		{"abandoned_short", "abandoned at once", "callers who hung up after less than the short time", Callers, Count, AbandonedShort},
		{"overflowed", "overflowed", "callers whom no queue kept and no seat answered", Callers, Count, Overflowed},
		{"cut_off", "cut off", "callers whom a breakdown of ours cut off while they waited", Callers, Count, CutOff},
		{"waiting", "waiting", "callers who still wait", Callers, Count, Waiting},
		{"connection_rate", "connection rate", "answered / (offered - waiting)", Callers, Share, ConnectionRate},
		{"answered_T_from_arrival", "answered within T of arrival", "answered within T of the call's arrival / answered", Callers, Share, InTimeFromArrival},
		{"answered_T_from_queueing", "answered within T of queueing", "answered within T of joining a queue / answered", Callers, Share, InTimeFromQueueing},
		{"service_level_T", "service level, of offered", "answered within T / (offered - waiting)", Callers, Share, ServiceLevel},
		{"service_level_patient_T", "service level, of patient", "answered within T / (answered + abandoned after T)", Callers, Share, ServiceLevelPatient},
		{"abandonment", "abandonment", "abandoned / (offered - waiting), short ones too", Callers, Share, Abandonment},
		{"abandonment_short", "abandonment at once", "abandoned at once / (offered - waiting)", Callers, Share, AbandonmentShort},
		{"abandonment_patient", "abandonment without these", "(abandoned - at once) / (offered - waiting - at once)", Callers, Share, AbandonmentPatient},
		{"asa_s", "average speed of answer", "wait of those answered / answered", Callers, Seconds, ASA},
		{"mean_wait_s", "average wait", "wait of those who no longer wait / (offered - waiting)", Callers, Seconds, MeanWait},
		{"longest_wait_s", "longest wait", "longest wait of those who no longer wait", Callers, Seconds, LongestWait},
		{"longest_waiting_s", "longest waiting now", "longest wait so far of those who still wait", Callers, Seconds, LongestWaiting},
		{"offers", "offers to seats", "telephones of seats made to ring", Work, Count, Offers},
		{"rona", "offers that rang out", "telephones of seats that rang until their time was over", Work, Count, RONA},
		{"handled", "talks", "talks with a seat whose wrap-up is over, calls back and talks taken over too", Work, Count, Handled},
		{"talks_cut_off", "talks cut off", "talks with a seat that a breakdown of ours ended", Work, Count, TalksCutOff},
		{"talk_s", "average talk", "talk / talks, holding and consulting included", Work, Seconds, MeanTalk},
		{"wrap_up_s", "average wrap-up", "wrap-up / talks", Work, Seconds, MeanWrapUp},
		{"aht_s", "average handling time", "(talk + wrap-up) / talks", Work, Seconds, AHT},
		{"staffed_s", "staffed time", "time of seats ready, ringing, in a talk or wrapping up", Time, Seconds, Staffed},
		{"occupied_s", "time in calls of their own", "time of seats in calls that no queue gave them", Time, Seconds, Occupied},
		{"signed_in_s", "signed-in time", "staffed time and that of seats in calls of their own, paused or unreachable", Time, Seconds, SignedIn},
		{"occupancy", "occupancy", "time in talks and wrap-ups / staffed time", Time, Share, Occupancy},
		{"utilisation", "utilisation", "time in talks and wrap-ups / signed-in time", Time, Share, Utilisation},
		{"callbacks_listed", "callbacks listed", "callers put on the callback list", Callers, Count, CallbacksListed},
		{"callbacks_reached", "callbacks reached", "listed callers reached, or answered on calling again", Callers, Count, CallbacksReached},
		{"callbacks_given_up", "callbacks given up", "listed callers who were given up", Callers, Count, CallbacksGivenUp},
	}
}

// tells says whether the formula has a meaning at such a place.
func (f *Formula) tells(at record.Place) bool {
	switch f.About {
	case Callers:
		return at != record.BySeat
	case Time:
		return at != record.ByQueue && at != record.ByCentre
	default:
		return true
	}
}

// within writes the time to answer in wherever the text has the word T for it.
func within(text string, t time.Duration) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		parts := strings.Split(word, "_")
		for j, part := range parts {
			if bare := strings.TrimSuffix(part, ")"); bare == "T" {
				parts[j] = schema.Short(t) + part[1:]
			}
		}
		words[i] = strings.Join(parts, "_")
	}
	return strings.Join(words, " ")
}
