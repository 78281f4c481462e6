package e2e

import (
	"context"
	"fmt"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"hotline/internal/asterisk"
)

// throng is callers who cost little: each is half of a Local channel of Asterisk, whose
// other half has come in on the trunk. They say nothing and press nothing.
type throng struct {
	*scene
	link *asterisk.Link
	ids  []string
}

// atOnce bounds how many of them do something at one moment.
const atOnce = 8

// throng is in the hands of another application than the engine's.
func (s *scene) throng() *throng {
	s.Helper()
	cfg := s.rig.EngineConfig()
	link, err := asterisk.New(asterisk.Config{
		URL: cfg.ARI.URL, User: cfg.ARI.User, Password: cfg.ARI.Password, App: "crowd", Timeout: patience, Log: logger(),
	})
	require.NoError(s, err)
	s.Cleanup(link.Stop) // after the cleanup below
	require.NoError(s, link.Start(s.ctx))
	select {
	case <-link.Linked():
	case <-s.ctx.Done():
		s.Fatal("the crowd has no link to Asterisk")
	}
	c := &throng{scene: s, link: link}
	s.Cleanup(func() { c.leave() })
	return c
}

// call lets n callers call a number, and waits until each was answered. They call from
// the numbers behind first, in no order but within a few.
func (c *throng) call(number string, first, n int) {
	c.Helper()
	var each errgroup.Group
	each.SetLimit(atOnce)
	for i := range n {
		id := fmt.Sprintf("crowd-%s-%d", c.Name(), first+i)
		c.ids = append(c.ids, id)
		each.Go(func() error { return c.one(number, id, callerNumber(first+i)) })
	}
	require.NoError(c, each.Wait())
}

func callerNumber(i int) string { return fmt.Sprintf("139%08d", i) }

func (c *throng) one(number, id, from string) error {
	box := c.link.NewMailbox()
	c.link.Route(box, id)
	err := c.link.Originate(c.ctx, asterisk.Origination{
		ID: id, Endpoint: "Local/" + number + "@from-trunk/n", CallerID: from, Args: []string{"crowd"},
		Variables: map[string]string{"HOTLINE_TRUNK": "carrier"},
		Formats:   []string{"alaw"}, // without, a Local channel speaks at 192 kHz
	})
	if err != nil {
		return err
	}
	return c.await(box, func(e asterisk.Event) bool { _, is := e.(asterisk.ChannelArrived); return is })
}

// await waits for an event; if the channel ends first, that is an error.
func (c *throng) await(box *asterisk.Mailbox, is func(asterisk.Event) bool) error {
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	for {
		e, err := box.Next(ctx)
		if err != nil || is(e) {
			return err
		}
		if end, over := e.(asterisk.ChannelEnded); over {
			return fmt.Errorf("the call ended: %s", end.Text)
		}
	}
}

// leave hangs all of them up who are still there.
func (c *throng) leave() {
	var each errgroup.Group
	each.SetLimit(atOnce)
	for _, id := range c.ids {
		each.Go(func() error { _ = c.link.Hangup(c.ctx, id, "normal"); return nil }) // who has gone has gone
	}
	_ = each.Wait()
	c.ids = nil
}
