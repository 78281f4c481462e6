package plan

import (
	"io"

	"hotline/internal/jsonout"
)

// jsonNeed is a need as programs read it. Shares are from 0 to 1, times in seconds.
type jsonNeed struct {
	Erlangs      float64        `json:"erlangs"`
	AHT          float64        `json:"aht_s"`
	Seats        int            `json:"seats"`    // Erlang C
	Rostered     int            `json:"rostered"` // these with shrinkage
	ServiceLevel float64        `json:"service_level"`
	ASA          float64        `json:"asa_s"`
	PWait        float64        `json:"p_wait"`
	Occupancy    float64        `json:"occupancy"`
	Patience     *jsonImpatient `json:"with_patience,omitempty"`
	TrunkErlangs float64        `json:"trunk_erlangs"`
	Trunks       int            `json:"trunks"` // Erlang B
	Blocking     float64        `json:"blocking"`
}

// jsonImpatient is Erlang A.
type jsonImpatient struct {
	Patience     float64 `json:"patience_s"`
	Seats        int     `json:"seats"`
	Rostered     int     `json:"rostered"`
	ServiceLevel float64 `json:"service_level"`
	Patient      float64 `json:"service_level_without_abandoned_in_time"`
	Abandonment  float64 `json:"abandonment"`
	ASA          float64 `json:"asa_s"`
	PWait        float64 `json:"p_wait"`
	Occupancy    float64 `json:"occupancy"`
}

// jsonRules are what was asked for.
type jsonRules struct {
	Answer    float64 `json:"answer"`
	Within    float64 `json:"within_s"`
	Blocking  float64 `json:"blocking"`
	Shrinkage float64 `json:"shrinkage"`
	Growth    float64 `json:"growth"`
	Patience  float64 `json:"patience_s,omitempty"`
}

type jsonDay struct {
	Day        string    `json:"day,omitempty"`
	Calls      float64   `json:"calls"`
	PeakSeats  int       `json:"peak_seats"`
	PeakTrunks int       `json:"peak_trunks"`
	SeatHours  float64   `json:"seat_hours"`
	HalfHours  []jsonRow `json:"half_hours"`
}

type jsonRow struct {
	Time  string  `json:"time"`
	Calls float64 `json:"calls"`
	jsonNeed
}

func (n Need) json(r Rules) jsonNeed {
	j := jsonNeed{
		Erlangs: n.Erlangs, AHT: n.AHT.Seconds(), Seats: n.Seats, Rostered: n.Rostered,
		ServiceLevel: n.Service, ASA: n.ASA.Seconds(), PWait: n.PWait, Occupancy: n.Occupied,
		TrunkErlangs: n.TrunkErlangs, Trunks: n.Trunks, Blocking: n.Blocking,
	}
	if r.Patience > 0 {
		a := n.patient()
		j.Patience = &jsonImpatient{
			Patience: r.Patience.Seconds(), Seats: a.Seats, Rostered: a.Rostered, ServiceLevel: a.Service, Patient: a.Patient,
			Abandonment: a.Abandoned, ASA: a.ASA.Seconds(), PWait: a.PWait, Occupancy: a.Occupied,
		}
	}
	return j
}

func (r Rules) json() jsonRules {
	return jsonRules{
		Answer: float64(r.Answer.Share), Within: r.Answer.Within.Seconds(), Blocking: float64(r.Blocking),
		Shrinkage: float64(r.Shrinkage), Growth: float64(r.Growth), Patience: r.Patience.Seconds(),
	}
}

// WriteJSON writes a need as a JSON object, with the rules as "asked".
func (n Need) WriteJSON(w io.Writer, r Rules) error {
	return jsonout.Write(w, struct {
		jsonNeed
		Asked jsonRules `json:"asked"`
	}{n.json(r), r.json()})
}

// WriteJSON writes days as a JSON object: the rules as "asked", and "days".
func WriteJSON(w io.Writer, days []DayPlan, r Rules) error {
	all := make([]jsonDay, len(days))
	for i, d := range days {
		all[i] = jsonDay{
			Day: d.Name, Calls: d.Calls(), PeakSeats: d.Peak().Seats, PeakTrunks: d.PeakTrunks(),
			SeatHours: d.SeatHours(), HalfHours: make([]jsonRow, len(d.Rows)),
		}
		for j, row := range d.Rows {
			all[i].HalfHours[j] = jsonRow{clock(row.Slot), row.Calls, row.json(r)}
		}
	}
	return jsonout.Write(w, struct {
		Asked jsonRules `json:"asked"`
		Days  []jsonDay `json:"days"`
	}{r.json(), all})
}
