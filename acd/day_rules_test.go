package acd

import (
	"fmt"
)

// rules are drawn anew; now and then a queue or a seat is missing.
func (d *day) rules() Input {
	d.loads++
	r := Rules{Hash: fmt.Sprint(d.loads)}
	for _, id := range dayQueues {
		if d.upTo(15) > 0 {
			r.Queues = append(r.Queues, d.queue(id))
		}
	}
	for _, id := range daySeats {
		if d.upTo(15) > 0 {
			r.Seats = append(r.Seats, d.seat(id))
		}
	}
	return LoadRules{d.at, r}
}

func (d *day) queue(id string) Queue {
	q := Queue{
		ID: id, Strategy: Strategies()[d.upTo(8)], Ring: d.upTo(3) * 7000, WrapUp: d.upTo(3) * 3000,
		Weight: d.span(4000), Return: d.span(20_000), Levels: int(d.span(4)),
	}
	q.WrapUpMode = WrapUpMode(d.pick([]string{"", "extendable", "extendable", "until-ended"}))
	if q.WrapUpMode == WrapUpExtendable {
		q.WrapUpMost = d.upTo(2) * 9000
	}
	if d.oneIn(5) {
		q.Needs = d.skills()
	}
	if d.oneIn(3) {
		q.Prefer = []string{d.pick(daySkills)}
	}
	q.Relax = d.stages()
	if d.oneIn(3) {
		q.Pressed = Pressure{int(d.upTo(3)), d.upTo(2) * 3000}
	}
	if d.oneIn(2) {
		q.LastSeat, q.LastWait = d.upTo(3)*20_000, d.upTo(2)*5000
	}
	if d.oneIn(2) {
		q.Missed = Missed{int(d.upTo(2)), MissedThen(d.pick([]string{"", "rest", "sign-out"})), d.upTo(2) * 3000}
	}
	if d.oneIn(2) {
		q.Callback = CallbackRules{
			int(d.upTo(2)), d.upTo(2) * 8000, true, d.upTo(1) * 500, d.upTo(2) * 3000, int(d.upTo(1)), d.upTo(2) * 20_000,
			d.pick([]string{"", FirstSeat, FirstCaller, FirstCaller}),
		}
	}
	return q
}

func (d *day) stages() (all []Stage) {
	after := int64(0)
	for range d.span(4) {
		after += 500 + d.upTo(2)*3000
		all = append(all, Stage{After: after, Needs: []Skill{{d.pick(daySkills), int(d.upTo(2))}}, Levels: []int{0, 2, AllLevels}[d.upTo(2)]})
	}
	return all
}

func (d *day) seat(id string) Seat {
	seat := Seat{ID: id, Skills: d.skills()}
	for _, q := range dayQueues {
		if d.upTo(3) == 0 {
			continue
		}
		seat.Queues = append(seat.Queues, Post{
			Queue: q, Level: int(d.span(4)), Weight: d.span(4000), Share: int(d.span(4)), Reserve: d.upTo(7) == 0,
		})
	}
	if d.upTo(7) == 0 {
		wrap := d.upTo(2) * 1000
		seat.WrapUp = &wrap
	}
	if d.upTo(7) == 0 {
		mode := WrapUpMode(d.pick([]string{"", "extendable", "until-ended"}))
		seat.WrapUpMode = &mode
	}
	return seat
}
