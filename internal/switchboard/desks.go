package switchboard

import (
	"maps"
	"slices"
	"sync"

	"hotline/acd"
	"hotline/internal/dialplan"
)

// desks tell at which telephones seats are at work, as the floors' facts have it. They
// are for those who cannot wait for a floor: a telephone that has just dialled.
type desks struct {
	mu sync.Mutex
	at map[string]string // of the seats that are signed in; empty = at their own
}

func newDesks() *desks { return &desks{at: map[string]string{}} }

func (d *desks) fold(fact acd.Fact) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch f := fact.(type) {
	case *acd.SeatSignedIn:
		d.at[f.Seat] = f.Phone
	case *acd.SeatSignedOut:
		delete(d.at, f.Seat)
	}
}

// seat is the one that a telephone stands for: who has signed in there, else whose it
// is; empty = nobody.
func (d *desks) seat(account string, tree *dialplan.Tree) string {
	if guest := d.guest(account); guest != "" {
		return guest
	}
	return tree.SeatOfPhone(account)
}

// atWork is the seat whose calls ring at a telephone; empty = none.
func (d *desks) atWork(account string, tree *dialplan.Tree) string {
	if guest := d.guest(account); guest != "" {
		return guest
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	seat := tree.SeatOfPhone(account)
	if where, in := d.at[seat]; in && where == "" {
		return seat
	}
	return ""
}

// signedIn: the seat is at work.
func (d *desks) signedIn(seat string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, in := d.at[seat]
	return in
}

// away is the telephone at which a seat is at work that is not its own; empty = none.
func (d *desks) away(seat string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at[seat]
}

// guest is the seat that has signed in at a telephone that is not its own.
func (d *desks) guest(account string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, seat := range slices.Sorted(maps.Keys(d.at)) {
		if d.at[seat] == account && account != "" {
			return seat
		}
	}
	return ""
}
