package switchboard

import (
	"strings"

	"hotline/internal/dialplan"
)

// handset is where a seat can be rung: a SIP account, or a number outside.
type handset struct {
	number string // of the account, or outside
	trunk  string // that carries calls to a number outside; "" = an account
	key    string // that accepts a call; "" = to pick up is enough
	peer   string // the machine where the account is registered; "" = this one
}

// String is the account, or number@trunk: what the facts call it.
func (h handset) String() string {
	if h.trunk == "" {
		return h.number
	}
	return h.number + "@" + h.trunk
}

// endpoint is how this machine's Asterisk dials it. Another machine's hands the call on
// to the telephone by itself.
func (h handset) endpoint() string {
	if h.peer != "" {
		return "PJSIP/" + h.number + "@peer-" + h.peer
	}
	return "PJSIP/" + h.String()
}

// line is what can be in one call at a time.
func (h handset) line() string { return h.String() }

// readHandset reads what String wrote.
func readHandset(text, key string) handset {
	number, trunk, _ := strings.Cut(text, "@")
	return handset{number: number, trunk: trunk, key: key}
}

// handsets are the phones at which a seat is rung now: where it is signed in as a guest,
// else its own, those that are known to be online; all of them if none is.
func (sb *Switchboard) handsets(seat string) []handset {
	if phone := sb.desks.away(seat); phone != "" {
		return []handset{{number: phone, peer: sb.peerOf(phone)}}
	}
	tree := sb.tree.Load()
	sb.mu.Lock()
	defer sb.mu.Unlock()
	s := tree.Seats[seat]
	if s.Outside != nil {
		return []handset{{number: s.Outside.Number, trunk: s.Outside.Trunk, key: string(s.Outside.Key)}}
	}
	var all, online []handset
	for _, account := range ownPhones(s, seat) {
		h := handset{number: account, peer: sb.peerOf(account)}
		all = append(all, h)
		if there, _ := sb.isOnline(account); there {
			online = append(online, h)
		}
	}
	if len(online) > 0 {
		return online
	}
	return all
}

// peerOf is the other machine where a telephone is registered; empty = it is here, or
// nowhere.
func (sb *Switchboard) peerOf(account string) string {
	if sb.house == nil {
		return ""
	}
	at, _ := sb.house.at(account)
	if at == sb.cfg.Machine {
		return ""
	}
	return at
}

// ownPhones are a seat's accounts. One that a reload took away while it was offered a
// call is rung by its number.
func ownPhones(s dialplan.Seat, id string) []string {
	if s.ID == "" {
		return []string{id}
	}
	return s.Phones
}
