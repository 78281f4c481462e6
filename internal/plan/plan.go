package plan

import (
	"math"
	"time"

	"hotline/internal/erlang"
)

// Rules are what the plan has to keep.
type Rules struct {
	Answer    Answer
	Blocking  Share         // of calls that find all trunks busy
	Shrinkage Share         // of paid time that seats are not at the phone: breaks, training, leave
	Growth    Share         // of calls, against the forecast or the weeks looked at
	Patience  time.Duration // mean time after which callers give up; 0 = never
}

// Need is what a load takes.
type Need struct {
	Erlangs float64       // the load of the seats, grown
	AHT     time.Duration // mean handling time

	Seats    int // at the phone
	Rostered int // with shrinkage
	PWait    float64
	Service  float64 // share served in time
	ASA      time.Duration
	Occupied float64 // share of their time that the seats handle calls

	Impatient *Impatient // nil without patience

	TrunkErlangs float64
	Trunks       int
	Blocking     float64 // share of calls that find them all busy
}

// Impatient is what the load takes when callers give up.
type Impatient struct {
	Seats     int
	Rostered  int
	PWait     float64
	Service   float64 // share of all callers who are served in time
	Patient   float64 // the same without those who gave up within that time
	Abandoned float64 // share of all callers who give up
	ASA       time.Duration
	Occupied  float64
}

// Size is what one load takes: its trunks carry the same load as its seats.
func Size(erlangs float64, aht time.Duration, r Rules) Need {
	n := r.seats(erlangs*(1+float64(r.Growth)), aht)
	r.trunks(&n, n.Erlangs)
	return n
}

// seats has the half of a need that is about seats.
func (r Rules) seats(load float64, aht time.Duration) Need {
	n := Need{Erlangs: load, AHT: aht, Service: 1}
	if load <= 0 {
		return n
	}
	handle, within := aht.Seconds(), r.Answer.Within.Seconds()
	n.Seats = erlang.QueueSeats(load, handle, within, float64(r.Answer.Share))
	n.Rostered = r.rostered(n.Seats)
	q := erlang.NewQueue(n.Seats, load, handle)
	n.PWait, n.Service, n.ASA, n.Occupied = q.Wait(), q.Service(within), seconds(q.ASA()), q.Occupancy()
	if r.Patience > 0 {
		n.Impatient = r.impatient(load, handle)
	}
	return n
}

func (r Rules) impatient(load, handle float64) *Impatient {
	patience, within := r.Patience.Seconds(), r.Answer.Within.Seconds()
	seats := erlang.ImpatientSeats(load, handle, patience, within, float64(r.Answer.Share))
	q := erlang.NewImpatient(seats, load, handle, patience)
	return &Impatient{
		Seats: seats, Rostered: r.rostered(seats), PWait: q.Wait(), Abandoned: q.Abandonment(),
		Service: q.Service(within), Patient: q.ServiceOfPatient(within), ASA: seconds(q.ASA()), Occupied: q.Occupancy(),
	}
}

func (r Rules) trunks(n *Need, load float64) {
	n.TrunkErlangs = load
	if load > 0 {
		n.Trunks = erlang.Lines(load, float64(r.Blocking))
		n.Blocking = erlang.Blocking(n.Trunks, load)
	}
}

// rostered is how many people it takes so that so many are at the phone. What is a
// whole number but for rounding stays it.
func (r Rules) rostered(seats int) int {
	return int(math.Ceil(float64(seats)/(1-float64(r.Shrinkage)) - 1e-9))
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// DayPlan is what a day takes.
type DayPlan struct {
	Name  string
	Rows  []Row // from the first half hour with calls to the last
	Rules Rules
}

// Row is what a half hour takes.
type Row struct {
	Slot  int // 0 = 00:00, 47 = 23:30
	Calls float64
	Lines float64
	Need
}

// Make sizes each half hour of a day.
func Make(d Day, r Rules) DayPlan {
	p := DayPlan{Name: d.Name, Rules: r}
	from, to := d.span()
	grown := 1 + float64(r.Growth)
	for slot := from; slot < to; slot++ {
		h := d.HalfHours[slot]
		row := Row{Slot: slot, Calls: h.Calls * grown, Lines: h.Lines * grown}
		row.Need = r.seats(load(row.Calls, h.AHT), h.AHT)
		waiting := load(row.Calls, row.ASA)
		r.trunks(&row.Need, load(row.Lines, h.OnLine)+waiting)
		p.Rows = append(p.Rows, row)
	}
	return p
}

// Calls of the day.
func (p DayPlan) Calls() (sum float64) {
	for _, r := range p.Rows {
		sum += r.Calls
	}
	return sum
}

// SeatHours at the phone.
func (p DayPlan) SeatHours() (sum float64) {
	for _, r := range p.Rows {
		sum += float64(r.Seats) / 2
	}
	return sum
}

// Peak is the half hour with the most seats, the first of them.
func (p DayPlan) Peak() (peak Row) {
	for _, r := range p.Rows {
		if r.Seats > peak.Seats {
			peak = r
		}
	}
	return peak
}

// PeakTrunks is the most that any half hour takes.
func (p DayPlan) PeakTrunks() (most int) {
	for _, r := range p.Rows {
		most = max(most, r.Trunks)
	}
	return most
}

// Busiest is the day with the most calls, the first of them; nil if there is none.
func Busiest(days []DayPlan) *DayPlan {
	var best *DayPlan
	for i := range days {
		if best == nil || days[i].Calls() > best.Calls() {
			best = &days[i]
		}
	}
	return best
}
