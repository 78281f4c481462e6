package switchboard

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/ivr"
)

// perform carries out one effect of the caller's script.
func (c *caller) perform(e ivr.Effect) {
	if c.gone || c.ending {
		return
	}
	switch e := e.(type) {
	case ivr.Enter:
		c.entered(e)
	case ivr.Play:
		c.play(e)
	case ivr.StopPlay:
		c.stopPlay()
	case ivr.SetTimer:
		c.setTimer(e.After)
	case ivr.Queue:
		c.enqueue(e)
	case ivr.LeaveQueue:
		c.leaveQueue(e.Reason)
	case ivr.Look:
		c.look(e.Queue)
	case ivr.Forward:
		c.forward(e)
	case ivr.CallBack:
		c.askCallback(e)
	case ivr.SeatDo:
		c.seatDo(e)
	case ivr.AskHours:
		c.askHours(e)
	case ivr.Rate:
		c.rate(e)
	case ivr.Fetch:
		c.fetch(e)
	case ivr.End:
		c.finish(e.Reason)
	default:
		c.performRecording(e)
	}
}

func (c *caller) leaveQueue(reason string) {
	if c.floor != nil {
		c.floor.send(acd.Leave{At: c.now(), Call: c.id, Reason: reason})
	}
}

// finish: the script is over. Who still wants a person gets one.
func (c *caller) finish(reason string) {
	if reason == ivr.EndTrouble {
		c.handOver("the flow found no person")
		return
	}
	c.hangUp(reason)
}

// performRecording carries out what has to do with recordings, and warnings.
func (c *caller) performRecording(e ivr.Effect) {
	switch e := e.(type) {
	case ivr.RecordMessage:
		c.recordMessage(e)
	case ivr.StopRecording:
		c.stopMessage()
	case ivr.KeepMessage:
		c.keepMessage()
	case ivr.DropMessage:
		c.dropMessage()
	case ivr.RecordTalks:
		c.taping = e.On
	case ivr.Warn:
		c.log.Warn("a flow met what its author did not expect", "step", c.place(), "what", digits.ReplaceAllString(e.Text, "*"))
	}
}

// digits that a caller typed may be in a complaint about them.
var digits = regexp.MustCompile(`[0-9]{3,}`)

// bookmark is what it takes to go on at a step.
type bookmark struct {
	ivr.Checkpoint
	Taping bool `json:"taping,omitempty"` // talks are to be recorded
}

// entered puts the step on record, with what it takes to say it again.
func (c *caller) entered(e ivr.Enter) {
	c.stopFetch()
	checkpoint, err := json.Marshal(bookmark{c.session.Checkpoint(), c.taping})
	if err != nil {
		c.log.Error("the place in the flow is not on record", "step", e.Step, "err", err)
	}
	step := call.Stepped{
		At: c.now(), Call: c.id, Step: e.Flow + "/" + e.Step, From: e.From, Way: e.Way, Checkpoint: checkpoint,
	}
	if c.opening == nil {
		c.tell(step)
	} else {
		c.tellOpening(step)
		c.answer()
	}
	c.sb.metrics.steps.Inc()
}

// play says texts in place of what is heard now. A text without sound is
// passed over: a caller must never be stuck because of it.
func (c *caller) play(e ivr.Play) {
	c.stopPlay()
	c.stopMessage()
	media := c.media(e)
	if len(media) == 0 {
		c.inputs = append(c.inputs, ivr.PlayEnded{})
		return
	}
	c.stopMusic()
	id := c.nextPlay()
	err := c.try("play", func(ctx context.Context) error { return c.phone.Play(ctx, c.channel, id, media...) })
	if err != nil {
		c.inputs = append(c.inputs, ivr.PlayEnded{})
		return
	}
	c.playing = id
}

// nextPlay names what is played to the caller: so few names that the next engine can end
// all that may still be heard, and so many that a late end is not taken for the next one's.
func (c *caller) nextPlay() string {
	c.plays++
	return sayID(c.id, c.plays%says)
}

func sayID(call string, n int) string { return call + "-say-" + strconv.Itoa(n) }

const says = 4

// stopOld ends what an engine before us plays to the caller: while something is played his
// channel does nothing else. What is said next has another name than what was stopped,
// or the end of the old one would be taken for its own.
func (c *caller) stopOld() {
	for n := range says {
		err := c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, sayID(c.id, n)) })
		if err == nil {
			c.plays = n
		}
	}
}

func (c *caller) media(e ivr.Play) []string {
	ctx, cancel := c.request()
	defer cancel()
	get := c.sb.cfg.Sounds.Get
	if e.Slow {
		get = c.sb.cfg.Sounds.GetSlow
	}
	var media []string
	for _, text := range e.Texts {
		sound, err := get(ctx, text.Lang, text.Text)
		if err != nil {
			c.sb.metrics.mute.Inc()
			c.log.Error("no sound for a text; it is passed over", "step", c.place(), "err", err)
			continue
		}
		media = append(media, "sound:"+sound.Path)
	}
	return media
}

// place names the step for the log, where the text that is said there may hold what
// the caller typed.
func (c *caller) place() string {
	if c.session == nil {
		return ""
	}
	at := c.session.Checkpoint()
	return at.Flow + "/" + at.Step
}

// rate puts the caller's grade of the last talk on record.
func (c *caller) rate(e ivr.Rate) {
	if e.Grade < 1 || e.Grade > bestGrade {
		c.log.Error("a flow gives a grade that there is not", "grade", e.Grade)
		return
	}
	c.tell(call.Rated{At: c.now(), Call: c.id, Seat: c.lastSeat, Grade: e.Grade})
	c.sb.metrics.ratings.WithLabelValues(strconv.Itoa(e.Grade)).Inc()
}

func (c *caller) stopPlay() {
	if c.playing == "" {
		return
	}
	id := c.playing
	c.playing = ""
	_ = c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, id) })
}

// playEnded goes on with the script, and with the music if he waits.
func (c *caller) playEnded(e asterisk.PlaybackEnded) {
	if e.Playback != c.playing || c.playing == "" {
		return
	}
	c.playing = ""
	if c.afterWord != nil {
		c.goOnAfterWord()
		return
	}
	if e.Failed && !c.gone {
		c.sb.metrics.mute.Inc()
		c.log.Warn("a prompt was not heard to its end", "playback", e.Playback)
	}
	if c.leaving != "" && !c.gone {
		c.reject(c.leaving)
		return
	}
	c.step(ivr.PlayEnded{})
}
