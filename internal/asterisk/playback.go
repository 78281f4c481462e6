package asterisk

import (
	"context"
	"net/http"
)

// Play plays media one after the other on a channel ("sound:/path" without
// extension, "tone:ring", "digits:12385"). The playback's id is chosen by the
// caller. One PlaybackEnded follows in the channel's mailbox unless an error
// is returned; after an error without an answer (Timeout, Unreachable) it may
// come nevertheless.
//
// A playback holds up every later change of the same channel (answer, bridge,
// variable): stop it first.
func (l *Link) Play(ctx context.Context, channel, playback string, media ...string) error {
	if len(media) == 0 {
		return &Error{Op: "play", Kind: BadRequest, Message: "nothing to play: name at least one medium"}
	}
	return l.perform(ctx, playback, task{target: channel}, request{
		op: "play", prompt: true, method: http.MethodPost, path: at("channels", channel, "play", playback),
		body: map[string]any{"media": media},
	})
}

// PlayBridge is Play for a bridge: all in it hear the media.
func (l *Link) PlayBridge(ctx context.Context, bridge, playback string, media ...string) error {
	const op = "bridge_play"
	if len(media) == 0 {
		return &Error{Op: op, Kind: BadRequest, Message: "nothing to play: name at least one medium"}
	}
	return l.perform(ctx, playback, task{target: bridge}, request{
		op: op, method: http.MethodPost, path: at("bridges", bridge, "play", playback),
		body: map[string]any{"media": media},
	})
}

// StopPlayback ends a playback. One that is over already is Gone.
func (l *Link) StopPlayback(ctx context.Context, playback string) error {
	return l.do(ctx, request{op: "playback_stop", method: http.MethodDelete, path: at("playbacks", playback)})
}
