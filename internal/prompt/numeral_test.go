package prompt

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNumeral(t *testing.T) {
	for digits, want := range map[string]string{
		"0": "零", "007": "七", "11": "十一", "110": "一百一十", "10010": "一万零一十", "10100": "一万零一百",
		"105000": "十万五千", "222222": "二十二万二千二百二十二", "22000": "两万二千", "100100000": "一亿零一十万",
		"1234567890123456": "一千二百三十四万五千六百七十八亿九千零一十二万三千四百五十六",
	} {
		require.Equal(t, want, numeral(digits), digits)
	}
}

// A quantity read back by the rules of Chinese numerals is the same quantity.
func TestNumeralReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, 9_999_999_999_999_999).Draw(t, "n")
		require.Equal(t, n, valueOf(numeral(strconv.FormatUint(n, 10))))
	})
}

// valueOf reads a Chinese numeral: the largest unit splits it in two.
func valueOf(s string) uint64 {
	for _, u := range units {
		i := strings.LastIndex(s, u.name)
		if i < 0 {
			continue
		}
		head := valueOf(s[:i])
		if i == 0 {
			head = 1 // 十 for 一十
		}
		return head*u.size + valueOf(s[i+len(u.name):])
	}
	s = strings.ReplaceAll(strings.Trim(s, "零"), "两", "二")
	for i, r := range []rune(plainDigits) {
		if s == string(r) {
			return uint64(i)
		}
	}
	return 0
}
