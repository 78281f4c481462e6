package form

import (
	"time"
	"unicode"

	"hotline/acd"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const untilEnded = string(acd.WrapUpUntilEnded)

// WrapUp is the time for notes after a talk: 10s, {time: 10s, extendable: 2m} or
// until-ended.
type WrapUp struct {
	Time int64 // ms
	Mode acd.WrapUpMode
	Most int64 // ms; 0 = no limit
}

// QueueWrapUp is the wrap-up of a queue, neither longer than longest nor extended
// beyond it.
func QueueWrapUp(doc string, longest time.Duration, into func(WrapUp)) Setting {
	return wrapUpOf(doc, wrapUp{longest: longest}, into)
}

// SeatWrapUp is the wrap-up of a seat: how far it may extend the time is for its queues
// to say.
func SeatWrapUp(doc string, longest time.Duration, into func(WrapUp)) Setting {
	return wrapUpOf(doc, wrapUp{longest: longest, ofSeat: true}, into)
}

func wrapUpOf(doc string, empty wrapUp, into func(WrapUp)) Setting {
	form := schema.Form(Fields(empty.settings())...)
	of := schema.Either(schema.Duration(0, empty.longest), schema.OneOf(untilEnded), form)
	return Of("wrap-up", doc, of, func(n yamlfile.Node) {
		w := empty
		w.read(n)
		into(w.WrapUp)
	})
}

// wrapUp is one that is being read.
type wrapUp struct {
	WrapUp

	longest time.Duration
	ofSeat  bool
}

func (w *wrapUp) read(n yamlfile.Node) {
	if n.IsMap() {
		m, _ := n.Map()
		Read(m, w.settings())
		if at, ok := m.Get("extendable"); ok && w.Most > 0 && w.Most < w.Time {
			at.Error("give the longest time in all", "this is shorter than the time that is to be extended")
		}
		return
	}
	if word, ok := n.Text(); !ok {
		return
	} else if unicode.IsLetter([]rune(word)[0]) {
		w.Mode = acd.WrapUpUntilEnded
		if word != untilEnded {
			n.Error("write 10s, {time: 10s, extendable: 2m} or "+untilEnded, "wrap-up: expected a time, found %q", word)
		}
		return
	}
	w.Time = millis(n, 0, w.longest)
}

func (w *wrapUp) settings() []Setting {
	doc, of := "The longest time in all, if the seat asks for more; true: without limit.",
		schema.Either(schema.Duration(time.Second, w.longest), schema.OneOf("true"))
	if w.ofSeat {
		doc, of = "true: the seat may ask for more, up to the limit of the queue if it has one.", schema.OneOf("true")
	}
	return []Setting{
		Needed(Span("time", "The time it begins with.", 0, w.longest, &w.Time)),
		Needed(Of("extendable", doc, of, w.extend)),
	}
}

func (w *wrapUp) extend(n yamlfile.Node) {
	w.Mode = acd.WrapUpExtendable
	if word, ok := n.Text(); !ok || word == "true" {
		return
	} else if w.ofSeat {
		n.Error("write true", "how far a wrap-up is extended is for the queue to say")
		return
	}
	w.Most = millis(n, time.Second, w.longest)
}
