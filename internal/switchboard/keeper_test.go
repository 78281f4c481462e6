package switchboard

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"sync"
	"time"

	"hotline/internal/dip"
	"hotline/internal/recording"
)

// keeper is a folder of recordings.
type keeper struct {
	story *story
	mu    sync.Mutex
	files map[string]int // name -> bytes
	full  int            // so many attempts fail; -1 = all
	errs  []error        // of the next attempts
	// The calls of which nothing is kept.
	erased map[string]bool
}

func (k *keeper) Keep(_ context.Context, name string, sound io.Reader) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.erased[callOfFile(name)] {
		return "", recording.ErrErased
	}
	if len(k.errs) > 0 {
		err := k.errs[0]
		k.errs = k.errs[1:]
		return "", err
	}
	if k.full != 0 {
		k.full--
		return "", errors.New("the disk is full")
	}
	wav, err := io.ReadAll(sound)
	if err != nil {
		return "", err
	}
	k.files[name+".wav"] = len(wav)
	return name + ".wav", nil
}

func callOfFile(name string) string {
	call, _, _ := strings.Cut(name, "-")
	return call
}

// KeepTalk counts the longer side.
func (k *keeper) KeepTalk(ctx context.Context, name string, caller, heard recording.Track) (recording.Talk, error) {
	longest := 0
	for _, t := range []recording.Track{caller, heard} {
		if t.Sound != nil {
			wav, err := io.ReadAll(t.Sound)
			if err != nil {
				return recording.Talk{}, err
			}
			longest = max(longest, len(wav))
		}
	}
	file, err := k.Keep(ctx, name, bytes.NewReader(make([]byte, longest)))
	return recording.Talk{File: file, Length: time.Duration(longest-wavHeader) * time.Second / wavSecond}, err
}

// Erase forgets what belongs to a call.
func (k *keeper) Erase(_ context.Context, call string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.full != 0 {
		k.full--
		return errors.New("the disk is full")
	}
	k.erased[call] = true
	maps.DeleteFunc(k.files, func(file string, _ int) bool { return callOfFile(file) == call })
	return nil
}

// seconds is how long a kept recording is; 0 = there is none.
func (s *scene) seconds(name string) int {
	s.keeper.mu.Lock()
	defer s.keeper.mu.Unlock()
	for file, size := range s.keeper.files {
		s.story.mu.Lock()
		is := s.story.named(file) == name+".wav"
		s.story.mu.Unlock()
		if is {
			return (size - wavHeader) / wavSecond
		}
	}
	return 0
}

// server is another server that flows ask.
type server struct {
	mu     sync.Mutex
	asked  []dip.Request
	answer dip.Answer
	err    error
	wait   chan struct{} // it answers when this is closed; nil = at once
}

func newServer() *server {
	return &server{answer: dip.Answer{Status: 200, Data: map[string]any{"open": true}}}
}

func (s *server) Fetch(ctx context.Context, r dip.Request) (dip.Answer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, r)
	wait := s.wait
	s.mu.Unlock()
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return dip.Answer{}, ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answer, s.err
}
