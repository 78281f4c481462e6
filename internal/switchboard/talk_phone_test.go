package switchboard

import (
	"context"
	"slices"
	"strings"
	"time"

	"hotline/internal/asterisk"
)

func (e *engine) RemoveChannel(ctx context.Context, bridge, id string) error {
	return e.request(ctx, "part", bridge, "part "+id, func() error {
		e.free("part", id)
		e.quiet("part", id)
		if !slices.Contains(e.bridges[bridge], id) {
			return fault("part", asterisk.Gone)
		}
		e.bridges[bridge] = slices.DeleteFunc(slices.Clone(e.bridges[bridge]), func(in string) bool { return in == id })
		return nil
	})
}

func (e *engine) PlayBridge(ctx context.Context, bridge, pb string, media ...string) error {
	var texts []string
	for _, medium := range media {
		texts = append(texts, strings.TrimPrefix(medium, "sound:"))
	}
	return e.request(ctx, "play", bridge, "play to all "+strings.Join(texts, "+"), func() error {
		if len(e.bridges[bridge]) == 0 {
			return fault("play", asterisk.Gone)
		}
		e.playbacks[pb] = playback{channel: bridge, since: time.Now()}
		return nil
	})
}

func (e *engine) Snoop(ctx context.Context, target string, s asterisk.Snooping) error {
	line := strings.TrimSuffix("snoop "+target+" as "+s.ID+" spy "+s.Spy+" whisper "+s.Whisper, " whisper ")
	return e.request(ctx, "snoop", target, line, func() error {
		if err := e.need("snoop", target); err != nil {
			return err
		}
		if e.snooped[s.ID] {
			e.amiss("a snoop called " + s.ID + " again") // it would stay there for ever
			return fault("snoop", asterisk.Server)
		}
		e.snooped[s.ID] = true
		ch := &channel{id: s.ID, args: s.Args, snoops: target, whispers: s.Whisper == "out"}
		e.channels[s.ID] = ch
		e.enter(ch)
		return nil
	})
}

func (e *engine) TransferProgress(ctx context.Context, id, state string) error {
	return e.request(ctx, "transfer progress", id, "transfer of "+id+": "+state, func() error { return e.need("transfer progress", id) })
}

func (e *engine) MuteRecording(ctx context.Context, name string) error {
	return e.request(ctx, "mute", name, "mute "+name, func() error { return e.mute("mute", name, true) })
}

func (e *engine) UnmuteRecording(ctx context.Context, name string) error {
	return e.request(ctx, "unmute", name, "unmute "+name, func() error { return e.mute("unmute", name, false) })
}

func (e *engine) mute(op, name string, muted bool) error {
	r := e.sounds[name]
	if r == nil || !r.live {
		return fault(op, asterisk.Gone)
	}
	r.muted = muted
	return nil
}

func (e *engine) AddQuietly(ctx context.Context, bridge string, ids ...string) error {
	return e.AddChannels(ctx, bridge, ids...)
}

// into moves a channel into a bridge, out of any other.
func (p *phones) into(bridge, id string) {
	if slices.Contains(p.bridges[bridge], id) {
		return
	}
	for other, in := range p.bridges {
		p.bridges[other] = slices.DeleteFunc(slices.Clone(in), func(c string) bool { return c == id })
	}
	p.bridges[bridge] = append(p.bridges[bridge], id)
}

// quiet holds that a channel is not moved while something is played to it: Asterisk
// would do it only afterwards.
func (p *phones) quiet(op, channel string) {
	for _, pb := range sorted(p.playbacks) {
		if p.playbacks[pb].channel == channel {
			p.story.mu.Lock()
			p.story.early = append(p.story.early, op+" of "+channel+" while "+pb+" is played to it")
			p.story.mu.Unlock()
		}
	}
}

// hears are the channels that a channel hears: none while it has music.
func (p *phones) hears(id string) (who []string) {
	if p.music[id] != "" {
		return nil
	}
	for _, in := range p.bridges {
		if slices.Contains(in, id) {
			for _, other := range in {
				if other != id {
					who = append(who, other)
				}
			}
		}
	}
	slices.Sort(who)
	return who
}

// sounds of a channel in words: whom it hears, or what.
func (p *phones) sound(id string) string {
	var heard []string
	for _, pb := range sorted(p.playbacks) {
		if p.playbacks[pb].channel == id {
			word := "word"
			if p.playbacks[pb].endless {
				word = "ringing"
			}
			heard = append(heard, word)
		}
	}
	if p.music[id] != "" {
		heard = append(heard, "music")
	}
	var who []string
	for _, other := range p.hears(id) {
		who = append(who, p.who(other))
	}
	slices.Sort(who)
	heard = append(heard, who...)
	return strings.Join(heard, " ")
}

// who is on a channel: a caller, or a seat or number.
func (p *phones) who(id string) string {
	if ch := p.channels[id]; ch.whispers {
		return "mouth at " + p.who(ch.snoops)
	} else if ch.snoops != "" {
		return "ear at " + p.who(ch.snoops)
	}
	number, phone := strings.CutPrefix(p.channels[id].number, "PJSIP/")
	if !phone {
		return id
	}
	number, _, _ = strings.Cut(number, "@")
	return number
}
