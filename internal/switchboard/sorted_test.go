package switchboard

import (
	"maps"
	"slices"
)

// sorted are the keys of m, so that tests happen the same way each time.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
