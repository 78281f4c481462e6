package numbering

import "strings"

const (
	longest     = 20 // characters; E.164 has 15 digits
	longestRaw  = 30 // digits, with whatever prefixes a carrier adds
	mobileLen   = 11 // 13800138000
	longestHere = 8  // digits of a number within its area
	shortLen    = 6  // most digits of a service's short number
)

// Caller is the one form of a calling number:
//
//	13800138000      a mobile
//	045188886666     a fixed line or a hotline in another area, with trunk 0
//	88886666         a local number, just as it came
//	12385            a short number
//	+14155550123     abroad
//
// What is no number (anonymous, unknown, a name, nothing) is the empty Number.
func Caller(raw string) Number {
	digits, ok := bare(raw, "+")
	if !ok {
		return ""
	}
	return bounded(form(digits))
}

// Called is the one form of a called number. Feature codes such as *11 stay as
// they are.
func Called(raw string) Number {
	digits, ok := bare(raw, "+*#")
	if !ok {
		return ""
	}
	if strings.ContainsAny(digits, "*#") {
		return bounded(Number(digits))
	}
	return bounded(form(digits))
}

// bounded refuses what is too long to be a number.
func bounded(n Number) Number {
	if len(n) > longest {
		return ""
	}
	return n
}

// bare takes out what people write between digits. It is false when something
// is left that is neither a digit nor one of the signs, when a + is not in
// front, or when there is no digit or there are too many.
func bare(raw, signs string) (string, bool) {
	var b strings.Builder
	digits := 0
	for _, r := range raw {
		switch {
		case r >= '0' && r <= '9':
			digits++
			b.WriteRune(r)
		case strings.ContainsRune(" -.()/\t\u00a0", r):
		case r == '+' && b.Len() > 0:
			return "", false
		case strings.ContainsRune(signs, r):
			b.WriteRune(r)
		default:
			return "", false
		}
	}
	return b.String(), digits > 0 && digits <= longestRaw
}

// form tells by its beginning how a number is written.
func form(n string) Number {
	if rest, ok := strings.CutPrefix(n, "+"); ok {
		return abroad(rest)
	}
	if rest, ok := strings.CutPrefix(n, "00"); ok {
		return abroad(rest)
	}
	switch {
	case strings.HasPrefix(n, "0"):
		return long(n)
	case strings.HasPrefix(n, "86") && len(n) > longestHere:
		return national(n[len("86"):])
	case len(n) > longestHere:
		return national(n)
	default:
		return Number(n) // local or short
	}
}

// abroad is a number that began with + or 00: the country code comes first.
func abroad(n string) Number {
	if rest, ok := strings.CutPrefix(n, "86"); ok {
		return national(rest)
	}
	n = strings.TrimLeft(n, "0")
	switch {
	case n == "":
		return ""
	case strings.HasPrefix(n, "86"):
		return national(n[len("86"):])
	default:
		return Number("+" + n)
	}
}

// national is a number of China without its country code: the trunk 0 before
// the area code may be there or not.
func national(n string) Number {
	switch {
	case n == "":
		return ""
	case strings.HasPrefix(n, "0"):
		return long("0" + strings.TrimLeft(n, "0"))
	case mobile(n), short(n), service(n):
		return Number(n)
	default:
		return Number("0" + n)
	}
}

// long is a number with the trunk 0. Some carriers put it before mobiles too.
func long(n string) Number {
	if rest := strings.TrimLeft(n, "0"); rest == "" {
		return ""
	} else if mobile(rest) {
		return Number(rest)
	}
	return Number(n)
}

// mobile: 11 digits, the second one 3 to 9. (10 begins Beijing's numbers.)
func mobile(n string) bool {
	return len(n) == mobileLen && n[0] == '1' && n[1] >= '3'
}

// short numbers of services begin with 1 or 9: 110, 12385, 95588, 96110.
func short(n string) bool {
	return len(n) <= shortLen && (n[0] == '1' || n[0] == '9')
}

// service numbers are the same in all of China: 400 and 800 and seven digits.
func service(n string) bool {
	return len(n) == 10 && (strings.HasPrefix(n, "400") || strings.HasPrefix(n, "800"))
}
