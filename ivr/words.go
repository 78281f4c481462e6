package ivr

import (
	"strings"
)

// word names something that the language of flows says by itself. A recording in
// the manifest replaces the voice; the words are the same in every flow, so that
// a caller learns them once.
type word string

const (
	wordPress       word = "press"        // between an option and its key
	wordStop        word = "stop"         // after the key
	wordAgain       word = "again"        // of a menu
	wordPersonOr    word = "person-or"    // of a menu in which silence leads to a person
	wordPerson      word = "person"       // of the short menu
	wordNoSuchKey   word = "no-such-key"  //
	wordSlowly      word = "slowly"       // slow mode begins
	wordToPerson    word = "to-person"    // on the way to one
	wordTrouble     word = "trouble"      // a person could not be reached
	wordNext        word = "next"         // in the queue
	wordBefore      word = "before"       // in front of the number of calls ahead
	wordAfter       word = "after"        // behind it
	wordWaitLess    word = "wait-less"    // in front of the minutes that the wait is shorter than
	wordWaitAbout   word = "wait-about"   // in front of how many they will be
	wordWaitFrom    word = "wait-from"    // in front of the fewest,
	wordWaitTo      word = "wait-to"      // and of the most
	wordMinutes     word = "minutes"      // behind them
	wordMinute      word = "minute"       // behind one
	wordEndWithHash word = "end-hash"     // digits of no fixed number
	wordWrongDigits word = "wrong-digits" //
	wordYouEntered  word = "you-entered"  // in front of the digits read back
	wordConfirm     word = "confirm"      // behind them
	wordLeave       word = "leave"        // a message
	wordKept        word = "kept"         // the message
	wordNoMessage   word = "no-message"   // was heard
	wordYourNumber  word = "your-number"  // in front of the caller's number
	wordNumberRight word = "number-right" // behind it
	wordAskNumber   word = "ask-number"   // to be called back
	wordCallNow     word = "call-now"     // the place in the queue is kept
	wordCallOpening word = "call-opening" // at the next opening
	wordGrades      word = "grades"       // 好差评
	wordThanks      word = "thanks"       // for the grade
	wordPlaceKept   word = "place-kept"   // in a queue whose places nobody knows just now; may be missing
)

func mandarinWords() map[word]string {
	return map[word]string{
		wordPress:       "，请按",
		wordStop:        "。",
		wordAgain:       "要再听一遍，请按星号键；要听慢一点，请按井号键。",
		wordPersonOr:    "要人工服务，请按 0，也可以不按键，稍候为您转接。",
		wordPerson:      "要人工服务，请按 0。",
		wordNoSuchKey:   "没有这个选项，请您再听一遍。",
		wordSlowly:      "好的，我们慢一点，您不用着急。",
		wordToPerson:    "正在为您转接人工服务，请稍候。",
		wordTrouble:     "抱歉，刚才没有接通，正在为您重新转接，请不要挂机。",
		wordNext:        "您是下一位，请您稍候。",
		wordBefore:      "您前面还有",
		wordAfter:       "位来电者，请您稍候。",
		wordWaitLess:    "预计等候不到",
		wordWaitAbout:   "预计还要等大约",
		wordWaitFrom:    "预计还要等",
		wordWaitTo:      "到",
		wordMinutes:     "分钟。",
		wordMinute:      "分钟。",
		wordEndWithHash: "输入完请按井号键。",
		wordWrongDigits: "输入的号码不对，请您再输入一遍。",
		wordYouEntered:  "您输入的是",
		wordConfirm:     "。正确，请按 1；重新输入，请按 2。",
		wordLeave:       "请在提示音后留言，说完请按井号键。",
		wordKept:        "您的留言已经收到，我们会尽快处理。",
		wordNoMessage:   "没有听到您的留言，请您再说一遍。",
		wordYourNumber:  "我们将拨打您现在的来电号码",
		wordNumberRight: "。正确，请按 1；要换一个号码，请按 2。",
		wordAskNumber:   "请输入您接听回电的号码，固定电话请加区号，输入完请按井号键。",
		wordCallNow:     "已经为您登记回电，您的位置保留不变，轮到您时我们会打给您。",
		wordCallOpening: "已经为您登记回电，我们会在下一个工作日打给您。",
		wordGrades:      "非常满意，请按 1；满意，请按 2；基本满意，请按 3；不满意，请按 4；非常不满意，请按 5。",
		wordThanks:      "感谢您的评价。",
	}
}

// joinSome lists a few names, and says so when there are more.
func joinSome(names []string) string {
	const some = 6
	if len(names) > some {
		return strings.Join(names[:some], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// spell says digits one by one: in Mandarin as numerals, in which 1 is 幺.
func spell(lang, digits string) string {
	const numerals = "零幺二三四五六七八九"
	var b strings.Builder
	for _, d := range digits {
		switch {
		case d < '0' || d > '9':
		case lang == Mandarin:
			b.WriteRune([]rune(numerals)[d-'0'])
		default:
			b.WriteString(" " + string(d))
		}
	}
	return strings.TrimSpace(b.String())
}
