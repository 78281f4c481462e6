package simulate

// Figures are what a queue is judged by; T is a figure, or its interval.
type Figures[T any] struct {
	PWait            T `json:"p_wait"`                    // no seat was free for: of all offered
	ASA              T `json:"asa_s"`                     // average speed of answer: wait of those answered
	Service          T `json:"service_level_15s"`         // answered within 15 s: of all offered
	ServiceOfPatient T `json:"service_level_patient_15s"` // the same of those who did not give up within 15 s
	Abandonment      T `json:"abandonment"`               // all abandoned, short ones too: of all offered
	AbandonedShort   T `json:"abandonment_short"`         // abandoned within 5 s: of all offered
	Connection       T `json:"connection_rate"`           // answered: of all offered
	Overflow         T `json:"overflow"`                  // sent away by a limit: of all offered
	AHT              T `json:"aht_s"`                     // talk and wrap-up of those answered
	Occupancy        T `json:"occupancy"`                 // talk and wrap-up: of the time that seats are at work
}

// ratio is what a figure is: one count over another. It is 0 over nothing.
type ratio func(c *count) (part, whole float64)

func ratios() Figures[ratio] {
	offered := func(part func(c *count) int64) ratio {
		return func(c *count) (float64, float64) { return float64(part(c)), float64(c.offered) }
	}
	return Figures[ratio]{
		PWait:       offered(func(c *count) int64 { return c.offered - c.atOnce }),
		ASA:         func(c *count) (float64, float64) { return c.waited, float64(c.answered) },
		Service:     offered(func(c *count) int64 { return c.inTime }),
		Abandonment: offered(func(c *count) int64 { return c.abandoned }),
		ServiceOfPatient: func(c *count) (float64, float64) {
			return float64(c.inTime), float64(c.offered - c.soon)
		},
		AbandonedShort: offered(func(c *count) int64 { return c.short }),
		Connection:     offered(func(c *count) int64 { return c.answered }),
		Overflow:       offered(func(c *count) int64 { return c.overflowed }),
		AHT:            func(c *count) (float64, float64) { return c.handled, float64(c.answered) },
		Occupancy:      func(c *count) (float64, float64) { return c.busy, c.work },
	}
}

func (q ratio) of(c *count) float64 {
	part, whole := q(c)
	if whole == 0 {
		return 0
	}
	return part / whole
}

// each makes figures of figures.
func each[A, B any](f Figures[A], to func(A) B) Figures[B] {
	return Figures[B]{
		PWait: to(f.PWait), ASA: to(f.ASA), Service: to(f.Service), ServiceOfPatient: to(f.ServiceOfPatient),
		Abandonment: to(f.Abandonment), AbandonedShort: to(f.AbandonedShort), Connection: to(f.Connection),
		Overflow: to(f.Overflow), AHT: to(f.AHT), Occupancy: to(f.Occupancy),
	}
}

func figures(c *count) Figures[float64] {
	return each(ratios(), func(q ratio) float64 { return q.of(c) })
}
