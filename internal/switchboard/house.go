package switchboard

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"

	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

// house is what the machines of a fleet tell each other besides their floors: where
// telephones are registered, and what is to be noted on a call that has its home
// elsewhere. It is folded from a log of its own. Whoever leads there adds nothing: what is
// handed in comes out as a fact.
type house struct {
	sb *Switchboard

	mu     sync.Mutex
	phones map[string][]string // machines where a telephone is registered, the newest last; empty = at none any more
	said   map[string]bool     // how a telephone of ours is, as we said last
	log    FleetLog            // nil = not joined yet
	early  []func(FleetLog)    // what waits for that
	known  int64               // up to this place the journal told it already
}

// HouseStream is the log's name, and its stream in the journal.
const HouseStream = "house"

// The kinds of what is said in the house.
const (
	kindPhoneAt = "phone-at"
	kindNoted   = "noted"

	houseVersion = 1
	houseSchema  = 1
)

// PhoneAt says that a telephone is registered at a machine from now on, or no more.
type PhoneAt struct {
	At      int64  `json:"at"`
	Machine string `json:"machine"`
	Phone   string `json:"phone"`
	Online  bool   `json:"online"`
}

// Noted is a fact of a call that another machine than its home has to tell. The home
// writes it into its journal, once.
type Noted struct {
	At      int64         `json:"at"`
	Machine string        `json:"machine"` // that tells it
	Home    string        `json:"home"`
	Call    string        `json:"call"`
	Fact    journal.Entry `json:"fact"`
}

func newHouse(sb *Switchboard) *house {
	return &house{sb: sb, phones: map[string][]string{}, said: map[string]bool{}}
}

// at is the machine where a telephone is to be dialled: that where it registered last.
// known: it was heard of.
func (h *house) at(phone string) (machine string, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at, known := h.phones[phone]
	if len(at) == 0 {
		return "", known
	}
	return at[len(at)-1], true
}

// phone tells how a telephone of this machine is now, if that is news: what the house has
// of it is what we said last.
func (h *house) phone(phone string, online bool) {
	h.joined(func(log FleetLog) {
		said, known := h.said[phone]
		if !known {
			said = slices.Contains(h.phones[phone], h.sb.cfg.Machine)
		}
		if said == online {
			return
		}
		h.said[phone] = online
		h.submit(log, kindPhoneAt, PhoneAt{At: h.sb.now(), Machine: h.sb.cfg.Machine, Phone: phone, Online: online})
	})
}

// note has a fact of a call written where the call has its home; of others it is only told.
func (h *house) note(home, id string, at int64, fact call.Fact) {
	e, err := journal.EntryOf(fact.Kind(), call.FactVersion, fact)
	if err != nil {
		h.sb.ledger.fail(HouseStream, err)
		return
	}
	h.joined(func(log FleetLog) {
		h.submit(log, kindNoted, Noted{At: at, Machine: h.sb.cfg.Machine, Home: home, Call: id, Fact: e})
	})
}

// joined runs fn under h.mu, as soon as the house is there.
func (h *house) joined(fn func(FleetLog)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.log == nil {
		h.early = append(h.early, fn)
		return
	}
	fn(h.log)
}

func (h *house) submit(log FleetLog, kind string, what any) {
	e, err := journal.EntryOf(kind, houseVersion, what)
	if err != nil {
		h.sb.ledger.fail(HouseStream, err)
		return
	}
	log.Submit(h.sb.now(), e)
}

