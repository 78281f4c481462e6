package whatif

import (
	"fmt"
	"slices"
	"strings"

	"hotline/acd"
)

// absent tells which seats were at work that the other rules do not have, and which they
// have that were not: those are not at work in the simulation either.
func (d *Day) absent(other acd.Rules) (notes []string) {
	present, has, lacks := d.present(), map[string]bool{}, []string{}
	for i := range other.Seats {
		id := other.Seats[i].ID
		has[id] = true
		if !present[id] && !slices.ContainsFunc(d.Rules.Seats, func(s acd.Seat) bool { return s.ID == id }) {
			lacks = append(lacks, id)
		}
	}
	var gone []string
	for _, id := range sortedKeys(present) {
		if !has[id] {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 {
		notes = append(notes, fmt.Sprintf("seats that were at work and that the other rules do not have: %s", few(gone)))
	}
	if len(lacks) > 0 {
		notes = append(notes, fmt.Sprintf("seats of the other rules that nobody signed in on that day, and that therefore take no calls (--add-seats does): %s", few(lacks)))
	}
	return notes
}

// present are the seats that were at work.
func (d *Day) present() map[string]bool {
	present := map[string]bool{}
	for _, o := range d.outside {
		if in, ok := o.In.(acd.SignIn); ok {
			present[in.Seat] = true
		}
	}
	return present
}

// few names some of them.
func few(ids []string) string {
	const most = 8
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}
