package prompt

import (
	"regexp"
	"strconv"
	"strings"
)

const (
	amount = `\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*`
	joint  = `(?: *[-–—~～至到] *\d+(?:\.\d+)? *)?` // the far end of a range: 2-3位
)

var (
	reDate   = regexp.MustCompile(`^((?:19|20)\d\d)(?:([-/.])(\d{1,2})([-/.])(\d{1,2})|-(\d\d))(?:\D|$)`)
	reTime   = regexp.MustCompile(`^(\d{1,2})[:：](\d\d)(?:[:：](\d\d))?(?:[^\d:：]|$)`)
	rePhone  = regexp.MustCompile(`^(?:0\d{2,3}[- ]?\d{3,4} \d{4}|0\d{2,3}-\d{3,8}|1[3-9]\d[ -]\d{4}[ -]\d{4}|\d{3,4} \d{4}|\d+(?:-\d+){2,})(?:\D|$)`)
	reAmount = regexp.MustCompile(`^(?:` + amount + `)`)
	reRun    = regexp.MustCompile(`^\d+`)

	rePercent = regexp.MustCompile(`^ *([%％‰])`)
	reYear    = regexp.MustCompile(`^ *(?:[-–—~～至到] *\d{4} *)?年`)
	reGrade   = regexp.MustCompile(`^ *年级`)
	reMoment  = regexp.MustCompile(`^ *[月日号点时]`)
	reSmall   = regexp.MustCompile(`^ *[分秒]`)

	// A number before one of these counts something, and 2 becomes 两.
	reMeasure = regexp.MustCompile(`^ *` + joint + `(?:工作日|个|位|名|人|户|家|次|遍|通|件|项|条|种|份|张|本|页|套|辆|台|间|` +
		`块|元|角|毛|千|万|亿|年|天|周|星期|季度|小时|分|秒|点|倍|岁|米|公里|吨|斤|步|句|批)`)
	// Words that begin like a measure word and are none.
	reNoMeasure = regexp.MustCompile(`^ *(?:个人|位于|位置|名称|名单|人工|人员|人民|户口|户籍|家庭|家属|家长|家里|家人|次日|` +
		`通道|通知|通话|条件|项目|本人|本市|本省|本地|本机|元旦|年级|天气|分机|分中心|分局|分校|分公司|分会|点击)`)

	// After one of these a number is dialled, keyed or a name, not counted.
	reNamed = regexp.MustCompile(`(?:电话|号码|热线|工号|分机|分机号|尾号|编号|单号|区号|验证码|密码|代码|拨打|拨|致电|按|按键|键)(?:是|为)?[:： ]*$`)
	reCode  = regexp.MustCompile(`(?:^|[^\d])[A-Za-z]+-?$`) // the letters of G1005

	reShort     = regexp.MustCompile(`^(?:11[0249]|12[02]|(?:12|95|96)\d{3}|100\d\d)$`)
	reShortList = regexp.MustCompile(`^(?:(?:11[0249]|12[02])(?:,|$))+$`)
	reMobile    = regexp.MustCompile(`^(?:1[3-9]\d{9}|[48]00\d{7})$`)
)

// number reads the number at pos and says how many bytes it took.
func (s *speller) number() (reading string, n int) {
	rest := s.src[s.pos:]
	for _, read := range []func(string) (string, int){readDate, readTime, readPhone} {
		if reading, n := read(rest); n > 0 {
			return reading, n
		}
	}
	m := s.amount()
	if p := rePercent.FindStringSubmatch(rest[len(m):]); p != nil {
		return percentNames[p[1]] + amountReading(m), len(m) + len(p[0])
	}
	if strings.ContainsAny(m, ".,") {
		return amountReading(m), len(m)
	}
	return runReading(m, s.src[max(0, s.pos-48):s.pos], rest[len(m):]), len(m)
}

var percentNames = map[string]string{"%": "百分之", "％": "百分之", "‰": "千分之"}

// amount is the number at pos with its decimals and thousands separators; the
// comma of "110,119,120" separates numbers instead.
func (s *speller) amount() string {
	rest := s.src[s.pos:]
	m := reAmount.FindString(rest)
	splits := len(m) < len(rest) && isDigit(rest[len(m)])
	if strings.Contains(m, ",") && (splits || reShortList.MatchString(m)) {
		return reRun.FindString(rest)
	}
	return m
}

