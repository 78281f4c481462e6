package switchboard

import (
	"context"
	"encoding/json"
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
		c.play(e.Texts)
	case ivr.StopPlay:
		c.stopPlay()
	case ivr.SetTimer:
		c.setTimer(e.After)
	case ivr.Queue:
		c.enqueue(e)
	case ivr.LeaveQueue:
		if c.floor != nil {
			c.floor.send(acd.Leave{At: c.now(), Call: c.id, Reason: e.Reason})
		}
	case ivr.Look:
		if c.floor != nil {
			c.floor.send(look{c.id})
		}
	case ivr.Forward:
		c.forward(e)
	case ivr.SeatDo:
		c.seatDo(e)
	case ivr.End:
		if e.Reason == ivr.EndTrouble {
			c.handOver("the flow found no person")
			return
		}
		c.hangUp(e.Reason)
	}
}

// entered puts the step on record, with what it takes to say it again.
func (c *caller) entered(e ivr.Enter) {
	checkpoint, err := json.Marshal(c.session.Checkpoint())
	if err != nil {
		c.log.Error("the place in the flow is not on record", "step", e.Step, "err", err)
	}
	c.tell(call.Stepped{At: c.now(), Call: c.id, Step: e.Flow + "/" + e.Step, Checkpoint: checkpoint})
	c.sb.metrics.steps.Inc()
}

// play says texts in place of what is heard now. A text without sound is
// passed over: a caller must never be stuck because of it.
func (c *caller) play(texts []string) {
	c.stopPlay()
	media := c.media(texts)
	if len(media) == 0 {
		c.inputs = append(c.inputs, ivr.PlayEnded{})
		return
	}
	c.stopMusic()
	c.plays++
	id := c.id + "-say-" + strconv.Itoa(c.plays)
	err := c.try("play", func(ctx context.Context) error { return c.phone.Play(ctx, c.channel, id, media...) })
	if err != nil {
		c.inputs = append(c.inputs, ivr.PlayEnded{})
		return
	}
	c.playing = id
}

func (c *caller) media(texts []string) []string {
	ctx, cancel := c.request()
	defer cancel()
	var media []string
	for _, text := range texts {
		sound, err := c.sb.cfg.Sounds.Get(ctx, "", text)
		if err != nil {
			c.sb.metrics.mute.Inc()
			c.log.Error("no sound for a text; it is passed over", "text", text, "err", err)
			continue
		}
		media = append(media, "sound:"+sound.Path)
	}
	return media
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
	if e.Failed && !c.gone {
		c.sb.metrics.mute.Inc()
		c.log.Warn("a prompt was not heard to its end", "playback", e.Playback)
	}
	c.step(ivr.PlayEnded{})
}

// resumeMusic plays music to a caller who waits and hears nothing else.
func (c *caller) resumeMusic() {
	if c.floor == nil || c.playing != "" || c.music != "" || c.gone || c.ending {
		return
	}
	if c.offer != nil && c.offer.talking {
		return
	}
	c.startMusic(c.queued.Music)
}

// startMusic is tried again after a while when it fails: it may be all that a
// caller hears for minutes.
func (c *caller) startMusic(class string) {
	c.music = class
	err := c.try("start music", func(ctx context.Context) error { return c.phone.StartMusic(ctx, c.channel, class) })
	if settled(err) {
		c.unmusical = 0
		return
	}
	wait := requestTime << c.unmusical
	c.unmusical = min(c.unmusical+1, 4)
	c.sb.running.Go(func() {
		if c.sb.pause(wait) {
			c.facts.put(musicAgain{})
		}
	})
}

type musicAgain struct{}

func (c *caller) musicAgain() {
	if c.music != "" && !c.gone && !c.ending {
		c.startMusic(c.music)
	}
}

func (c *caller) stopMusic() {
	if c.music == "" {
		return
	}
	c.music = ""
	_ = c.try("stop music", func(ctx context.Context) error { return c.phone.StopMusic(ctx, c.channel) })
}

// seatDo changes the state of the seat that dialled.
func (c *caller) seatDo(e ivr.SeatDo) {
	name := c.tree.FloorOfSeat(c.seat)
	if c.seat == "" || name == "" {
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: "not a seat"})
		return
	}
	at := c.now()
	inputs := map[string]acd.Input{
		"sign-in":  acd.SignIn{At: at, Seat: c.seat},
		"sign-out": acd.SignOut{At: at, Seat: c.seat},
		"ready":    acd.Ready{At: at, Seat: c.seat},
		"pause":    acd.Pause{At: at, Seat: c.seat, Reason: e.Reason},
	}
	in, ok := inputs[e.Action]
	if !ok {
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: "unknown action"})
		return
	}
	c.sb.floor(name).send(wish{c.id, c.seat, in})
}

// wished tells the script whether the seat is now as it was to be.
func (c *caller) wished(w wished) {
	if w.granted {
		c.step(ivr.Result{What: ivr.Done})
		return
	}
	c.step(ivr.Result{What: ivr.Failed, Reason: "not possible now"})
}
