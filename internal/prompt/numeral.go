package prompt

import (
	"strconv"
	"strings"
)

// maxNumeralDigits is the longest run of digits read as a quantity.
const maxNumeralDigits = 16

const (
	plainDigits = "零一二三四五六七八九" // years, decimals
	phoneDigits = "零幺二三四五六七八九" // telephone numbers, where 一 is too close to 七
)

// readDigits reads every ASCII digit by the given table and drops the rest.
func readDigits(s, table string) string {
	names := []rune(table)
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(names[r-'0'])
		}
	}
	return b.String()
}

// numeral reads digits as a quantity: 205 二百零五, 20000 两万. Leading zeros
// count for nothing; a run too long for a quantity is read digit by digit.
func numeral(digits string) string {
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || len(digits) > maxNumeralDigits {
		return readDigits(digits, plainDigits)
	}
	s := quantity(n)
	if strings.HasPrefix(s, "一十") {
		s = strings.TrimPrefix(s, "一")
	}
	for _, unit := range []string{"千", "万", "亿"} {
		if rest, ok := strings.CutPrefix(s, "二"+unit); ok {
			return "两" + unit + rest
		}
	}
	return s
}

var units = []struct {
	size uint64
	name string
}{{1e8, "亿"}, {1e4, "万"}, {1000, "千"}, {100, "百"}, {10, "十"}}

// quantity is numeral without the habits of a number's first character.
func quantity(n uint64) string {
	for _, u := range units {
		if n < u.size {
			continue
		}
		s, rest := quantity(n/u.size)+u.name, n%u.size
		if rest == 0 {
			return s
		}
		if rest < u.size/10 {
			s += "零"
		}
		return s + quantity(rest)
	}
	return readDigits(strconv.FormatUint(n, 10), plainDigits)
}