// join follows the house's log.
func (h *house) join() {
	h.known = h.sb.lastPlace(HouseStream)
	log, err := h.sb.cfg.Fleet.Join(h.sb.ctx, HouseStream, h, func([]byte, int64) (fleet.Decider, error) { return echo{}, nil })
	if err != nil {
		if h.sb.ctx.Err() == nil {
			h.sb.cfg.Log.Error("it cannot be followed at which machines telephones are registered", "err", err)
		}
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = log
	for _, fn := range h.early {
		fn(log)
	}
	h.early = nil
}

// Restore implements fleet.Replica.
func (h *house) Restore(data []byte) error {
	phones := map[string][]string{}
	if data != nil {
		if err := json.Unmarshal(data, &phones); err != nil {
			return err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.phones = phones
	return nil
}

// Snapshot implements fleet.Replica.
func (h *house) Snapshot() (data []byte, schema int, rules string, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	data, err = json.Marshal(h.phones)
	return data, houseSchema, "", err
}

// Away implements fleet.Replica: what is known stands.
func (h *house) Away(bool) {}

// Fold implements fleet.Replica.
func (h *house) Fold(groups []journal.Group) (err error) {
	for _, g := range groups {
		for _, e := range g.Facts {
			err = errors.Join(err, h.foldFact(e, g.Place > h.known))
		}
	}
	return err
}

func (h *house) foldFact(e journal.Entry, news bool) error {
	switch e.Kind {
	case kindPhoneAt:
		var f PhoneAt
		if err := json.Unmarshal(e.Data, &f); err != nil {
			return err
		}
		h.sb.phoneAt(f, news)
	case kindNoted:
		var f Noted
		if err := json.Unmarshal(e.Data, &f); err != nil {
			return err
		}
		return h.noted(f)
	}
	return nil
}

// move folds where a telephone is.
func (h *house) move(f PhoneAt) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at := slices.DeleteFunc(slices.Clone(h.phones[f.Phone]), func(m string) bool { return m == f.Machine })
	if f.Online {
		at = append(at, f.Machine)
	}
	h.phones[f.Phone] = at
}

// noted writes what was told of a call of ours, unless it stands there: the house is read
// again after a restart.
func (h *house) noted(f Noted) error {
	fact, err := call.DecodeFact(f.Fact.Kind, f.Fact.Version, f.Fact.Data)
	if err != nil {
		return err
	}
	if r, ok := fact.(call.SignInRefused); ok && r.Why == whyWrongPIN && f.Machine != h.sb.cfg.Machine {
		h.sb.guard.mu.Lock()
		h.sb.guard.Wrong(r.At, r.Seat, r.Phone)
		h.sb.guard.mu.Unlock()
	}
	if f.Home != h.sb.cfg.Machine || f.Machine == f.Home {
		return nil
	}
	there := false
	err = h.sb.cfg.Journal.ReadCall(h.sb.ctx, f.Call, func(g journal.Group) error {
		there = there || g.Stream == journal.CallStream(f.Call) && slices.ContainsFunc(g.Facts, func(e journal.Entry) bool {
			return e.Kind == f.Fact.Kind && string(e.Data) == string(f.Fact.Data)
		})
		return nil
	})
	if err == nil && !there {
		h.sb.ledger.call(f.At, f.Call, fact)
	}
	return err
}

// echo decides for the house: what is said is so.
type echo struct{}

// Decide implements fleet.Decider.
func (echo) Decide(now int64, in journal.Entry) (fleet.Turn, error) {
	return fleet.Turn{At: now, Facts: []journal.Entry{in}}, nil
}

// Due implements fleet.Decider.
func (echo) Due() (int64, bool) { return 0, false }

// Tick implements fleet.Decider.
func (echo) Tick(int64) []fleet.Turn { return nil }

// Members implements fleet.Decider: telephones of a machine that is gone may still be
// reached there, for they need its Asterisk only.
func (echo) Members(int64, []string) []fleet.Turn { return nil }

var (
	_ fleet.Replica = (*house)(nil)
	_ fleet.Decider = echo{}
)

// phonesHere follows the telephones of this machine in a fleet. The floors hear of it
// when the house knows.
func (sb *Switchboard) phonesHere(online map[string]bool) {
	sb.mu.Lock()
	var changed []string
	for _, account := range slices.Sorted(maps.Keys(online)) {
		was, known := sb.online[account]
		if online[account] != was || !known {
			changed = append(changed, account)
		}
	}
	maps.Copy(sb.online, online)
	sb.mu.Unlock()
	for _, account := range changed {
		sb.house.phone(account, online[account])
	}
}

// phoneAt: a telephone has come to a machine, or has left it. The machine that says so
// tells the floors.
func (sb *Switchboard) phoneAt(f PhoneAt, news bool) {
	tree := sb.tree.Load()
	seat := tree.SeatOfPhone(f.Phone)
	sb.mu.Lock()
	before := map[string]presence{}
	if seat != "" {
		before[seat] = sb.presence(tree.Seats[seat])
	}
	sb.house.move(f)
	var found []reach
	if news && f.Machine == sb.cfg.Machine {
		found = sb.newsOf(tree, []string{f.Phone}, before)
	}
	sb.mu.Unlock()
	sb.tellFloors(tree, found)
}

// isOnline: a telephone can be reached somewhere, as far as that is known. The caller
// holds sb.mu.
func (sb *Switchboard) isOnline(account string) (online, known bool) {
	if sb.house == nil {
		online, known = sb.online[account]
		return online, known
	}
	at, known := sb.house.at(account)
	return at != "", known
}
