package simulate

import (
	"errors"
	"fmt"
	"time"
)

// mostYears are simulated: time in nanoseconds reaches over 292.
const mostYears = 100

// check finds what would not end, or make no sense.
func (m *Model) check() error {
	if err := m.rules().Check(); err != nil {
		return err
	}
	then := map[string]string{}
	for i := range m.Queues {
		then[m.Queues[i].Rules.ID] = m.Queues[i].Then
	}
	for i := range m.Queues {
		if err := ends(then, m.Queues[i].Rules.ID); err != nil {
			return err
		}
	}
	for i := range m.Streams {
		if _, ok := then[m.Streams[i].Queue]; !ok {
			return fmt.Errorf("callers want the queue %q, which does not exist", m.Streams[i].Queue)
		}
	}
	if err := m.checkHabits(); err != nil {
		return err
	}
	if m.Calls > 0 {
		return m.checkEndless()
	}
	return nil
}

// ends follows the way of calls that overflow.
func ends(then map[string]string, queue string) error {
	at := queue
	for range then {
		next, ok := then[at]
		if !ok {
			return fmt.Errorf("queue %q: calls go on to the queue %q, which does not exist", queue, at)
		}
		if next == "" {
			return nil
		}
		at = next
	}
	return fmt.Errorf("queue %q: calls that overflow go round in a circle; leave then away at one of the queues", queue)
}

func (m *Model) checkEndless() error {
	if len(m.Streams) != 1 || m.Streams[0].Rate <= 0 {
		return errors.New("an endless queue has one stream of callers with one rate")
	}
	if years := float64(m.Calls) / float64(m.Streams[0].Rate) / 24 / 365; years > mostYears {
		return fmt.Errorf("%d calls at %s take %.0f years, more than %d; let more come, or simulate fewer", m.Calls, m.Streams[0].Rate, years, mostYears)
	}
	return nil
}

// Load is the work that one queue's callers bring, in erlangs; 0 for a day.
func (m *Model) Load() float64 {
	if m.Calls == 0 {
		return 0
	}
	handling := m.Streams[0].Talk.Mean() + time.Duration(m.Queues[0].Rules.WrapUp)*time.Millisecond + m.AnswerAfter
	return float64(m.Streams[0].Rate) * handling.Hours()
}
