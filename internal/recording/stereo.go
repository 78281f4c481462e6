package recording

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Track is one side of a talk.
type Track struct {
	Sound io.Reader     // a WAV: 8 kHz, 16 bit, mono; nil = silence
	Late  time.Duration // how long after the talk's recording this one began
}

const mostLate = 24 * time.Hour

// Stereo makes one WAV of two tracks while it is read: the left channel is what the
// caller said, the right one what he heard. The one that ends first is silent from
// then on. A track that ends before its own header says makes reading fail with
// [ErrDamaged]; two tracks without sound are [ErrSilent].
//
// When a track does not say its length, nor does the header of what is made of it:
// players take such a WAV as sound up to its end.
func Stereo(caller, heard Track) (io.Reader, error) {
	left, err := newSide("the caller's track", caller)
	if err != nil {
		return nil, err
	}
	right, err := newSide("the track of what the caller heard", heard)
	if err != nil {
		return nil, err
	}
	if left.sound.left == 0 && right.sound.left == 0 {
		return nil, ErrSilent
	}
	length := int64(-1)
	if left.sound.left >= 0 && right.sound.left >= 0 {
		length = 2 * max(left.before+left.sound.left, right.before+right.sound.left)
	}
	if length >= streamed {
		return nil, fmt.Errorf("%d bytes of sound are too many for a WAV", length)
	}
	return io.MultiReader(bytes.NewReader(header(2, length)), &stereo{sides: [2]*side{left, right}}), nil
}

// side is a track with the silence before it.
type side struct {
	name   string
	before int64 // bytes
	sound  *wav
	buffer []byte
	ended  bool
}

func newSide(name string, t Track) (*side, error) {
	if t.Late < 0 || t.Late > mostLate {
		return nil, fmt.Errorf("%s begins %v late: give a time from 0 to %v", name, t.Late, mostLate)
	}
	s := &side{name: name, before: t.Late.Milliseconds() * rate / 1000 * sample, sound: &wav{}, buffer: make([]byte, sideBuffer)}
	if t.Sound != nil {
		var err error
		if s.sound, err = openWAV(t.Sound); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if s.sound.left == 0 {
		s.before = 0 // silence before silence
	}
	return s, nil
}

// next fills the buffer with sound, and with silence where there is none, and tells
// how much of it is before the track's end.
func (s *side) next() (n int, err error) {
	clear(s.buffer)
	n = int(min(sideBuffer, s.before))
	s.before -= int64(n)
	for n < sideBuffer && !s.ended {
		got, err := s.sound.Read(s.buffer[n:])
		n += got
		if errors.Is(err, io.EOF) {
			s.ended = true
		} else if err != nil {
			return 0, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return n, nil
}

// stereo weaves two sides.
type stereo struct {
	sides [2]*side
	ready []byte // woven, and not yet read
	woven []byte
	err   error
}

const sideBuffer = 4096 // bytes

func (s *stereo) Read(p []byte) (int, error) {
	if len(s.ready) == 0 && s.err == nil {
		s.weave()
	}
	if len(s.ready) == 0 {
		return 0, s.err
	}
	n := copy(p, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

func (s *stereo) weave() {
	longest := 0
	for _, side := range s.sides {
		n, err := side.next()
		if err != nil {
			s.err = err
			return
		}
		longest = max(longest, n)
	}
	s.woven = s.woven[:0]
	for at := 0; at < longest; at += sample {
		s.woven = append(s.woven, s.sides[0].buffer[at:at+sample]...)
		s.woven = append(s.woven, s.sides[1].buffer[at:at+sample]...)
	}
	s.ready = s.woven
	if longest == 0 {
		s.err = io.EOF
	}
}

// Talk is a talk that was kept.
type Talk struct {
	File   string // in the folder
	Length time.Duration
}

// KeepTalk is Keep for a talk of two tracks, which are kept apart: see [Stereo]. The
// tracks are read until their end and not closed. [ErrSilent] and [ErrErased] are for
// good; [ErrDamaged] may be a fetch that broke off, so a second one may help.
func (f *Folder) KeepTalk(ctx context.Context, name string, caller, heard Track) (Talk, error) {
	both, err := Stereo(caller, heard)
	if err != nil {
		return Talk{}, fmt.Errorf("recording %s: %w", name, err)
	}
	counting := &counted{in: both}
	file, err := f.Keep(ctx, name, counting)
	if err != nil {
		return Talk{}, err
	}
	const second = 2 * rate * sample
	length := time.Duration(counting.n-int64(len(header(2, 0)))) * time.Second / second
	return Talk{file, length}, nil
}

// counted counts what is read.
type counted struct {
	in io.Reader
	n  int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}
