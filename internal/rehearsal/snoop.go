package rehearsal

import (
	"context"
	"slices"

	"hotline/internal/asterisk"
)

func (t *telephone) RemoveChannel(_ context.Context, bridge, id string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.bridges[bridge], id) {
		return fault("remove from bridge", asterisk.Gone)
	}
	t.bridges[bridge] = slices.DeleteFunc(t.bridges[bridge], func(in string) bool { return in == id })
	return nil
}

// PlayBridge says something to all in a bridge; the first of them tells of it.
func (t *telephone) PlayBridge(ctx context.Context, bridge, playback string, media ...string) error {
	t.mu.Lock()
	in := slices.Clone(t.bridges[bridge])
	t.mu.Unlock()
	if len(in) == 0 {
		return fault("play to bridge", asterisk.Gone)
	}
	return t.Play(ctx, in[0], playback, media...)
}

// Snoop makes a line at whose end there is nobody.
func (t *telephone) Snoop(_ context.Context, channel string, s asterisk.Snooping) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines[channel] == nil {
		return fault("snoop", asterisk.Gone)
	}
	l := &line{id: s.ID, who: "snoop", args: s.Args}
	t.lines[s.ID] = l
	t.arrives(l)
	return nil
}

func (t *telephone) TransferProgress(_ context.Context, id, _ string) error {
	return t.on("transfer progress", id, func(*line) {})
}

// MuteRecording and UnmuteRecording change nothing: nobody says anything.
func (t *telephone) MuteRecording(_ context.Context, name string) error { return t.live("mute", name) }

func (t *telephone) UnmuteRecording(_ context.Context, name string) error {
	return t.live("unmute", name)
}

func (t *telephone) live(op, name string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.recordings[name]; r == nil || r.over {
		return fault(op, asterisk.Gone)
	}
	return nil
}

// AddQuietly is AddChannels: nobody listens to keys.
func (t *telephone) AddQuietly(ctx context.Context, bridge string, ids ...string) error {
	return t.AddChannels(ctx, bridge, ids...)
}

func (t *telephone) SetVariable(_ context.Context, id, _, _ string) error {
	return t.on("set variable", id, func(*line) {})
}
