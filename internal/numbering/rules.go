package numbering

import "strings"

// Rules are what is known of the numbers that come in on one trunk. The zero
// value knows nothing and does as [Caller] and [Called] do.
type Rules struct {
	Area        string   // the trunk's own area code: callers who come without one are there
	StripCaller []string // prefixes that the carrier puts before calling numbers
	StripCalled []string // and before called ones: an outside-line 9, a routing prefix
	// AreaWithoutZero: called numbers may have their area code without its 0.
	// 45112385 is 0451-12385 then, and not a subscriber's number.
	AreaWithoutZero bool
	Areas           *Areas // tells which area codes there are
}

// Called is the one form of a called number on this trunk. A prefix is stripped
// off what is not a whole number already: the hotline with an area code or
// without, a mobile, a fixed line with its area code.
func (r Rules) Called(raw string) Number {
	digits, ok := bare(raw, "+*#")
	if !ok {
		return ""
	}
	if strings.ContainsAny(digits, "*#") {
		return bounded(Number(digits))
	}
	return r.settle(digits, r.StripCalled, r.AreaWithoutZero)
}

// Caller is the one form of a calling number on this trunk. A local number gets
// the trunk's area code.
func (r Rules) Caller(raw string) Number {
	digits, ok := bare(raw, "+")
	if !ok {
		return ""
	}
	n := r.settle(digits, r.StripCaller, false)
	if r.Area != "" && n.IsLocal() {
		return Number(r.Area) + n
	}
	return n
}

// settle strips and forms until nothing changes any more. That ends: a prefix
// takes more off than the form can add, or what it takes is just that.
func (r Rules) settle(digits string, strip []string, withoutZero bool) Number {
	n := digits
	for range longestRaw {
		next, whole := r.whole(n, withoutZero)
		if !whole {
			next = string(form(r.strip(n, strip, withoutZero)))
		}
		if next == n {
			break
		}
		n = next
	}
	return bounded(Number(n))
}

// strip takes prefixes off until a whole number is left, or none of them fits.
func (r Rules) strip(n string, prefixes []string, withoutZero bool) string {
	for _, prefix := range prefixes {
		rest, ok := strings.CutPrefix(n, prefix)
		if !ok || prefix == "" || rest == "" {
			continue
		}
		if next, whole := r.whole(rest, withoutZero); whole {
			return next
		}
		return r.strip(rest, prefixes, withoutZero)
	}
	return n
}

// whole is true for a number that needs no rule, and gives it as it should be
// written.
func (r Rules) whole(n string, withoutZero bool) (string, bool) {
	if n == string(Hotline) {
		return n, true
	}
	if with := "0" + n; withoutZero && r.hotline(with) {
		return with, true
	}
	foreign := strings.HasPrefix(n, "+") && string(form(n)) == n
	return n, foreign || mobile(n) || r.fixed(n)
}

// hotline is 12385 with its area code.
func (r Rules) hotline(n string) bool {
	rest, ok := r.split(n)
	return ok && rest == string(Hotline)
}

// fixed is a subscriber's or a service's number with its area code.
func (r Rules) fixed(n string) bool {
	rest, ok := r.split(n)
	return ok && (local(rest) || serviceHere(rest))
}

// split takes the area code off, if there is one that is known.
func (r Rules) split(n string) (rest string, ok bool) {
	length := areaLength(n)
	code := n[:length]
	return n[length:], length > 0 && (code == r.Area || r.Areas.Known(code))
}

// serviceHere is a short number that is dialled with an area code too: 12385.
func serviceHere(n string) bool { return len(n) == len(Hotline) && short(n) }

// local is a subscriber's number without area code.
func local(n string) bool {
	return (len(n) == longestHere-1 || len(n) == longestHere) && n[0] >= '2' && n[0] <= '8' && digitsOnly(n)
}
