package dialplan

import (
	"slices"

	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Phone is a SIP account: a telephone that registers with a password.
type Phone struct {
	Number string // digits; also its user name
	Name   string // as telephones show it
	Seat   string // whose it is; empty: of nobody, and any seat can sign in there
	TLS    bool   // it speaks SIP over TLS, and its sound is encrypted
}

// SeatOfPhone is the seat that an account belongs to, or empty.
func (t *Tree) SeatOfPhone(account string) string { return t.Phones[account].Seat }

// mostPhones ring for one call at most.
const mostPhones = 5

func (s *Seat) phonesSetting(l *loader) form.Setting {
	of := schema.List(numberType())
	return form.Of("phones", "Its SIP accounts, which all ring: [\"8001\", \"8051\"]. Its own number alone without it.", of, func(n yamlfile.Node) {
		for _, item := range form.Few(n, n.Texts(), mostPhones) {
			number, _ := item.Text()
			switch {
			case !seatForm.MatchString(number):
				item.Error("use 2 to 15 digits", "%q cannot be the number of a telephone", number)
			case slices.Contains(s.Phones, number):
				item.Error("take one of them out", "%s is there twice", number)
			default:
				s.Phones = append(s.Phones, number)
				l.claims = append(l.claims, claim{item, number, s.ID})
			}
		}
	})
}

// claim is an account that a seat names.
type claim struct {
	at            yamlfile.Node
	account, seat string
}

// loadPhones reads the accounts that belong to no seat.
func (l *loader) loadPhones(n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		phone := Phone{Number: p.Name}
		if !seatForm.MatchString(p.Name) {
			p.Key.Error("use 2 to 15 digits", "%q cannot be the number of a telephone", p.Name)
		}
		if of, ok := p.Value.Map(); ok {
			form.Read(of, phone.settings())
		}
		l.free = append(l.free, claim{at: p.Key, account: p.Name})
		l.tree.Phones[p.Name] = phone
	}
}

func (p *Phone) settings() []form.Setting {
	return []form.Setting{
		form.Of("name", "What telephones and pages show.", schema.Text(), func(n yamlfile.Node) { p.Name = shownName(n) }),
		transportSetting(&p.TLS),
	}
}

// transportSetting is how telephones reach Asterisk.
func transportSetting(tls *bool) form.Setting {
	doc := "tls: SIP over TLS and encrypted sound, and nothing else; plain: UDP or TCP (the usual)."
	return form.Of("transport", doc, schema.OneOf("plain", "tls"), func(n yamlfile.Node) {
		word, _ := n.OneOf("plain", "tls")
		*tls = word == "tls"
	})
}

func numberType() schema.Type { return schema.Like(seatForm.String(), "use 2 to 15 digits") }

// settlePhones gives the accounts to their seats, when all of them are read. No
// account may be two telephones.
func (l *loader) settlePhones() {
	t := l.tree
	for _, c := range l.free {
		if _, ok := t.Seats[c.account]; ok {
			c.at.Error("take it out", "%s is the number of a seat", c.account)
		}
	}
	for _, c := range l.claims {
		l.give(c)
	}
	for _, id := range sorted(t.Seats) {
		for _, account := range t.Seats[id].Phones {
			if _, taken := t.Phones[account]; !taken {
				t.Phones[account] = Phone{Number: account, Name: t.Seats[id].Name, Seat: id, TLS: t.Seats[id].TLS}
			}
		}
	}
}

func (l *loader) give(c claim) {
	t := l.tree
	p, taken := t.Phones[c.account]
	_, seat := t.Seats[c.account]
	switch {
	case taken && p.Seat == "":
		c.at.Error("take it out of phones: below the seats, or out of the seat", "telephone %s is declared as nobody's", c.account)
	case taken:
		c.at.Error("take it out of one of them", "telephone %s belongs to seat %s already", c.account, p.Seat)
	case seat && c.account != c.seat:
		c.at.Error("give the telephone a number of its own", "%s is the number of another seat", c.account)
	default:
		t.Phones[c.account] = Phone{Number: c.account, Name: t.Seats[c.seat].Name, Seat: c.seat, TLS: t.Seats[c.seat].TLS}
	}
}
