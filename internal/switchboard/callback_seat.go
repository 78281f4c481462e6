package switchboard

import (
	"context"
	"errors"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/ivr"
)

// What a seat hears that holds the line. Callers hear nothing of it.
const (
	wordCalling  = "回电，正在为您接通。"
	wordMissed   = "回电，对方刚才来电未能接通，正在为您接通。"
	wordNoAnswer = "对方没有接听。"
	wordBusy     = "对方正忙。"
	wordFailed   = "电话没有接通。"
)

// begin tells the seat what is coming.
func (b *callBack) begin(f *acd.Answered) {
	o := b.offerTo(f.Seat)
	o.talking, b.channel = true, o.leg
	defer b.releaseOthers(o)
	switch {
	case o.ended:
		b.seatGone()
	case b.unasked:
		b.say(wordMissed)
	default:
		b.say(wordCalling)
	}
}

// say lets the seat, or where he comes first the caller, hear a word; what is next follows
// it, or happens at once.
func (b *callBack) say(text string) {
	b.stopPlay()
	b.stopMusic()
	media := b.media(ivr.Play{Texts: []ivr.Text{{Text: text}}})
	id := b.nextPlay()
	if len(media) == 0 {
		b.goOn()
		return
	}
	err := b.try("play", func(ctx context.Context) error { return b.phone.Play(ctx, b.channel, id, media...) })
	switch {
	case err == nil:
		b.playing = id
	case !errors.Is(err, asterisk.Gone): // else the end of that leg follows
		b.goOn()
	}
}

// goOn: the word has been heard.
func (b *callBack) goOn() {
	switch {
	case b.finished:
	case b.closing:
		b.dropOutside()
	case b.talk() == nil:
		b.hasHeard()
	case b.result != "":
		b.finish(acd.System)
	case !b.dial(outsideRing):
		b.tried(acd.CallbackFailed)
	}
}
