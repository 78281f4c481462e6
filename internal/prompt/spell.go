package prompt

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Spell writes the digits of a Chinese text as they are to be spoken:
//
//	12385, 010-12385, 110, 13800138000   digit by digit, 1 as 幺
//	205, 1005, 2位, 95%, 3.5, ¥20         quantities (二百零五, 两位, 百分之九十五)
//	10:30, 08:00–12:00                    十点三十分, 八点到十二点
//	2026-10-10, 2026年10月10日              二零二六年十月十日
//
// A number without a measure word is read digit by digit when it is a short
// number (110, 12345, 95588, 10086), has seven or more digits or a leading
// zero, or follows a word such as 电话, 工号 or 按; anything else is a quantity.
// Round numbers (10000, 100000000) are quantities.
//
// To override: write the characters wanted (幺零零八六), which are left alone. A
// pinyin syllable with its tone, in lower case (chong2qing4, lv4), passes
// through too and mends a wrong polyphone.
//
// No other ASCII digit is left, and spelling twice changes nothing.
func Spell(text string) string {
	s := speller{src: asciiDigits(text)}
	for s.pos < len(s.src) {
		s.step()
	}
	return string(s.out)
}

// asciiDigits makes full-width digits plain and the text valid UTF-8.
func asciiDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// speller walks src once; what stands before pos is already in out.
type speller struct {
	src string
	pos int
	out []byte
}

var (
	reLetters = regexp.MustCompile(`^[A-Za-z]+`)
	reMoney   = regexp.MustCompile(`^[¥￥] *(` + amount + `)`)
	rePlus    = regexp.MustCompile(`^\+\d(?:[\d -]*\d)?`)
	reJoint   = regexp.MustCompile(`^ *[-–—~～] *\d`) // a range: 3-5
	reTimes   = regexp.MustCompile(`^ *[×xX*] *\d`)  // 7×24

	rePinyin = regexp.MustCompile(`^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?` +
		`(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|` +
		`ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|a|o|e|i|u|v)[1-5]`)
)

// step copies or reads whatever stands at pos.
func (s *speller) step() {
	rest := s.src[s.pos:]
	switch c := rest[0]; {
	case isDigit(c):
		s.put(s.number())
	case reTimes.MatchString(rest) && s.after(isDigitRune):
		s.swap("乘")
	case isLetter(c):
		s.copy(s.letters())
	case reJoint.MatchString(rest) && s.after(endsQuantity):
		s.swap("到")
	case c == '+' && rePlus.MatchString(rest) && !s.after(isDigitRune):
		m := rePlus.FindString(rest)
		s.put("加"+readDigits(m, phoneDigits), len(m))
	case reMoney.MatchString(rest):
		m := reMoney.FindStringSubmatch(rest)
		s.put(amountReading(m[1])+"元", len(m[0]))
	default:
		_, n := utf8.DecodeRuneInString(rest)
		s.copy(n)
	}
}

// letters is the length of the pinyin syllable or the run of letters at pos.
func (s *speller) letters() int {
	rest := s.src[s.pos:]
	if n := len(rePinyin.FindString(rest)); n > 0 && (n == len(rest) || !isDigit(rest[n])) {
		return n
	}
	return len(reLetters.FindString(rest))
}

func (s *speller) copy(n int) {
	s.out = append(s.out, s.src[s.pos:s.pos+n]...)
	s.pos += n
}

// swap replaces the sign at pos, and the spaces round it, by a word.
func (s *speller) swap(word string) {
	rest := strings.TrimLeft(s.src[s.pos:], " ")
	_, n := utf8.DecodeRuneInString(rest)
	s.pos = len(s.src) - len(strings.TrimLeft(rest[n:], " "))
	s.out = append(s.out, word...)
}

// put writes the reading of the next n bytes. A space between it and a Chinese
// character goes: it parts figures from words on paper only.
func (s *speller) put(reading string, n int) {
	before := strings.TrimRight(s.src[:s.pos], " ")
	if r, _ := utf8.DecodeLastRuneInString(before); unicode.Is(unicode.Han, r) {
		s.out = bytes.TrimRight(s.out, " ")
	}
	s.out = append(s.out, reading...)
	s.pos += n
	after := strings.TrimLeft(s.src[s.pos:], " ")
	if r, _ := utf8.DecodeRuneInString(after); unicode.Is(unicode.Han, r) {
		s.pos = len(s.src) - len(after)
	}
}

// after reports whether the last rune before pos, spaces apart, is of a kind.
func (s *speller) after(kind func(rune) bool) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s.src[:s.pos], " "))
	return kind(r)
}

func isDigit(c byte) bool     { return c >= '0' && c <= '9' }
func isDigitRune(r rune) bool { return r >= '0' && r <= '9' }
func isLetter(c byte) bool    { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }
func endsQuantity(r rune) bool {
	return isDigitRune(r) || strings.ContainsRune("%％年月日号时点分秒元", r)
}
