package asterisk

import (
	"context"
	"net/http"
	"time"

	"github.com/CyCoreSystems/ari/v5"
)

// resync makes Asterisk send what we want and finds out what happened while
// nobody watched. Events wait in the router meanwhile.
func (l *Link) resync(s *socket) error {
	ctx := s.ctx
	if err := l.setFilter(ctx, l.cfg.App, append([]string{echoType, startedType, offeredType}, l.cfg.Filter...)); err != nil {
		return err
	}
	if err := l.prove(s); err != nil {
		return err
	}
	if err := l.watchPhones(ctx); err != nil {
		return err
	}
	now, err := l.list(ctx)
	if err != nil {
		return err
	}
	now.cut = l.linked && !now.started.Equal(l.epoch)
	l.epoch = now.started
	l.router.reconcile(l.cfg.App, !l.linked, now)
	if !l.linked {
		l.linked = true
		close(l.first)
	}
	return nil
}

// setFilter is needed after every connect: an application that Asterisk
// destroyed in between has lost its filter.
func (l *Link) setFilter(ctx context.Context, app string, types []string) error {
	type eventType struct {
		Type string `json:"type"`
	}
	allowed := make([]eventType, len(types))
	for i, name := range types {
		allowed[i].Type = name
	}
	return l.do(ctx, request{
		op: "filter", method: http.MethodPut, path: at("applications", app, "eventFilter"),
		body: map[string]any{"allowed": allowed},
	})
}

// phoneApp is a second application on the same socket, which hears of phones
// only. A subscription to endpoints brings every event of their channels along,
// so in the first application each key would be heard twice. The other source
// there is, deviceState:, can hang Asterisk for good when a socket closes while
// the state of a device changes (22.10: it waits for a callback under the lock
// which that callback needs). And endpoint: alone, for all there are, which would spare
// Asterisk the events of channels, crashes it when a socket closes while a telephone
// comes or goes (22.10: its callback outlives the application).
func (l *Link) phoneApp() string { return l.cfg.App + "-phones" }

func (l *Link) watchPhones(ctx context.Context) error {
	if err := l.setFilter(ctx, l.phoneApp(), []string{"PeerStatusChange"}); err != nil {
		return err
	}
	return l.do(ctx, request{
		op: "subscribe", method: http.MethodPost, path: at("applications", l.phoneApp(), "subscription"),
		body: map[string]any{"eventSource": []string{"endpoint:" + phoneTech}},
	})
}

// list asks for everything reconcile compares.
func (l *Link) list(ctx context.Context) (now listing, err error) {
	now.suspects = l.router.suspects()
	tasks := l.router.running()
	if now.started, err = l.startTime(ctx); err != nil {
		return now, err
	}
	if now.channels, err = l.listChannels(ctx); err != nil {
		return now, err
	}
	if now.ours, err = l.subscribed(ctx); err != nil {
		return now, err
	}
	if now.bridges, err = l.Bridges(ctx); err != nil {
		return now, err
	}
	if now.phones, err = l.Phones(ctx); err != nil {
		return now, err
	}
	now.tasks, err = l.goneTasks(ctx, tasks)
	return now, err
}

// startTime is when this Asterisk started.
func (l *Link) startTime(ctx context.Context) (time.Time, error) {
	var said struct {
		Status struct {
			Started ari.DateTime `json:"startup_time"`
		} `json:"status"`
	}
	err := l.do(ctx, request{
		op: "info", method: http.MethodGet, path: at("asterisk", "info"), query: map[string]string{"only": "status"}, out: &said,
	})
	return time.Time(said.Status.Started), err
}

// subscribed are the channels our application gets events of.
func (l *Link) subscribed(ctx context.Context) (map[string]bool, error) {
	var w ari.ApplicationData
	err := l.do(ctx, request{op: "application", method: http.MethodGet, path: at("applications", l.cfg.App), out: &w})
	ours := make(map[string]bool, len(w.ChannelIDs))
	for _, id := range w.ChannelIDs {
		ours[id] = true
	}
	return ours, err
}
