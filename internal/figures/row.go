package figures

import (
	"bytes"
	"encoding/json"
	"time"

	"hotline/acd"
	"hotline/internal/record"
)

// Row is the figures of one place in one slot.
type Row struct {
	Place     string
	From, To  time.Time
	Values    []Value            // in the order of Formulas
	Overflows map[string]int64   // ways out of a queue, by reason; nil where callers have no meaning
	Seats     map[string]float64 // mean number of seats, by state; nil where they have no meaning
}

// Value is one figure.
type Value struct {
	Formula
	Value float64
	Known bool // false = a share or mean of nothing
}

// rowOf computes every figure that has a meaning there.
func rowOf(s record.Sums, of record.SumsOf) Row {
	r := Row{Place: s.Place, From: s.From, To: s.To}
	for _, f := range Formulas() {
		if !f.tells(of.Place) {
			continue
		}
		v, known := f.Of(s)
		f.Name, f.Title, f.Says = within(f.Name, of.Within), within(f.Title, of.Within), within(f.Says, of.Within)
		r.Values = append(r.Values, Value{f, v, known})
	}
	if of.Place != record.BySeat {
		r.Overflows = map[string]int64{}
		for reason, n := range s.Overflows {
			r.Overflows[reason] = n
		}
	}
	if of.Place != record.ByQueue && of.Place != record.ByCentre {
		r.Seats = map[string]float64{}
		for _, state := range states() {
			r.Seats[state.String()] = MeanSeats(s, state)
		}
	}
	return r
}

// states are those in which a seat is counted.
func states() []acd.SeatState {
	return []acd.SeatState{
		acd.StateReady, acd.StateOffered, acd.StateTalking, acd.StateOnHold, acd.StateConsulting,
		acd.StateWrapUp, acd.StateOccupied, acd.StatePaused, acd.StateUnreachable,
	}
}

// Value finds a figure by its name; nil if it has no meaning there.
func (r *Row) Value(name string) *Value {
	for i := range r.Values {
		if r.Values[i].Name == name {
			return &r.Values[i]
		}
	}
	return nil
}

// MarshalJSON writes the figures under their names, in their order.
func (r Row) MarshalJSON() ([]byte, error) {
	o := object{}
	o.add("place", r.Place)
	o.add("from", r.From.Format(time.RFC3339))
	o.add("to", r.To.Format(time.RFC3339))
	for _, v := range r.Values {
		if v.Known {
			o.add(v.Name, v.Value)
		} else {
			o.add(v.Name, nil)
		}
	}
	if r.Overflows != nil {
		o.add("overflows", r.Overflows)
	}
	if r.Seats != nil {
		o.add("seats", r.Seats)
	}
	return o.close()
}

// object is a JSON object whose fields keep their order.
type object struct {
	text bytes.Buffer
	err  error
}

func (o *object) add(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil && o.err == nil {
		o.err = err
	}
	sign := byte(',')
	if o.text.Len() == 0 {
		sign = '{'
	}
	o.text.WriteByte(sign)
	o.text.WriteString(`"` + name + `":`)
	o.text.Write(text)
}

func (o *object) close() ([]byte, error) {
	o.text.WriteByte('}')
	return o.text.Bytes(), o.err
}
