package calltest

import (
	"encoding/json"
	"strings"

	"hotline/internal/rehearsal"
	"hotline/internal/yamlfile"
)

func (l loader) seats(n yamlfile.Node, w *rehearsal.World) {
	if n.IsText() {
		if what, ok := n.OneOf("none", string(rehearsal.Paused)); ok && what == string(rehearsal.Paused) {
			w.Others = l.paused(n)
			return
		}
		w.Others = rehearsal.Habit{Does: rehearsal.SignedOut}
		return
	}
	m, _ := n.Map()
	w.Seats = map[string]rehearsal.Habit{}
	for _, p := range m.Pairs() {
		habit := loadHabit(p.Value, rehearsal.AtWork(), true)
		if habit.Does == rehearsal.Paused {
			habit = l.paused(p.Value)
		}
		if p.Name == "others" {
			w.Others = habit
			continue
		}
		w.Seats[l.names.known(p.Key, "seat", l.names.seats)] = habit
	}
}

// paused is the habit of seats that have dialled the code for it.
func (l loader) paused(n yamlfile.Node) rehearsal.Habit {
	if l.names.pause == "" {
		n.Error("add a code to codes.yaml whose flow has seat: pause", "no feature code lets a seat pause")
	}
	usual := rehearsal.AtWork()
	return rehearsal.Habit{Does: rehearsal.Paused, After: usual.After}
}

func (l loader) outside(n yamlfile.Node) map[string]rehearsal.Habit {
	m, _ := n.Map()
	all := map[string]rehearsal.Habit{}
	for _, p := range m.Pairs() {
		digits := rehearsal.Digits(p.Name)
		if digits == "" {
			p.Key.Error("", "%q is not a number", p.Name)
		}
		all[digits] = loadHabit(p.Value, rehearsal.AtHome(), false)
	}
	return all
}

func loadHabit(n yamlfile.Node, usual rehearsal.Habit, seat bool) rehearsal.Habit {
	if n.IsText() {
		if text, _ := n.Text(); strings.HasPrefix(text, "answers after") {
			usual.After, _ = n.DurationAfter("answers after", 0, mostDelay)
			return usual
		}
	}
	options := []string{string(rehearsal.Answers), string(rehearsal.Busy), string(rehearsal.NoAnswer)}
	if seat {
		options = append(options, string(rehearsal.SignedOut), string(rehearsal.Paused))
	}
	if what, ok := n.OneOf(options...); ok && what != string(rehearsal.Answers) {
		return rehearsal.Habit{Does: rehearsal.Does(what)}
	}
	return usual
}

func loadServers(n yamlfile.Node) map[string]rehearsal.Reply {
	m, _ := n.Map()
	all := map[string]rehearsal.Reply{}
	for _, p := range m.Pairs() {
		all[p.Name] = loadReply(p.Value)
	}
	return all
}

func loadReply(n yamlfile.Node) rehearsal.Reply {
	const ok200 = 200
	r := rehearsal.Reply{Status: ok200}
	m, ok := n.Map()
	if !ok {
		return r
	}
	m.Fields(replyFields())
	if n, ok := m.Get("status"); ok {
		r.Status, _ = n.Int(0, 599)
	}
	if n, ok := m.Get("json"); ok {
		r.Body = loadJSON(n)
	}
	if n, ok := m.Get("after"); ok {
		r.After, _ = n.Duration(0, mostDelay)
	}
	return r
}

func loadJSON(n yamlfile.Node) []byte {
	v, ok := n.Value()
	if !ok {
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		n.Error("put every key in quotes", "this cannot be written as JSON")
	}
	return text
}

// crowd comes on the caller's trunk.
func (l loader) crowd(n yamlfile.Node, trunk string) []rehearsal.Crowd {
	if trunk == "" {
		trunk = l.names.trunk
	}
	m, ok := n.Map()
	if !ok {
		return nil
	}
	m.Fields(crowdFields())
	c := rehearsal.Crowd{Trunk: trunk, To: number(m, "to")}
	if n, ok := m.Get("calls"); ok {
		c.Calls, _ = n.Int(1, mostCrowd)
	}
	if n, ok := m.Get("presses"); ok {
		c.Keys = loadKeys(n)
	}
	return []rehearsal.Crowd{c}
}
