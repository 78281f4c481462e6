package dialplan

import (
	"time"
	"unicode"

	"hotline/acd"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	usualWrapUp = 10 * time.Second
	mostWrapUp  = 30 * time.Minute
	untilEnded  = string(acd.WrapUpUntilEnded)
)

// wrapUp is the time for notes after a talk: 10s, {time: 10s, extendable: 2m} or
// until-ended.
type wrapUp struct {
	time int64 // ms
	mode acd.WrapUpMode
	most int64 // ms; 0 = no limit
}

// wrapUpSetting is the key of a queue or a seat. How far a seat may extend the time is
// for its queues to say.
func wrapUpSetting(ofSeat bool, into func(wrapUp)) setting {
	doc := "Time for notes after each talk; 10s without it. until-ended: until the seat says that it is ready."
	if ofSeat {
		doc = "Time for notes after each talk, instead of what its queues say."
	}
	form := schema.Form(fieldsOf(new(wrapUp).settings(ofSeat))...)
	field := may("wrap-up", doc, schema.Either(schema.Duration(0, mostWrapUp), schema.OneOf(untilEnded), form))
	return setting{field, func(n yamlfile.Node) {
		var w wrapUp
		w.read(n, ofSeat)
		into(w)
	}}
}

func (w *wrapUp) read(n yamlfile.Node, ofSeat bool) {
	if n.IsMap() {
		m, _ := n.Map()
		readSettings(m, w.settings(ofSeat))
		if at, ok := m.Get("extendable"); ok && w.most > 0 && w.most < w.time {
			at.Error("give the longest time in all", "this is shorter than the time that is to be extended")
		}
		return
	}
	if word, ok := n.Text(); !ok {
		return
	} else if unicode.IsLetter([]rune(word)[0]) {
		w.mode = acd.WrapUpUntilEnded
		if word != untilEnded {
			n.Error("write 10s, {time: 10s, extendable: 2m} or "+untilEnded, "wrap-up: expected a time, found %q", word)
		}
		return
	}
	d, _ := n.Duration(0, mostWrapUp)
	w.time = d.Milliseconds()
}

func (w *wrapUp) settings(ofSeat bool) []setting {
	extend := func(n yamlfile.Node) {
		w.mode = acd.WrapUpExtendable
		if word, ok := n.Text(); !ok || word == "true" {
			return
		} else if ofSeat {
			n.Error("write true", "how far a wrap-up is extended is for the queue to say")
			return
		}
		most, _ := n.Duration(time.Second, mostWrapUp)
		w.most = most.Milliseconds()
	}
	field := need("extendable", "The longest time in all, if the seat asks for more; true: without limit.",
		schema.Either(schema.Duration(time.Second, mostWrapUp), schema.OneOf("true")))
	if ofSeat {
		field = need("extendable", "true: the seat may ask for more, up to the limit of the queue if it has one.", schema.OneOf("true"))
	}
	return []setting{
		needed(span("time", "The time it begins with.", 0, mostWrapUp, &w.time)),
		{field, extend},
	}
}
