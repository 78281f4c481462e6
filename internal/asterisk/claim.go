package asterisk

import (
	"errors"
	"net/http"
)

// The dialplan asks for every new call whether an engine takes it, and waits for
// the answer a moment only: an engine that was stopped in the middle keeps its
// socket, and whoever was given to it would hear nothing. So the first thing that
// happens to a call is that we claim it. Its arrival follows.

// offeredType is the event that asks.
const offeredType = "CallBroadcast"

// offered is between the link and itself.
type offered struct{ ID string }

func (offered) event() {}

// TakeNoCalls leaves new calls to others from now on: to an engine of another machine, or
// to the dialplan's fallback. What was claimed before may still arrive.
func (l *Link) TakeNoCalls() { l.declines.Store(true) }

// claim takes a call. One that has gone on meanwhile is not ours, nor one that
// another has: when we were stopped, or slow, it is in other hands, and nothing is
// to be done about it.
func (l *Link) claim(s *socket, id string) {
	if l.declines.Load() {
		return
	}
	s.done.Go(func() {
		err := l.do(s.ctx, request{
			op: "claim", prompt: true, method: http.MethodPost, path: at("events", "claim"),
			query: map[string]string{"channelId": id, "application": l.cfg.App},
		})
		switch {
		case err == nil:
		case errors.Is(err, Gone), errors.Is(err, Conflict):
			l.metrics.unclaimed.Inc()
			l.cfg.Log.Warn("a call had gone on before we took it", "channel", id)
		case s.ctx.Err() == nil:
			l.metrics.unclaimed.Inc()
			l.cfg.Log.Error("a call could not be taken: Asterisk sends it elsewhere", "channel", id, "err", err)
		}
	})
}
