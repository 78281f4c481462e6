package dialplan

import (
	"time"

	"hotline/internal/numbering"
)

// Reach is what an area code means that a caller enters by keys: a centre of this
// platform, or else the number to dial, the area code and 12385. It is false for
// what is no area code. Whoever dials the number first sees whether the call may
// still be forwarded: see [Tree.MaxHops].
func (t *Tree) Reach(area string, at time.Time) (centre, number string, ok bool) {
	if !t.Areas.Known(area) {
		return "", "", false
	}
	r := router{tree: t, at: at}
	r.area(area)
	if _, here := t.Centres[r.d.Centre]; here {
		return r.d.Centre, "", true
	}
	return "", string(numbering.Number(t.Areas.Current(area)) + numbering.Hotline), true
}

// CityOf is the caller's own city as far as it is known: of a fixed line the one
// that its area code and first digits tell, otherwise the trunk's. The centre is
// empty if no centre of that city is on this platform, the area if it is not
// known.
func (t *Tree) CityOf(caller numbering.Number, trunk string) (centre, area string) {
	in := t.Trunks[trunk]
	code, local, fixed := t.Areas.Split(caller)
	if !fixed || code == in.Area && in.Centre != "" {
		return t.cityOfTrunk(in)
	}
	if _, centre := t.Overrides[code].byDigits(local); centre != "" {
		return centre, code
	}
	if cities := t.reached.cities[code]; len(cities) == 1 {
		return cities[0], code
	}
	return "", code
}

func (t *Tree) cityOfTrunk(in Trunk) (centre, area string) {
	centre, area = in.Centre, in.Area
	if cities := t.reached.cities[area]; centre == "" && len(cities) == 1 {
		centre = cities[0]
	}
	if area == "" {
		area = t.Centres[centre].Area
	}
	return centre, area
}
