package why

import (
	"slices"

	"hotline/acd"
)

// Floor is one floor as it stood. Spans are in seconds at that moment.
type Floor struct {
	Name      string     `json:"floor"`
	Rules     string     `json:"rules"` // the hash of those that held
	Queues    []Queue    `json:"queues"`
	Seats     []Seat     `json:"seats"`
	Callbacks []Callback `json:"callbacks"` // those that are due first before others
}

// Queue is a queue and the calls in it.
type Queue struct {
	ID       string       `json:"id"`
	Waiting  int          `json:"waiting"`   // calls in line, those being offered apart
	Oldest   float64      `json:"oldest_s"`  // wait of the call in line that joined first
	SignedIn int          `json:"signed_in"` // its seats at work
	Ready    int          `json:"ready"`     // its seats that are idle and take its calls
	Reserve  int          `json:"reserve"`   // those that are idle and kept back, because the queue is not pressed
	Out      acd.Out      `json:"out"`       // its other seats, by cause
	Pressed  bool         `json:"pressed"`
	Forecast acd.Forecast `json:"forecast"`
	Calls    []Waiting    `json:"calls"` // next first, then those that are being offered
}

// Waiting is a call that waits in a queue.
type Waiting struct {
	ID       string        `json:"id"`
	State    acd.CallState `json:"state"`
	From     string        `json:"from,omitempty"`
	Place    int           `json:"place"`    // 1 = next; 0 = a telephone rings for it
	Since    Stamp         `json:"since"`    // when its wait began
	Queued   Stamp         `json:"queued"`   // when it joined this queue
	Age      float64       `json:"age_s"`    // since its wait began
	Waited   float64       `json:"waited_s"` // since it joined this queue
	Priority float64       `json:"priority_s,omitempty"`
	Stage    int           `json:"stage,omitempty"`
	Needs    []acd.Skill   `json:"needs,omitempty"`
	Last     string        `json:"last,omitempty"`   // the seat for which alone it waits
	Seat     string        `json:"seat,omitempty"`   // whose telephone rings
	Offers   int           `json:"offers,omitempty"` // how many telephones ring
	Callback string        `json:"callback,omitempty"`
}

// Seat is a seat and for how long it has been as it is.
type Seat struct {
	ID     string     `json:"id"`
	Stance acd.Stance `json:"stance"`
	Since  Stamp      `json:"since,omitzero"` // of what it does; zero if it has never been otherwise
	For    float64    `json:"for_s"`          // the same; 0 if it has never been otherwise
	Until  Stamp      `json:"until,omitzero"` // when that is over by itself; zero = it is not
	Pause  string     `json:"pause,omitempty"`
	Auto   bool       `json:"auto,omitempty"` // the pause is the distributor's own
	Call   string     `json:"call,omitempty"`
	Queues []string   `json:"queues,omitempty"` // that it serves
	Phone  string     `json:"phone,omitempty"`  // where it is signed in; empty = at its own
}

// Callback is an entry of the callback list.
type Callback struct {
	ID       string `json:"id"`
	Of       string `json:"of"` // the call that asked
	Queue    string `json:"queue"`
	Number   string `json:"number"`
	Since    Stamp  `json:"since"`          // when the wait began that counts for its place
	Due      Stamp  `json:"due"`            // not called before
	Attempts int    `json:"attempts"`       // that are over
	Call     string `json:"call,omitempty"` // the attempt under way
	Missed   bool   `json:"missed,omitempty"`
}

