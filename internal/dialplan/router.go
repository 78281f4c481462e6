package dialplan

import (
	"fmt"
	"strings"
	"time"

	"hotline/internal/numbering"
)

// router makes one decision.
type router struct {
	tree *Tree
	at   time.Time
	hops int
	d    Decision
}

func (r *router) why(format string, args ...any) {
	r.d.Why = append(r.d.Why, fmt.Sprintf(format, args...))
}

func (r *router) route(q Query) {
	in, ok := r.trunk(q.Trunk)
	if !ok {
		return
	}
	r.numbers(in, q)
	if listed, ok := in.listed(r.d.Called); ok {
		r.listed(listed)
		return
	}
	code, rest, ok := r.tree.Areas.Split(r.d.Called)
	switch {
	case ok && rest == numbering.Hotline:
		r.area(code)
	case r.d.Called == numbering.Hotline:
		r.why("12385 without an area code means the city")
		r.city(in)
	case strings.HasPrefix(string(r.d.Called), "0") && strings.HasSuffix(string(r.d.Called), string(numbering.Hotline)):
		r.why("%s has no area code in use before %s", r.d.Called, numbering.Hotline)
		r.city(in)
	default:
		r.why("the called number is not listed for this trunk")
		r.city(in)
	}
}

func (r *router) trunk(name string) (Trunk, bool) {
	r.d.Trunk = name
	if name == "" {
		r.d.Trunk = r.tree.Default
	}
	in, ok := r.tree.Trunks[r.d.Trunk]
	switch {
	case ok && name == "":
		r.why("trunk %s: the default one", in.Name)
	case ok:
		r.why("trunk %s", in.Name)
	case r.d.Trunk == "":
		r.why("no trunk is named, and there is no default one")
	default:
		r.why("there is no trunk %q", r.d.Trunk)
	}
	return in, ok
}

// numbers brings both numbers to their one form.
func (r *router) numbers(in Trunk, q Query) {
	r.d.Called, r.d.Caller, r.d.Language = in.Rules.Called(q.Called), in.Rules.Caller(q.Caller), in.Language
	if string(r.d.Called) == q.Called {
		r.why("called %s", q.Called)
	} else {
		r.why("called %q is %q in its one form", q.Called, string(r.d.Called))
	}
	switch code, _, fixed := r.tree.Areas.Split(r.d.Caller); {
	case r.d.Caller == "":
		r.why("the caller's number is withheld")
	case r.d.Caller.IsMobile():
		r.why("the caller has a mobile, which tells no place: the trunk does")
	case fixed:
		r.why("the caller's line is in area %s%s", code, r.tree.places(code))
	}
}

func (r *router) listed(to Route) {
	r.d.Centre, r.d.Flow = to.Centre, to.Flow
	r.d.Area = r.tree.Centres[to.Centre].Area
	r.why("the trunk lists the number: %s", to.Centre)
	if to.Old == nil {
		return
	}
	r.d.Lead = to.Old.Say
	last := to.Old.Until.AddDate(0, 0, -1).Format(time.DateOnly)
	if r.at.Before(to.Old.Until) {
		r.why("it is an old number, in use until %s: the caller hears of the new one first", last)
	} else {
		r.why("it is an old number whose last day was %s: the caller hears of the new one first", last)
	}
}

// city is where calls go that mean the trunk's own place.
func (r *router) city(in Trunk) {
	r.d.Area = in.Area
	if in.Centre != "" {
		r.d.Centre = in.Centre
		r.why("the trunk's city is %s", in.Centre)
		return
	}
	if o, ok := r.tree.Overrides[in.Area]; ok {
		r.override(in.Area, o)
		return
	}
	if cities := r.tree.reached.cities[in.Area]; len(cities) == 1 {
		r.d.Centre = cities[0]
		r.why("the city of the trunk's area code %s is %s", in.Area, cities[0])
		return
	}
	r.why("the trunk names no centre")
}

// area is what an area code before 12385 means.
func (r *router) area(code string) {
	if now := r.tree.Areas.Current(code); now != code {
		r.why("area code %s was replaced by %s", code, now)
		code = now
	}
	r.d.Area = code
	r.why("area code %s%s", code, r.tree.places(code))
	if o, ok := r.tree.Overrides[code]; ok {
		r.override(code, o)
		return
	}
	centre, why, ok := r.tree.usual(code)
	r.why("%s", why)
	r.d.Centre = centre
	if !ok {
		r.elsewhere(code)
	}
}

func (r *router) elsewhere(code string) {
	number := numbering.Number(code) + numbering.Hotline
	if r.d.Tier = Province; code == capital {
		r.d.Tier = Nation
	}
	if r.hops >= r.tree.MaxHops {
		r.why("another platform answers %s, but the call was forwarded %d times already", number, r.hops)
		return
	}
	r.d.Elsewhere = number
	r.why("another platform answers %s", number)
}

// override is what the dialplan says of an area code.
func (r *router) override(code string, o Override) {
	if o.Centre != "" {
		r.d.Centre, r.d.Flow = o.Centre, o.Flow
		r.why("%s sends %s to %s", numberingFile, code, o.Centre)
		return
	}
	if centre, ok := r.byDigits(code, o); ok {
		r.d.Centre = centre
		return
	}
	r.d.Centre = r.tree.askedFor(code)
	if len(o.Ask) > 0 {
		r.d.Flow = askFlow(code)
		r.why("several places share %s: the caller is asked which one is meant", code)
		return
	}
	r.why("the caller's number does not tell the place: %s", r.d.Centre)
	if r.d.Centre == "" {
		r.elsewhere(code)
	}
}

// byDigits goes by the first digits of a caller's number in the same area.
func (r *router) byDigits(code string, o Override) (string, bool) {
	from, local, ok := r.tree.Areas.Split(r.d.Caller)
	if !ok || from != code {
		return "", false
	}
	digits, centre := o.byDigits(local)
	if centre == "" {
		return "", false
	}
	r.why("several places share %s: numbers that begin with %s are %s", code, digits, centre)
	return centre, true
}

// places names the places of an area code, in parentheses.
func (t *Tree) places(code string) string {
	text := ""
	for _, a := range t.Areas.Of(code) {
		if text != "" {
			text += "、"
		}
		text += a.Name
	}
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}
