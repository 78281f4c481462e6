package dialplan

import (
	"hotline/internal/form"
	"hotline/internal/numbering"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Outside is where a remote seat is reached: one number outside. It may be called
// because the tree names it here, whatever the trunk allows besides.
type Outside struct {
	Number string // in its one form
	Trunk  string
	Key    byte // that accepts a call, so that a voicemail box never takes one
}

const (
	usualAccept = '1'
	acceptKeys  = "123456789"
)

func (s *Seat) outsideSetting(l *loader) form.Setting {
	key := string(rune(usualAccept))
	var out Outside
	settings := []form.Setting{
		form.Needed(form.Of("number", "The number outside.", schema.Text(), func(n yamlfile.Node) { out.Number = outsideNumber(n) })),
		form.Needed(form.Of("trunk", "The trunk that carries its calls.", nameType(), func(n yamlfile.Node) { out.Trunk = l.trunkOut(n) })),
		form.Choice("key", "The key that accepts a call; 1 without it.", &key, digitKeys()...),
	}
	return form.Group("outside", "A remote seat: an outside telephone instead of a SIP account.", func(m yamlfile.Map) {
		out.Key = key[0]
		s.Outside = &out
		l.checkAlone(m, s.ID, out.Number)
	}, settings...)
}

// checkAlone: a telephone outside is one seat's.
func (l *loader) checkAlone(m yamlfile.Map, seat, number string) {
	for _, id := range sorted(l.tree.Seats) {
		other := l.tree.Seats[id].Outside
		if n, ok := m.Get("number"); ok && other != nil && number != "" && other.Number == number && id != seat {
			n.Error("take it out of one of them", "this is the number of seat %s already", id)
		}
	}
}

func digitKeys() []string {
	keys := make([]string, 0, len(acceptKeys))
	for _, key := range acceptKeys {
		keys = append(keys, string(key))
	}
	return keys
}

// outsideNumber is a number that may be dialled, in its one form.
func outsideNumber(n yamlfile.Node) string {
	text, ok := n.Text()
	if !ok {
		return ""
	}
	number := string(numbering.Called(text))
	if !plainDigits.MatchString(number) {
		n.Error("write a number in China, such as 0459-12345678", "%q is not a number that can be dialled", text)
		return ""
	}
	return number
}

// trunkOut is a trunk that makes calls out.
func (l *loader) trunkOut(n yamlfile.Node) string {
	name := l.ref(n, "trunk", func(id string) bool { return l.tree.Trunks[id].Name != "" }, func() []string { return sorted(l.tree.Trunks) })
	l.later = append(l.later, func() {
		if t, ok := l.tree.Trunks[name]; ok && t.Contact == "" {
			n.Error("add contact: sip:… to trunk "+name+", or name another one", "trunk %s has no address for calls out", name)
		}
	})
	return name
}
