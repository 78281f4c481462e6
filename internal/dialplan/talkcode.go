package dialplan

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// What a seat can do in a talk, by a code that it presses.
const (
	ActHold         = "hold"         // and resume
	ActConsult      = "consult"      // ask a third one, whose number follows, while the caller waits
	ActJoin         = "join"         // all three talk
	ActTransfer     = "transfer"     // to a number that follows, at once
	ActSwap         = "swap"         // between the caller and the third
	ActLeave        = "leave"        // the other two go on
	ActBack         = "back"         // to the caller; the third is dropped
	ActHelp         = "help"         // ask a supervisor
	ActRecord       = "record"       // from now on
	ActMute         = "mute"         // the recording, and resume it
	ActConfidential = "confidential" // the caller asks for it
	ActMachine      = "machine"      // who was called back is an answering machine
)

// TalkActs are all of them.
func TalkActs() []string {
	return []string{
		ActHold, ActConsult, ActJoin, ActTransfer, ActSwap, ActLeave, ActBack, ActHelp, ActRecord, ActMute, ActConfidential, ActMachine,
	}
}

func talkType() schema.Type {
	return schema.Map(schema.Like(talkForm.String(), `write "*" and one key`), schema.OneOf(TalkActs()...))
}

func (l *loader) loadTalkCodes(n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		if !talkForm.MatchString(p.Name) {
			p.Key.Error(`write "*" and one key: "*1"`, "%q cannot be pressed in a talk", p.Name)
		}
		if act, ok := p.Value.OneOf(TalkActs()...); ok {
			l.tree.TalkCodes[p.Name] = act
		}
	}
}
