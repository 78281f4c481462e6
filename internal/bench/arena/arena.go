package arena

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"hotline/internal/astconf"
	"hotline/internal/bench"
	"hotline/internal/parts"
	"hotline/internal/rig"
)

// address is Asterisk's: one of its own, so that sound finds all ports free.
const address = "127.0.0.31"

// Options of an arena.
type Options struct {
	Binary string        // hotline, as users run it
	Dir    string        // for Asterisk's files and all rounds; it is kept
	Seats  int           // telephones, each with a seat at work
	Serves int           // so many of the seats serve the queue, the others another one; 0 = all
	Sipp   parts.Program // loads Asterisk with calls
	Log    *slog.Logger
}

// Arena is a running Asterisk with telephones registered.
type Arena struct {
	Options
	rig      *rig.Rig
	seats    string     // where they all answer, host:port
	queueing bool       // app_queue is loaded
	silent   bool       // who waits hears nothing
	classes  string     // of music, as musiconhold.conf has them
	rest     bench.Rest // what Asterisk and, once one ran here, an engine take without calls
}

// Open starts one.
func Open(ctx context.Context, o Options) (_ *Arena, err error) {
	if o.Serves == 0 {
		o.Serves = o.Seats
	}
	a := &Arena{Options: o}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, err
	}
	tree := filepath.Join(o.Dir, "dialplans")
	if err := writeTree(tree, o.Seats, o.Serves); err != nil {
		return nil, err
	}
	said, err := os.Create(filepath.Join(o.Dir, "asterisk.log"))
	if err != nil {
		return nil, err
	}
	a.rig, err = rig.New(ctx, rig.Options{
		Dialplans: tree, Data: filepath.Join(o.Dir, "data"), Dir: o.Dir,
		Bind: netip.MustParseAddr(address), RTP: astconf.Ports{First: 10_000, Last: 31_999},
		Log: o.Log, Asterisk: slog.New(slog.NewTextHandler(said, nil)),
	})
	if err != nil {
		return nil, err
	}
	if err := a.addContenders(ctx); err != nil {
		return nil, err
	}
	if err := a.register(ctx); err != nil {
		return nil, err
	}
	a.rest.Asterisk, err = resting(ctx, a.rig.Server.PID())
	return a, err
}

// Close ends Asterisk.
func (a *Arena) Close() {
	if a.rig != nil {
		a.rig.Close()
	}
}

// addContenders gives Asterisk what only this bench needs.
func (a *Arena) addContenders(ctx context.Context) error {
	sound, err := a.rig.Library.Get(ctx, "", greeting)
	if err != nil {
		return err
	}
	etc := a.rig.Server.Site().Dirs.Etc
	before, err := os.ReadFile(filepath.Join(etc, "extensions.conf"))
	if err != nil {
		return err
	}
	phones, err := os.ReadFile(filepath.Join(etc, "pjsip-hotline.conf"))
	if err != nil {
		return err
	}
	err = errors.Join(
		// Between rounds nobody is there who would answer.
		write(etc, "pjsip-hotline.conf", asking.ReplaceAllString(string(phones), "qualify_frequency = 0")),
		write(etc, "extensions.conf", string(before)+extensions(sound.Path)),
		// Without music Asterisk would warn of that for every caller.
		write(etc, "logger.conf", "[general]\n[logfiles]\nconsole => error\nmessages.log => error\n"),
		write(a.Dir, "secrets.yaml", "ari: "+a.rig.Secrets.ARI+"\n"),
	)
	if err != nil {
		return err
	}
	for _, command := range []string{"dialplan reload", "logger reload", "module reload res_pjsip.so"} {
		if _, err := a.rig.Server.CLI(ctx, command); err != nil {
			return err
		}
	}
	return nil
}

// asking is how often a telephone is asked whether it is there.
var asking = regexp.MustCompile(`qualify_frequency = \d+`)

// registering is how many telephones register a second.
const registering = 200

