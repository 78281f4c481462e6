package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"time"

	"hotline/internal/astconf"
	"hotline/internal/record"
	"hotline/internal/rig"
)

// Options of a demo.
type Options struct {
	Dialplans string
	Data      string     // the journal's folder; empty = a temporary one
	Bind      netip.Addr // where SIP listens
	Once      bool       // end after the story
	In        io.Reader  // each line places another call
	Out       io.Writer
	Log       *slog.Logger
}

// The demo's parts.
const (
	seat    = "8001"
	caller  = "13800138000"
	guest   = "13900139000" // who registers as this dials in
	hotline = "12385"
	trunk   = "carrier"
)

// Run sets everything up, plays the call, tells its story and, unless Once,
// stays until ctx ends. An error means that the call did not go as it should.
func Run(ctx context.Context, o Options) (err error) {
	dir, err := os.MkdirTemp("", "hotline-demo-")
	if err != nil {
		return fmt.Errorf("a folder for the demo: %w", err)
	}
	defer os.RemoveAll(dir)
	if o.Data == "" {
		o.Data = dir + "/data"
	}
	s := newStory(o.Out)
	s.say("setup      looking for Asterisk and a voice (fetched once if need be, a minute or two)")
	visitor := astconf.Guest{Number: guest, Password: rand.Text(), Trunk: trunk}
	r, err := rig.New(ctx, rig.Options{
		Dialplans: o.Dialplans, Data: o.Data, Dir: dir, Bind: o.Bind, Guests: []astconf.Guest{visitor}, Log: o.Log, Observe: s.see,
	})
	if err != nil {
		return err
	}
	defer r.Close()
	s.say("setup      Asterisk runs on %s", r.SIP())
	if err := r.StartEngine(ctx); err != nil {
		return err
	}
	s.say("setup      the engine runs, metrics on http://%s/metrics", r.Engine.Addr())
	p := &play{rig: r, story: s}
	if err := p.seatAtWork(ctx); err != nil {
		return err
	}
	if err := p.oneCall(ctx); err != nil {
		return err
	}
	line, err := summary(ctx, o.Data, s.id)
	if err != nil {
		return err
	}
	if o.Once {
		r.Close()
		fmt.Fprintln(o.Out, line)
		return p.verdict()
	}
	fmt.Fprintln(o.Out, line)
	if err := p.verdict(); err != nil {
		return err
	}
	return p.stay(ctx, o.In, visitor)
}

// summary is the last line of the story, taken from the journal.
func summary(ctx context.Context, data, id string) (string, error) {
	calls, err := record.List(ctx, data, record.Filter{IDs: []string{id}})
	if err != nil {
		return "", err
	}
	if len(calls) != 1 {
		return "", errors.New("the call is not on record")
	}
	c := calls[0]
	return fmt.Sprintf("call %s outcome=%s seat=%s wait=%.1f talk=%.1f",
		c.ID, c.Outcome, c.Seat, c.Waited.Seconds(), c.Talked.Seconds()), nil
}

const patience = 60 * time.Second
