package plan

import (
	"time"

	"hotline/internal/record"
)

// count adds the calls of a journal up.
type count struct {
	observed    [7]int // days of each weekday
	calls       [7][HalfHours]int
	lines       [7][HalfHours]int
	aht, onLine means
}

func (c *count) add(r *record.Call, wrap time.Duration) {
	if r.Trunk != "" || r.CallbackOf != "" && !r.Answered.IsZero() { // who is called back is dialled then
		slot := slotOf(r.Arrived)
		c.lines[r.Arrived.Weekday()][slot]++
		c.onLine.add(slot, max(0, r.Ended.Sub(r.Arrived)-r.Waited))
	}
	if r.Queued.IsZero() || r.CallbackOf != "" {
		return
	}
	slot := slotOf(r.Queued)
	c.calls[r.Queued.Weekday()][slot]++
	if !r.Answered.IsZero() {
		c.aht.add(slot, r.Talked+wrap)
	}
}

// days are those of the weekdays that were observed.
func (c *count) days() []Day {
	var days []Day
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		if c.observed[d] == 0 {
			continue
		}
		day := Day{Name: weekday(d)}
		for slot := range day.HalfHours {
			day.HalfHours[slot] = HalfHour{
				Calls: float64(c.calls[d][slot]) / float64(c.observed[d]), AHT: c.aht.at(slot),
				Lines: float64(c.lines[d][slot]) / float64(c.observed[d]), OnLine: c.onLine.at(slot),
			}
		}
		days = append(days, day)
	}
	return days
}

// means are the mean times of each half hour of the day, and of all together.
type means struct {
	slots [HalfHours]mean
	all   mean
}

type mean struct {
	sum time.Duration
	n   int
}

func (m *means) add(slot int, d time.Duration) {
	for _, each := range []*mean{&m.slots[slot], &m.all} {
		each.sum += d
		each.n++
	}
}

func (m *means) at(slot int) time.Duration {
	if own := m.slots[slot]; own.n >= enough {
		return own.of()
	}
	return m.all.of()
}

func (m mean) of() time.Duration {
	if m.n == 0 {
		return 0
	}
	return m.sum / time.Duration(m.n)
}