// amountReading reads "1,234", "3.5", and "1.2.3" with a 点 at every dot.
func amountReading(m string) string {
	parts := strings.Split(strings.ReplaceAll(m, ",", ""), ".")
	if len(parts) == 2 {
		return numeral(parts[0]) + "点" + readDigits(parts[1], plainDigits)
	}
	for i := range parts {
		parts[i] = numeral(parts[i])
	}
	return strings.Join(parts, "点")
}

// runReading decides how a plain run of digits is read, by its neighbours.
func runReading(m, before, after string) string {
	measured := reMeasure.MatchString(after) && !reNoMeasure.MatchString(after)
	switch {
	case isYear(m) && reYear.MatchString(after) && !reGrade.MatchString(after):
		return readDigits(m, plainDigits)
	case len(m) == 2 && m[0] == '0' && reMoment.MatchString(after):
		return hourOrDay(m, after)
	case len(m) == 2 && m[0] == '0' && reSmall.MatchString(after):
		return readDigits(m, plainDigits)
	case m == "2" && measured && !strings.HasSuffix(before, "第"):
		return "两"
	case measured && m[0] != '0' && len(m) <= maxNumeralDigits:
		return numeral(m)
	case isDialled(m, before):
		return readDigits(m, phoneDigits)
	}
	return numeral(m)
}

// hourOrDay reads 01月 and 08点, where the leading zero is not spoken.
func hourOrDay(m, after string) string {
	if m == "02" && strings.HasPrefix(strings.TrimLeft(after, " "), "点") {
		return "两"
	}
	return numeral(m)
}

func isYear(m string) bool {
	return len(m) == 4 && (m[:2] == "19" || m[:2] == "20")
}

// isDialled tells telephone numbers and names from quantities. A single digit
// sounds the same in both and is left to the quantities (按一, not 按幺).
func isDialled(m, before string) bool {
	round := strings.HasSuffix(m, "000")
	switch {
	case len(m) == 1:
		return false
	case m[0] == '0', reMobile.MatchString(m), len(m) > maxNumeralDigits:
		return true
	case reNamed.MatchString(before), reCode.MatchString(before):
		return true
	case len(m) >= 7:
		return !strings.HasSuffix(m, "000000")
	}
	return reShort.MatchString(m) && !round
}

// readDate reads 2026-10-10, 2026/10/10 and 2026-10.
func readDate(rest string) (string, int) {
	m := reDate.FindStringSubmatch(rest)
	if m == nil || m[2] != m[4] {
		return "", 0
	}
	year := readDigits(m[1], plainDigits) + "年"
	if m[6] != "" {
		if !within(m[6], 1, 12) || strings.HasPrefix(rest[7:], "-") {
			return "", 0
		}
		return year + numeral(m[6]) + "月", 7
	}
	if !within(m[3], 1, 12) || !within(m[5], 1, 31) {
		return "", 0
	}
	n := len(m[1]) + 1 + len(m[3]) + 1 + len(m[5])
	return year + numeral(m[3]) + "月" + numeral(m[5]) + "日", n
}

// readTime reads 10:30 and 10:30:05 as a time of day.
func readTime(rest string) (string, int) {
	m := reTime.FindStringSubmatchIndex(rest)
	if m == nil {
		return "", 0
	}
	hour, minute := rest[m[2]:m[3]], rest[m[4]:m[5]]
	if !within(hour, 0, 24) || !within(minute, 0, 59) {
		return "", 0
	}
	reading, n := hourReading(hour)+"点", m[5]
	if m[6] >= 0 {
		second := rest[m[6]:m[7]]
		if !within(second, 0, 59) {
			return "", 0
		}
		return reading + smallReading(minute) + "分" + smallReading(second) + "秒", m[7]
	}
	if minute != "00" {
		reading += smallReading(minute) + "分"
	}
	return reading, n
}

func hourReading(h string) string {
	if within(h, 2, 2) {
		return "两"
	}
	return numeral(h)
}

// smallReading reads minutes and seconds: 30 三十, 05 零五, 00 零.
func smallReading(m string) string {
	if m[0] == '0' && m != "00" {
		return readDigits(m, plainDigits)
	}
	return numeral(m)
}

// readPhone reads a number written in groups, with a pause at every hyphen.
func readPhone(rest string) (string, int) {
	m := rePhone.FindString(rest)
	m = strings.TrimRightFunc(m, func(r rune) bool { return !isDigitRune(r) })
	if m == "" {
		return "", 0
	}
	groups := strings.Split(m, "-")
	for i := range groups {
		groups[i] = readDigits(groups[i], phoneDigits)
	}
	return strings.Join(groups, "，"), len(m)
}

func within(digits string, low, high int) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && n >= low && n <= high
}
