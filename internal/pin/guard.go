package pin

import (
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"time"
)

// The bounds of guessing.
const (
	Window      = 15 * time.Minute // wrong tries that are older do not count
	Lock        = 15 * time.Minute
	MostOfSeat  = 5
	MostOfPhone = 10
)

// Verdict is the answer to a try. It is given when Delay has passed.
type Verdict struct {
	Right  bool
	Locked bool // whatever the PIN was
	Until  int64
	Again  bool // somebody has been told of this lock
	Delay  time.Duration
}

// Guard remembers wrong tries. The zero value remembers none. It is not for use by
// several goroutines at once.
type Guard struct {
	seats  map[string]*row
	phones map[string]*row
}

// row is what is remembered of one seat or one telephone.
type row struct {
	wrong  []int64 // when, oldest first
	locked int64   // until then; 0 = it is not
	told   int64   // the lock that somebody was told of
}

// Try judges a PIN that somebody gives for a seat at a telephone; empty = at none.
// Want is the seat's; ok is false if there is no such seat, or it has none.
func (g *Guard) Try(at int64, seat, phone, given, want string, ok bool) Verdict {
	g.forget(at)
	right := same(given, want) && ok
	if until := max(lockedUntil(g.seats[seat]), lockedUntil(g.phones[phone])); until > at {
		again := g.told(seat, phone, until)
		g.Told(seat, phone, until)
		return Verdict{Locked: true, Until: until, Again: again}
	}
	v := Verdict{Right: right, Delay: g.delay(seat)}
	if right {
		g.Clear(seat)
		return v
	}
	g.Wrong(at, seat, phone)
	return v
}

// Wrong remembers a wrong try: of [Guard.Try], or one that was made before a restart.
func (g *Guard) Wrong(at int64, seat, phone string) {
	g.forget(at)
	if g.seats == nil {
		g.seats, g.phones = map[string]*row{}, map[string]*row{}
	}
	note(g.seats, seat, at, MostOfSeat)
	if phone != "" {
		note(g.phones, phone, at, MostOfPhone)
	}
}

// Told remembers that somebody was told of the lock of a seat or a telephone until then.
func (g *Guard) Told(seat, phone string, until int64) {
	for _, r := range []*row{g.seats[seat], g.phones[phone]} {
		if r != nil && r.locked == until {
			r.told = until
		}
	}
}

func (g *Guard) told(seat, phone string, until int64) bool {
	for _, r := range []*row{g.seats[seat], g.phones[phone]} {
		if r != nil && r.told == until {
			return true
		}
	}
	return false
}

// note locks a row that is full, and begins it anew.
func note(rows map[string]*row, name string, at int64, most int) {
	r := rows[name]
	if r == nil {
		r = &row{}
		rows[name] = r
	}
	r.wrong = append(old(r.wrong, at), at)
	if len(r.wrong) >= most {
		r.wrong, r.locked = nil, at+Lock.Milliseconds()
	}
}

func lockedUntil(r *row) int64 {
	if r == nil {
		return 0
	}
	return r.locked
}

// delay grows with what the seat has been tried in vain.
func (g *Guard) delay(seat string) time.Duration {
	r := g.seats[seat]
	if r == nil || len(r.wrong) == 0 {
		return 0
	}
	return time.Second << (len(r.wrong) - 1)
}

// forget drops what no longer counts.
func (g *Guard) forget(now int64) {
	for _, rows := range []map[string]*row{g.seats, g.phones} {
		for name, r := range rows {
			r.wrong = old(r.wrong, now)
			if len(r.wrong) == 0 && r.locked <= now {
				delete(rows, name)
			}
		}
	}
}

// old leaves out tries before the window.
func old(wrong []int64, now int64) []int64 {
	return slices.DeleteFunc(wrong, func(at int64) bool { return at <= now-Window.Milliseconds() })
}

// same takes as long whatever the two are.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// Clear forgets what the seat was tried in vain: its right PIN was given.
func (g *Guard) Clear(seat string) { delete(g.seats, seat) }
