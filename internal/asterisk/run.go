package asterisk

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// errReplaced ends a session for good: another engine has our application.
var errReplaced = errors.New("another connection took over the application")

// run keeps the link up until ctx ends or the application is taken over.
func (l *Link) run(ctx context.Context) {
	defer l.idle()
	var pause backoff
	told := ""
	for {
		up, err := l.session(ctx)
		if ctx.Err() != nil {
			return
		}
		if errors.Is(err, errReplaced) {
			l.cfg.Log.Error("another engine connected under our application's name: this one steps back", "app", l.cfg.App)
			l.idle()
			l.router.lobby.put(Replaced{})
			return
		}
		if up {
			pause, told = 0, ""
			l.metrics.reconnects.Inc()
		}
		if told == "" {
			l.router.lobby.put(LinkDown{Err: err})
		}
		if err.Error() != told {
			told = err.Error()
			l.cfg.Log.Warn("no link to Asterisk, trying again", "err", err)
		}
		if !pause.wait(ctx) {
			return
		}
	}
}

// session is one connection from beginning to end. It reports whether the link
// came up, and why it ended.
func (l *Link) session(ctx context.Context) (up bool, err error) {
	l.router.hold() // from before the first event until the resync is through
	defer l.router.release()
	s, err := l.connect(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	err = l.openLine(s)
	if err == nil {
		err = l.resync(s)
	}
	if err != nil {
		s.fail(err)
		return false, s.err()
	}
	s.done.Go(func() { s.fail(l.watch(s)) })
	l.metrics.up.Set(1)
	defer l.metrics.up.Set(0)
	<-s.ctx.Done()
	return true, s.err()
}

// backoff is the pause before the next attempt: it doubles, has a limit, and
// is never the same for two engines.
type backoff time.Duration

const (
	firstPause = 250 * time.Millisecond // Asterisk needs a moment to clear up a lost socket
	lastPause  = 3 * time.Second
)

func (b *backoff) next() time.Duration {
	d := min(max(2*time.Duration(*b), firstPause), lastPause)
	*b = backoff(d)
	return d/2 + rand.N(d/2)
}

// wait reports false when ctx ended first.
func (b *backoff) wait(ctx context.Context) bool {
	timer := time.NewTimer(b.next())
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
