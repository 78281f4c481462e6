package switchboard

import (
	"maps"
	"slices"

	"hotline/acd"
	"hotline/internal/dialplan"
)

// reach tells a floor that the phones of a seat came or went. It counts if the seat is
// at those phones when the floor reads it.
type reach struct {
	seat       string
	phone      string // where it is a guest; "" = its own phones
	lost       bool   // none of them is there
	registered bool   // the seat is at work while its own phones are there
}

// inputs: most seats are at work while one of their own phones is registered; the others,
// and guests, cannot be reached while theirs is not.
func (r reach) inputs(s *acd.State, now int64) []acd.Input {
	seat, ok := s.Seat(r.seat)
	switch {
	case !ok || seat.Phone != r.phone:
		return nil
	case r.lost && r.registered:
		return []acd.Input{acd.SignOut{At: now, Seat: r.seat}}
	case r.registered && !seat.Stance.SignedIn():
		return []acd.Input{acd.SignIn{At: now, Seat: r.seat}}
	}
	return []acd.Input{acd.Reach{At: now, Seat: r.seat, Lost: r.lost}} // an offer may have found it away before
}

// presence is what is known of a seat's own phones.
type presence int

const (
	unheard presence = iota // of any of them
	away
	there // one of them at least
)

// presence of a seat under a tree. The caller holds sb.mu.
func (sb *Switchboard) presence(s dialplan.Seat) (p presence) {
	for _, account := range s.Phones {
		switch online, known := sb.isOnline(account); {
		case online:
			return there
		case known:
			p = away
		}
	}
	return p
}

// phonesAre follows telephones: how each of them is now. Only a change counts: a new link
// tells nothing of an agent who signed out by hand, nor does a second phone of a seat
// that has one.
func (sb *Switchboard) phonesAre(online map[string]bool) {
	if sb.shares() {
		sb.phonesHere(online)
		return
	}
	tree := sb.tree.Load()
	sb.mu.Lock()
	var changed []string
	before := map[string]presence{}
	for _, account := range slices.Sorted(maps.Keys(online)) { // a fixed order, for who has been idle longest
		if was, known := sb.online[account]; !known || was != online[account] {
			changed = append(changed, account)
			if seat := tree.SeatOfPhone(account); seat != "" {
				before[seat] = sb.presence(tree.Seats[seat])
			}
		}
	}
	maps.Copy(sb.online, online)
	news := sb.newsOf(tree, changed, before)
	sb.mu.Unlock()
	sb.tellFloors(tree, news)
}

func (sb *Switchboard) tellFloors(tree *dialplan.Tree, news []reach) {
	for _, r := range news {
		if floor := tree.FloorOfSeat(r.seat); floor != "" {
			sb.floor(floor).send(r)
		}
	}
}

// newsOf are what the floors hear of telephones that changed. The caller holds sb.mu.
func (sb *Switchboard) newsOf(tree *dialplan.Tree, changed []string, before map[string]presence) (news []reach) {
	for _, id := range slices.Sorted(maps.Keys(before)) {
		seat := tree.Seats[id]
		registered := seat.SignIn == dialplan.Registered
		switch now := sb.presence(seat); {
		case now == there && sb.hosts(seat): // its own seat does not come back by itself
			news = append(news, reach{seat: id})
		case now == there && before[id] == there:
			news = append(news, reach{seat: id}) // a phone more or less
		default:
			news = append(news, reach{seat: id, lost: now != there, registered: registered})
		}
	}
	for _, phone := range changed {
		if id := sb.desks.guest(phone); id != "" {
			online, _ := sb.isOnline(phone)
			news = append(news, reach{seat: id, phone: phone, lost: !online})
		}
	}
	return news
}

// hosts: another seat has signed in at one of a seat's telephones.
func (sb *Switchboard) hosts(s dialplan.Seat) bool {
	return slices.ContainsFunc(s.Phones, func(account string) bool { return sb.desks.guest(account) != "" })
}

// reachAnew lets a reload change the telephones of seats that stay on their floors.
func (sb *Switchboard) reachAnew(before, tree *dialplan.Tree) {
	for _, id := range slices.Sorted(maps.Keys(tree.Seats)) {
		floor, seat := tree.FloorOfSeat(id), tree.Seats[id]
		if floor == "" || floor != before.FloorOfSeat(id) {
			continue // it has been greeted
		}
		sb.mu.Lock()
		was, now := sb.presence(before.Seats[id]), sb.presence(seat)
		sb.mu.Unlock()
		if was != now && now != unheard {
			sb.floor(floor).send(reach{seat: id, lost: now != there, registered: seat.SignIn == dialplan.Registered})
		}
	}
}
