package form

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// MostLevel is the highest level of a seat in a queue.
const MostLevel = 98

const everyLevel = "all"

// Levels is how many levels of seats are asked: a number up to most, or all, which is
// another number for who keeps it.
func Levels(doc string, most, all int, into *int) Setting {
	of := schema.Either(schema.Int(1, most), schema.OneOf(everyLevel))
	return Of("levels", doc, of, func(n yamlfile.Node) {
		if word, ok := n.Text(); ok && word == everyLevel {
			*into = all
			return
		}
		*into, _ = n.Int(1, most)
	})
}
