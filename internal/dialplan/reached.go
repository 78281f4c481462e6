package dialplan

// reached is which centre an area code leads to, by the notice.
type reached struct {
	nation    string
	provinces map[string]string   // the province's administrative code, or the area code if there is no table
	cities    map[string][]string // area code -> centres of cities, sorted
}

// capital is the area code that means the nation when it is dialled.
const capital = "010"

// index finds out what area codes lead to, and reports what two centres claim.
func (l *loader) index() {
	t := l.tree
	t.reached = reached{provinces: map[string]string{}, cities: map[string][]string{}}
	for _, id := range sorted(t.Centres) {
		c := t.Centres[id]
		switch {
		case c.Tier == Nation && t.reached.nation != "":
			l.claimed(id, t.reached.nation, "the nation's centre")
		case c.Tier == Nation:
			t.reached.nation = id
		case c.Tier == Province && c.Area == "" && t.Areas != nil:
			l.found.Add(l.tierAt[id].Warning(`add area: "0451"`, "no area code reaches this centre of a province"))
		case c.Area == "":
		case c.Tier == Province && t.reached.provinces[t.province(c.Area)] != "":
			l.claimed(id, t.reached.provinces[t.province(c.Area)], "the centre of the same province")
		case c.Tier == Province:
			t.reached.provinces[t.province(c.Area)] = id
		case c.Tier == City:
			t.reached.cities[c.Area] = append(t.reached.cities[c.Area], id)
		}
	}
}

func (l *loader) claimed(id, other, what string) {
	l.found.Add(l.tierAt[id].Error("let one of them be of another tier", "%s is %s already", other, what))
}

// province is what tells provinces apart.
func (t *Tree) province(area string) string {
	if code := t.Areas.Province(area); code != "" {
		return code
	}
	return area
}

// usual is the centre that an area code means by the notice (010 the nation,
// another the province), or else the only one of a city that has the code. It is
// false if no centre on this platform is meant.
func (t *Tree) usual(area string) (centre, why string, ok bool) {
	if area == capital {
		return t.reached.nation, "010 means the nation", t.reached.nation != ""
	}
	if id, ok := t.reached.provinces[t.province(area)]; ok {
		return id, "an area code means the province, " + t.provinceName(area), true
	}
	if cities := t.reached.cities[area]; len(cities) == 1 {
		return cities[0], "no centre of the province is on this platform; the city's is", true
	}
	return "", "no centre on this platform is reached by " + area, false
}

func (t *Tree) provinceName(area string) string {
	if places := t.Areas.Of(area); len(places) > 0 {
		return places[0].ProvinceName
	}
	return "as far as known"
}
