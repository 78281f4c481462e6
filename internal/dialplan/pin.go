package dialplan

import (
	"regexp"
	"strings"

	"hotline/internal/yamlfile"
)

var pinForm = regexp.MustCompile(`^[0-9]{4,8}$`)

func (s *Secrets) loadPINs(m yamlfile.Map) {
	numbered(m, "pins", `write "8001": digits`, func(p yamlfile.Pair) {
		pin, ok := p.Value.Text()
		switch {
		case !ok:
		case !pinForm.MatchString(pin):
			p.Value.Error("write 4 to 8 digits", "this cannot be a PIN")
		default:
			if WeakPIN(p.Name, pin) {
				p.Value.Warn("choose digits that nobody guesses", "the PIN of seat %s is easy to guess", p.Name)
			}
			s.PINs[p.Name] = pin
		}
	})
}

// WeakPIN is true for a PIN that is guessed first: one digit or two that repeat,
// digits in their order, a year, the seat's own number.
func WeakPIN(seat, pin string) bool {
	if strings.Contains(seat, pin) || strings.Contains(pin, seat) {
		return true
	}
	return repeats(pin) || inOrder(pin) || len(pin) == 4 && (strings.HasPrefix(pin, "19") || strings.HasPrefix(pin, "20"))
}

// repeats: 0000, 1212, 123123.
func repeats(pin string) bool {
	for size := 1; size <= len(pin)/2; size++ {
		if len(pin)%size == 0 && strings.Repeat(pin[:size], len(pin)/size) == pin {
			return true
		}
	}
	return false
}

// inOrder: 1234, 9876, 7890.
func inOrder(pin string) bool {
	const up, down = "01234567890", "09876543210"
	return strings.Contains(up, pin) || strings.Contains(down, pin)
}
