package simulate

import (
	"math"

	"hotline/internal/erlang"
)

// Formula is what Erlang C, or with patience Erlang A, says of the same queue.
type Formula struct {
	PWait            float64 `json:"p_wait"`
	ASA              float64 `json:"asa_s"`
	Service          float64 `json:"service_level_15s"`
	ServiceOfPatient float64 `json:"service_level_patient_15s"`
	Abandonment      float64 `json:"abandonment"`
	Occupancy        float64 `json:"occupancy"`
}

// Formula is nil where there is none: with wrap-up or ringing apart from AHT the
// times are not exponential any more, and a line that grows for ever has no steady
// state.
func (s Single) Formula() *Formula {
	load, handle := float64(s.Rate)*s.AHT.Hours(), s.AHT.Seconds()
	switch {
	case s.WrapUp > 0 || s.AnswerAfter > 0:
		return nil
	case s.Patience > 0:
		q := erlang.NewImpatient(s.Seats, load, handle, s.Patience.Seconds())
		return &Formula{
			PWait: q.Wait(), ASA: q.ASA(), Service: q.Service(within.Seconds()),
			ServiceOfPatient: q.ServiceOfPatient(within.Seconds()), Abandonment: q.Abandonment(), Occupancy: q.Occupancy(),
		}
	}
	q := erlang.NewQueue(s.Seats, load, handle)
	if math.IsInf(q.ASA(), 0) {
		return nil
	}
	service := q.Service(within.Seconds())
	return &Formula{PWait: q.Wait(), ASA: q.ASA(), Service: service, ServiceOfPatient: service, Occupancy: q.Occupancy()}
}
