package numbering

import (
	"slices"
	"strings"
)

// Area is one place that an area code serves. A code may serve several.
type Area struct {
	Code         string // with its 0: 0451
	Province     string // administrative code (GB/T 2260) of the province: 230000
	ProvinceName string
	City         string // administrative code of the city; may be empty
	Name         string // of the city: 哈尔滨市
	Note         string // what is not certain about it
	Now          string // the code that took the place of a retired one, or empty
}

// Areas are the area codes of China. They never change. Nil are areas of which
// only the form of their codes is known: 010, 02x, 03xx to 09xx.
type Areas struct {
	codes map[string][]Area
	inUse []string // sorted
}

// IsAreaCode is true for what has the form of an area code: 010, 02x, 03xx to 09xx.
func IsAreaCode(code string) bool {
	return code != "" && digitsOnly(code) && areaLength(code) == len(code)
}

func digitsOnly(s string) bool { return strings.Trim(s, "0123456789") == "" }

// areaLength is how long the area code at the beginning of a number is, by its
// form alone; 0 if there is none.
func areaLength(n string) int {
	switch {
	case strings.HasPrefix(n, "010"):
		return len("010")
	case len(n) >= 3 && n[0] == '0' && n[1] == '2':
		return len("021")
	case len(n) >= 4 && n[0] == '0' && n[1] >= '3':
		return len("0451")
	}
	return 0
}

// Of are the places that a code serves, or served before it was retired.
func (t *Areas) Of(code string) []Area {
	if t == nil {
		return nil
	}
	return slices.Clone(t.codes[code])
}

// Known is true for a code of the table; without a table, for every code whose
// form is right.
func (t *Areas) Known(code string) bool {
	if t == nil {
		return IsAreaCode(code)
	}
	return len(t.codes[code]) > 0
}

// Current is the code itself, or the one that took its place.
func (t *Areas) Current(code string) string {
	if places := t.Of(code); len(places) > 0 && places[0].Now != "" {
		return places[0].Now
	}
	return code
}

// Province is the administrative code of the province that a code belongs to, or
// empty if that is not known.
func (t *Areas) Province(code string) string {
	if places := t.Of(code); len(places) > 0 {
		return places[0].Province
	}
	return ""
}

// Split parts a number into its area code and the rest, which may be empty. It is
// false for a number without a known area code, such as a mobile.
func (t *Areas) Split(n Number) (code string, rest Number, ok bool) {
	length := areaLength(string(n))
	if length == 0 || !t.Known(string(n[:length])) {
		return "", n, false
	}
	return string(n[:length]), n[length:], true
}

// Codes are all codes in use, sorted.
func (t *Areas) Codes() []string {
	if t == nil {
		return nil
	}
	return slices.Clone(t.inUse)
}
