package numbering

import (
	"log/slog"
	"strings"
)

// Number is a normalised telephone number: digits, * and # only; a number from
// abroad keeps its leading +. The empty number is one that was withheld.
type Number string

// Hotline is the number that this is all about. It is a local one: with an area
// code in front it is the hotline of another place.
const Hotline Number = "12385"

const (
	keepHead = 3 // of a masked number
	keepTail = 2
)

// Mask hides the middle of a number that can be somebody's: all but the first
// three and the last two digits. Service numbers of up to six digits, such as
// 12385, are nobody's and stay.
func (n Number) Mask() string {
	const serviceLength = 6
	switch {
	case n == "":
		return "withheld"
	case len(n) <= serviceLength || n.isHotline():
		return string(n)
	}
	return string(n[:keepHead]) + strings.Repeat("*", len(n)-keepHead-keepTail) + string(n[len(n)-keepTail:])
}

// isHotline: an area code in front of a five-digit service number is still
// nobody's.
func (n Number) isHotline() bool {
	s := string(n)
	return strings.HasPrefix(s, "0") && (strings.HasSuffix(s, "12385") || strings.HasSuffix(s, "12345")) && len(s) <= 9
}

// IsMobile is true for a mobile of China.
func (n Number) IsMobile() bool { return mobile(string(n)) }

// IsLocal is true for a subscriber's number without its area code: 7 or 8 digits,
// the first one 2 to 8.
func (n Number) IsLocal() bool { return local(string(n)) }

// LogValue masks the number in every log.
func (n Number) LogValue() slog.Value { return slog.StringValue(n.Mask()) }
