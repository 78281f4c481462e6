package switchboard

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/recording"
)

// Recordings keeps sound for good.
type Recordings interface {
	// Keep stores a WAV under a name that no other has, and returns the name of
	// its file. After an error nothing is left of it.
	Keep(ctx context.Context, name string, sound io.Reader) (file string, err error)
	// KeepTalk stores two WAVs as the two channels of one.
	KeepTalk(ctx context.Context, name string, caller, heard recording.Track) (recording.Talk, error)
	// Erase deletes all that is kept of a call, and what will be.
	Erase(ctx context.Context, call string) error
}

const (
	leastMessage = 2 * time.Second // what is shorter is a cough
	keepTime     = time.Minute     // bounds one attempt to keep a recording
	keepings     = 8               // attempts, with ever longer pauses between: 10 minutes in all
)

// What Asterisk's WAV files are made of.
const (
	wavHeader = 44 // bytes
	wavSecond = 8000 * 2
)

var errTooShort = errors.New("it is too short")

// keep brings a recording from Asterisk into the folder of recordings. It goes on
// by itself; the call waits for it before it ends.
func (c *caller) keep(t *tape) {
	tape := *t
	c.sb.spawn(func() { c.facts.put(tapeSettled{tape.name, c.kept(tape)}) })
}

// kept tries until the recording is kept and on record. It runs beside the call.
func (c *caller) kept(t tape) bool {
	count := func(result string) { c.sb.metrics.recordings.WithLabelValues(t.of(), result).Inc() }
	for attempt := range keepings {
		if attempt > 0 && !c.sb.pause(requestTime<<(attempt-1)) {
			return false // the next engine sees to it
		}
		file, length, err := c.save(t)
		if err == nil {
			if !c.tellBefore(c.keptFact(t, file, length)) {
				break
			}
			count(resultKept)
			c.eraseAll(t)
			return true
		}
		if errors.Is(err, errTooShort) || errors.Is(err, recording.ErrSilent) || errors.Is(err, recording.ErrErased) {
			count(resultDropped)
			c.tellBefore(c.droppedFact(t))
			c.eraseAll(t)
			return false
		}
		if errors.Is(err, asterisk.Gone) && c.nowhere(t) {
			if t.unsure {
				return false // it was settled before a restart, or never began
			}
			break
		}
		c.log.Warn("a recording is not kept yet", "recording", t.name, "err", err)
	}
	count(resultFailed)
	c.log.Error("a recording is not kept; Asterisk may still have it in its folder", "recording", t.name)
	return false
}

// tellBefore writes a fact from beside the call, unless that has ended: by a
// mistake of ours, for else it waits. Nothing may follow the end on record but what
// stands beside a call.
func (c *caller) tellBefore(fact call.Fact) bool {
	c.ends.Lock()
	defer c.ends.Unlock()
	if c.ended {
		return false
	}
	c.tell(fact)
	return true
}

// nowhere: Asterisk has no such recording, nor is it still recording.
func (c *caller) nowhere(t tape) bool {
	ctx, cancel := c.request()
	defer cancel()
	for _, name := range t.names() {
		if !errors.Is(c.phone.StopRecording(ctx, name), asterisk.Gone) {
			return false
		}
	}
	return true
}

func (c *caller) save(t tape) (file string, length time.Duration, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), keepTime)
	defer cancel()
	if t.heard != "" {
		return c.saveTalk(ctx, t)
	}
	sound, err := c.phone.FetchRecording(ctx, t.name)
	if err != nil {
		return "", 0, err
	}
	defer sound.Close()
	least := 0
	if t.leg == "" {
		least = int(leastMessage/time.Second) * wavSecond
	}
	wav := &counted{in: bufio.NewReaderSize(sound, wavHeader+least+1)}
	if _, err := wav.in.Peek(wavHeader + max(least, 1)); errors.Is(err, io.EOF) {
		return "", 0, errTooShort
	}
	file, err = c.sb.cfg.Recordings.Keep(ctx, t.name, wav)
	if err != nil {
		return "", 0, fmt.Errorf("the folder of recordings: %w", err)
	}
	return file, wav.length(), nil
}

func (c *caller) keptFact(t tape, file string, length time.Duration) call.Fact {
	if t.leg == "" {
		return call.MessageLeft{At: c.now(), Call: c.id, Centre: t.centre, File: file, Length: length.Milliseconds()}
	}
	return call.TalkRecorded{At: c.now(), Call: c.id, Leg: t.leg, File: file, Length: length.Milliseconds()}
}

// counted counts what is read.
type counted struct {
	in *bufio.Reader
	n  int64
}

func (r *counted) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	r.n += int64(n)
	return n, err
}

// length is the playing time.
func (r *counted) length() time.Duration {
	return time.Duration(max(0, r.n-wavHeader)) * time.Second / wavSecond
}
