package dialplan

import "hotline/internal/numbering"

// Destination is what an area code means that a caller enters by keys.
type Destination struct {
	Centre string // on this platform, and
	Flow   string // instead of its entry, where the code is shared and the caller is asked; or
	Number string // to dial: another platform
}

// Reach is what an area code means that a caller enters by keys: what 12385 means
// with this code in front. It is false for what is no area code. Whoever dials the
// number first sees whether the call may still be forwarded: see [Tree.MaxHops].
func (t *Tree) Reach(area string) (Destination, bool) {
	if !t.Areas.Known(area) {
		return Destination{}, false
	}
	r := router{tree: t}
	r.area(area)
	if _, here := t.Centres[r.d.Centre]; here {
		return Destination{Centre: r.d.Centre, Flow: r.d.Flow}, true
	}
	return Destination{Number: string(numbering.Number(t.Areas.Current(area)) + numbering.Hotline)}, true
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
