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
		e.playbacks[pb] = playback{channel: e.bridges[bridge][0], since: time.Now()}
		return nil
	})
}

func (e *engine) Snoop(ctx context.Context, target string, s asterisk.Snooping) error {
	return e.request(ctx, "snoop", target, "snoop "+target+" as "+s.ID+" spy "+s.Spy+" whisper "+s.Whisper, func() error {
		if err := e.need("snoop", target); err != nil {
			return err
		}
		ch := &channel{id: s.ID, args: s.Args, snoops: target}
		e.channels[s.ID] = ch
		e.enter(ch)
		return nil
	})
}

func (e *engine) TransferProgress(ctx context.Context, id, state string) error {
	return e.request(ctx, "transfer progress", id, "transfer of "+id+": "+state, func() error { return e.need("transfer progress", id) })
}

func (e *engine) MuteRecording(ctx context.Context, name string) error {
	return e.request(ctx, "mute", name, "mute "+name, func() error { return e.live("mute", name) })
}

func (e *engine) UnmuteRecording(ctx context.Context, name string) error {
	return e.request(ctx, "unmute", name, "unmute "+name, func() error { return e.live("unmute", name) })
}

func (e *engine) live(op, name string) error {
	if r := e.sounds[name]; r == nil || !r.live {
		return fault(op, asterisk.Gone)
	}
	return nil
}

func (e *engine) AddQuietly(ctx context.Context, bridge string, ids ...string) error {
	return e.AddChannels(ctx, bridge, ids...)
}