// register makes the telephones known at the address where they will answer.
func (a *Arena) register(ctx context.Context) (err error) {
	if a.seats, err = udpAddr("127.0.0.1"); err != nil {
		return err
	}
	rows := make([][]string, a.Seats)
	for i := range rows {
		n := seat(i)
		rows[i] = []string{n, fmt.Sprintf("[authentication username=%s password=%s]", n, a.rig.Secrets.Seats[n])}
	}
	if err := table(filepath.Join(a.Dir, "register.csv"), rows); err != nil {
		return err
	}
	p, err := startSipp(ctx, a.Sipp, a.Dir, "register", a.seats, a.rig.SIP(), scenario("register"),
		"-inf", "register.csv", "-m", fmt.Sprint(a.Seats), "-r", fmt.Sprint(registering), "-l", fmt.Sprint(2*registering))
	if err != nil {
		return err
	}
	if !p.ended(ctx, time.Duration(a.Seats)*time.Second/registering+30*time.Second) || !p.proc.State().Success() {
		return fmt.Errorf("registering telephones: see %s", filepath.Join(a.Dir, "register.errors"))
	}
	return nil
}

// restTime is how long a process is looked at without any call.
const restTime = 2 * time.Second

// resting measures what a process takes by itself, in milliseconds a second.
func resting(ctx context.Context, pid int) (float64, error) {
	before, err := spent(pid)
	if err != nil {
		return 0, err
	}
	if err := pause(ctx, restTime); err != nil {
		return 0, err
	}
	after, err := spent(pid)
	return (after - before).Seconds() * 1000 / restTime.Seconds(), err
}

// members gives app_queue a queue of so many; of none there is no queue at all. Then it stays
// loaded and has nothing to do: unloaded in the instant after many calls ended, it has taken
// Asterisk with it (22.10).
func (a *Arena) members(ctx context.Context, n int) error {
	if err := write(a.rig.Server.Site().Dirs.Etc, "queues.conf", queuesConf(n)); err != nil {
		return err
	}
	command := "queue reload all"
	if !a.queueing {
		command = "module load app_queue.so"
	}
	if said, err := a.rig.Server.CLI(ctx, command); err != nil {
		return fmt.Errorf("app_queue: %w: %s", err, said)
	}
	a.queueing = true
	return nil
}

// music turns music for waiting callers on and off. Without it they hear nothing and are
// sent no packets: hundreds of them would otherwise cost more than all calls.
func (a *Arena) music(ctx context.Context, on bool) error {
	if a.silent == !on {
		return nil
	}
	etc := a.rig.Server.Site().Dirs.Etc
	if a.classes == "" {
		text, err := os.ReadFile(filepath.Join(etc, "musiconhold.conf"))
		if err != nil {
			return err
		}
		a.classes = string(text)
	}
	text := "[general]\n"
	if on {
		text = a.classes
	}
	if err := write(etc, "musiconhold.conf", text); err != nil {
		return err
	}
	a.silent = !on
	_, err := a.rig.Server.CLI(ctx, "module reload res_musiconhold.so")
	return err
}

// empty ends all calls that are left, and waits until none is. With thousands of them
// Asterisk's console hangs up on who asked for it, so that is done until it is true.
func (a *Arena) empty(ctx context.Context) (err error) {
	for range 3 {
		_, asked := a.rig.Server.CLI(ctx, "channel request hangup all")
		err = a.until(ctx, "calls to end", func() bool {
			said, err := a.rig.Server.CLI(ctx, "core show channels count")
			return err == nil && strings.HasPrefix(said, "0 active channels")
		})
		if err == nil || ctx.Err() != nil {
			return err
		}
		err = errors.Join(err, asked)
	}
	return err
}

// until asks Asterisk again and again for what nothing announces.
func (a *Arena) until(ctx context.Context, what string, holds func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for !holds() {
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return fmt.Errorf("waiting for %s: see %s: %w", what, a.Dir, err)
		}
	}
	return nil
}

// pause lets time pass.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
