package asterisk

import (
	"context"
	"errors"
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
	resyncs := l.router.expectPlayback(playback, channel)
	err := l.do(ctx, request{
		op: "play", method: http.MethodPost, path: at("channels", channel, "play", playback),
		body: map[string]any{"media": media},
	})
	if e := (*Error)(nil); errors.As(err, &e) && (e.Status != 0 || e.Kind == BadRequest) {
		l.router.forgetPlayback(playback)
		return err
	}
	l.played(ctx, playback, resyncs)
	return err
}

// played notes that the playback runs, or may. A resync that began meanwhile
// could not know about it, and its end may be lost.
func (l *Link) played(ctx context.Context, playback string, resyncs int) {
	if !l.router.confirmPlayback(playback, resyncs) {
		return
	}
	if gone, _ := l.playbackGone(ctx, playback); gone {
		l.router.losePlayback(playback)
	}
}

// StopPlayback ends a playback. One that is over already is Gone.
func (l *Link) StopPlayback(ctx context.Context, playback string) error {
	return l.do(ctx, request{op: "playback_stop", method: http.MethodDelete, path: at("playbacks", playback)})
}
