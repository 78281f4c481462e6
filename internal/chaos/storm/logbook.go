package storm

import (
	"sync"
	"time"

	"hotline/internal/chaos"
	"hotline/internal/softphone"
)

// logbook collects what the softphones saw.
type logbook struct {
	mu       sync.Mutex
	callers  []chaos.Leg
	seats    []chaos.Leg
	silences []chaos.Silence
}

// caller notes the end of a call that was placed from a number.
func (b *logbook) caller(machine, number string, c *softphone.Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.callers = append(b.callers, leg(machine, number, "", c))
}

// seat notes the end of a call that rang at a seat.
func (b *logbook) seat(machine, seat string, c *softphone.Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seats = append(b.seats, leg(machine, c.From().User, seat, c))
}

// silence notes that somebody has heard nothing for a while.
func (b *logbook) silence(number, who string, since time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.silences = append(b.silences, chaos.Silence{Caller: number, Who: who, At: since.UnixMilli()})
}

func leg(machine, number, seat string, c *softphone.Call) chaos.Leg {
	l := chaos.Leg{
		ID: c.ID(), Machine: machine, Caller: number, Seat: seat,
		Began: millis(c.Began()), Answered: millis(c.AnsweredAt()), Confirmed: millis(c.AnsweredAt()),
		Ended: millis(c.EndedAt()), By: chaos.Phone,
	}
	select {
	case <-c.Ended():
		if end, err := c.WaitEnded(noWait()); err == nil {
			if end.ByRemote {
				l.By = chaos.Far
			}
			if l.Answered == 0 && seat == "" && end.ByRemote {
				l.Code = end.Code
			}
		}
	default: // it was hung up, and nobody was there to agree
		l.Ended = time.Now().UnixMilli()
	}
	return l
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