func floorOf(s *acd.State, at int64) Floor {
	f := Floor{Name: s.Floor(), Rules: s.Rules().Hash, Queues: []Queue{}, Seats: []Seat{}, Callbacks: []Callback{}}
	calls := s.Calls()
	for _, q := range s.Queues() {
		f.Queues = append(f.Queues, queueOf(s, q, calls, at))
	}
	for _, seat := range s.Seats() {
		f.Seats = append(f.Seats, seatAsIs(seat, at))
	}
	for _, b := range s.Callbacks() {
		f.Callbacks = append(f.Callbacks, Callback{
			ID: b.ID, Of: b.Of, Queue: b.Queue, Number: b.Number, Since: stamp(b.Since), Due: stamp(b.Due),
			Attempts: b.Attempts, Call: b.Call, Missed: b.Missed,
		})
	}
	return f
}

// hide takes the numbers of callers out who asked for confidentiality.
func (f *Floor) hide(secret map[string]bool) {
	for _, q := range f.Queues {
		for i := range q.Calls {
			if c := &q.Calls[i]; secret[c.ID] {
				c.From = hide(c.From)
			}
		}
	}
	for i := range f.Callbacks {
		if c := &f.Callbacks[i]; secret[c.Of] {
			c.Number = hide(c.Number)
		}
	}
}

func seatAsIs(s acd.SeatStatus, at int64) Seat {
	seat := Seat{
		ID: s.ID, Stance: s.Stance, Since: stampOr(s.Since), Until: stampOr(s.Until),
		Pause: s.Pause, Auto: s.Auto, Call: s.Call, Queues: s.Queues, Phone: s.Phone,
	}
	if s.Since != 0 {
		seat.For = seconds(at - s.Since)
	}
	return seat
}

func queueOf(s *acd.State, status acd.QueueStatus, calls []acd.CallStatus, at int64) Queue {
	kept := keptBack(s, status)
	q := Queue{
		ID: status.ID, Waiting: status.Waiting, SignedIn: status.SignedIn, Ready: status.Ready - kept, Reserve: kept,
		Out: status.Out, Pressed: status.Pressed, Forecast: status.Forecast, Calls: []Waiting{},
	}
	place := map[string]int{}
	for i, id := range s.Line(status.ID) {
		place[id] = i + 1
	}
	for _, c := range calls {
		if c.Queue != status.ID || c.State == acd.CallTalking {
			continue
		}
		w := waitingOf(s, c, place[c.ID], at)
		if w.Place > 0 {
			q.Oldest = max(q.Oldest, w.Waited)
		}
		q.Calls = append(q.Calls, w)
	}
	slices.SortStableFunc(q.Calls, inLine)
	return q
}

func waitingOf(s *acd.State, c acd.CallStatus, place int, at int64) Waiting {
	w := Waiting{
		ID: c.ID, State: c.State, From: c.From, Place: place, Since: stamp(c.Since), Queued: stamp(c.Queued),
		Age: seconds(at - c.Since), Waited: seconds(at - c.Queued), Priority: seconds(c.Priority),
		Stage: c.Stage, Last: c.Last, Seat: c.Seat, Offers: c.Offers, Callback: c.Callback,
	}
	if e := explain(s, c.ID); e != nil {
		w.Needs = e.Needs
	}
	return w
}

// keptBack counts the idle seats in reserve of a queue that does not call them.
func keptBack(s *acd.State, status acd.QueueStatus) (n int) {
	rules := s.Rules()
	always := slices.ContainsFunc(rules.Queues, func(q acd.Queue) bool {
		return q.ID == status.ID && q.Pressed == acd.Pressure{}
	})
	if status.Pressed || always {
		return 0
	}
	for _, r := range rules.Seats {
		reserve := slices.ContainsFunc(r.Queues, func(p acd.Post) bool { return p.Queue == status.ID && p.Reserve })
		if seat, _ := s.Seat(r.ID); reserve && seat.Stance.Now == acd.StateReady {
			n++
		}
	}
	return n
}

// inLine: who is being offered comes last.
func inLine(a, b Waiting) int {
	if (a.Place == 0) != (b.Place == 0) {
		return b.Place - a.Place
	}
	return a.Place - b.Place
}

func seconds(ms int64) float64 { return float64(ms) / 1000 }
