package asterisk

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/CyCoreSystems/ari/v5"
)

// Recording says how to record.
type Recording struct {
	MaxDuration time.Duration // the longest, whole seconds, rounded up; 0 is no limit
	MaxSilence  time.Duration // so much silence ends it, likewise; 0: none does
	Beep        bool          // Config.Beep is played first; not on a bridge
}

// Record records what comes from a channel: WAV, 8 kHz, mono, 16 bit. The
// recording's name is chosen by the caller (letters, digits, dot, dash,
// underscore) and differs from the ids of playbacks; one that is taken is a
// Conflict. Keys end nothing and come as ever. One RecordingEnded follows in the
// mailbox of the recording or of the channel unless an error is returned; after
// an error without an answer (Timeout, Unreachable) it may come nevertheless.
//
// It ends by itself after MaxDuration or MaxSilence, with the channel, and when
// the other side sends no sound at all, not even silence, for three seconds. That of
// a channel which Snoop made goes on: it keeps the time, whatever is sent.
//
// A recording holds up every later change of the same channel (answer, bridge,
// playback, variable): stop it first.
func (l *Link) Record(ctx context.Context, channel, recording string, r Recording) error {
	const op = "record"
	if err := checkRecording(op, recording); err != nil {
		return err
	}
	if r.Beep && l.cfg.Beep != "" {
		if err := l.beep(ctx, channel, recording); err != nil {
			return err
		}
	}
	return l.record(ctx, recording, channel, r.request(op, at("channels", channel, "record"), recording))
}

// RecordBridge is Record for a bridge: what all in it say together. It ends when
// the last of them has left.
func (l *Link) RecordBridge(ctx context.Context, bridge, recording string, r Recording) error {
	const op = "bridge_record"
	if err := checkRecording(op, recording); err != nil {
		return err
	}
	if err := l.followBridge(ctx, op, bridge); err != nil {
		return err
	}
	return l.record(ctx, recording, bridge, r.request(op, at("bridges", bridge, "record"), recording))
}

// followBridge subscribes to the events of a bridge, as long as it exists: with
// the last channel that leaves, Asterisk would stop to tell them, and the end of
// a recording comes after that.
func (l *Link) followBridge(ctx context.Context, op, bridge string) error {
	err := l.do(ctx, request{
		op: op, method: http.MethodPost, path: at("applications", l.cfg.App, "subscription"),
		body: map[string]any{"eventSource": []string{"bridge:" + bridge}},
	})
	return conflictIsGone(err) // there is no such bridge
}

func checkRecording(op, name string) error {
	if appForm.MatchString(name) {
		return nil
	}
	return &Error{Op: op, Kind: BadRequest, Message: "name of a recording " + strconv.Quote(name) + ": use letters, digits, dot, dash and underscore"}
}

func (r Recording) request(op, path, name string) request {
	body := map[string]any{"name": name, "format": recordingFormat, "ifExists": "fail", "terminateOn": "none"}
	if r.MaxDuration > 0 {
		body["maxDurationSeconds"] = wholeSeconds(r.MaxDuration)
	}
	if r.MaxSilence > 0 {
		body["maxSilenceSeconds"] = wholeSeconds(r.MaxSilence)
	}
	return request{op: op, method: http.MethodPost, path: path, body: body}
}

const (
	recordingFormat = "wav"
	startedType     = "RecordingStarted"
)

// beep plays before a recording: Asterisk does the one after the other. Its end
// is nobody's business.
func (l *Link) beep(ctx context.Context, channel, recording string) error {
	id := beepOf(recording)
	return l.perform(ctx, id, task{target: channel, hidden: true}, request{
		op: "beep", method: http.MethodPost, path: at("channels", channel, "play", id),
		body: map[string]any{"media": []string{l.cfg.Beep}},
	})
}

func beepOf(recording string) string { return recording + ".beep" }

func (l *Link) record(ctx context.Context, recording, target string, r request) error {
	return l.perform(ctx, recording, task{target: target, record: true}, r)
}

// MuteRecording puts silence in the place of what is said, until UnmuteRecording: the
// time goes on.
func (l *Link) MuteRecording(ctx context.Context, recording string) error {
	return l.do(ctx, request{op: "record_mute", method: http.MethodPost, path: at("recordings", "live", recording, "mute")})
}

// UnmuteRecording ends what MuteRecording began.
func (l *Link) UnmuteRecording(ctx context.Context, recording string) error {
	return l.do(ctx, request{op: "record_unmute", method: http.MethodDelete, path: at("recordings", "live", recording, "mute")})
}

// StopRecording ends a recording, or its beep, and keeps what there is;
// RecordingEnded follows. One that is over already is Gone.
func (l *Link) StopRecording(ctx context.Context, recording string) error {
	early, beeping := l.router.stopEarly(recording)
	switch {
	case !early:
		return l.sendStop(ctx, recording)
	case !beeping:
		return nil
	}
	if err := l.StopPlayback(ctx, beepOf(recording)); !errors.Is(err, Gone) {
		return err
	}
	return nil
}

func (l *Link) sendStop(ctx context.Context, recording string) error {
	err := l.do(ctx, request{op: "record_stop", method: http.MethodPost, path: at("recordings", "live", recording, "stop")})
	return conflictIsGone(err) // for a moment, one that is over is still there
}

func conflictIsGone(err error) error {
	if e := (*Error)(nil); errors.As(err, &e) && e.Kind == Conflict {
		e.Kind = Gone
	}
	return err
}

// stopStarted carries out a stop that came before the start.
func (l *Link) stopStarted(recording string) {
	if l.begin("record_stop") != nil {
		return
	}
	go func() {
		defer l.work.Done()
		_ = l.sendStop(l.life, recording) // what fails is over already
	}()
}

// StoredRecordings names the recordings that Asterisk has in its folder, whoever made them.
// Those that still run may be among them.
func (l *Link) StoredRecordings(ctx context.Context) ([]string, error) {
	var ws []ari.StoredRecordingData
	err := l.do(ctx, request{op: "recordings", method: http.MethodGet, path: at("recordings", "stored"), out: &ws})
	names := make([]string, len(ws))
	for i, w := range ws {
		names[i] = w.Name
	}
	return names, err
}

// DeleteRecording removes the sound of a recording that has ended from Asterisk.
func (l *Link) DeleteRecording(ctx context.Context, recording string) error {
	return l.do(ctx, request{op: "record_delete", method: http.MethodDelete, path: at("recordings", "stored", recording)})
}
