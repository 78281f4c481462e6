package switchboard

import "hotline/internal/talk"

// keypad reads the codes that a seat presses while it talks: * and a key, and for some a
// number and # behind it.
type keypad struct {
	typed string
	last  int64 // when the last key was pressed
}

// keypadPause is how long a code may wait for its next key, ms. What lies there longer
// was pressed for something else.
const keypadPause = 10_000

// press takes a key, and returns what it completes: an act and the digits behind it.
func (k *keypad) press(now int64, digit byte, codes map[string]string) (act, digits string) {
	if now-k.last > keypadPause {
		k.typed = ""
	}
	k.last = now
	if k.typed == "" && digit != '*' {
		return "", ""
	}
	k.typed += string(digit)
	if len(k.typed) < codeLength {
		return "", ""
	}
	act, known := codes[k.typed[:codeLength]]
	switch {
	case !known:
		k.typed = ""
	case !takesNumber(act):
		k.typed = ""
		return act, ""
	case digit == '#' && len(k.typed) > codeLength:
		digits = k.typed[codeLength : len(k.typed)-1]
		k.typed = ""
		return act, digits
	case digit == '*' && len(k.typed) > codeLength: // a slip: from the beginning
		k.typed = "*"
	case len(k.typed) > longestCode:
		k.typed = ""
	}
	return "", ""
}

const (
	codeLength  = 2
	longestCode = codeLength + 20
)

func takesNumber(act string) bool { return act == string(talk.Consult) || act == string(talk.Transfer) }

// seatKey: a seat pressed a key while it talks.
func (c *caller) seatKey(digit byte) {
	v := c.conv
	act, number := v.keys.press(c.now(), digit, c.tree.TalkCodes)
	switch kind := talk.Kind(act); kind {
	case "":
	case talk.Consult, talk.Transfer:
		c.bringIn(kind, number, "")
	case talk.Hold, talk.Join, talk.Swap, talk.Leave, talk.Back:
		c.seatAsks(talk.Input{Kind: kind})
	default:
		c.talkAct(act)
	}
}

// talkAct carries out what does not change who hears whom.
func (c *caller) talkAct(act string) {
	switch act {
	case "help":
		c.askForHelp()
	case "record":
		c.recordNow()
	case "mute":
		c.muteRecording()
	case "confidential":
		c.makeConfidential()
	case "machine":
		if c.back == nil || !c.back.isMachine() {
			c.sayToSeat(wordNotNow)
		}
	default:
		c.log.Warn("a code of talks that there is not", "act", act)
	}
}
