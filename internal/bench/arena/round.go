package arena

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"hotline/internal/bench"
	"hotline/internal/rig"
)

// Load is what callers do in a round.
type Load struct {
	Part     string
	Index    int
	Seed     uint64        // of how long they talk
	Rate     float64       // a second; while callers wait: until so many do
	Talk     time.Duration // mean
	Callers  int           // all that come; not while callers wait
	Waiting  int           // so many are kept waiting all the time
	Window   time.Duration // for so long, then
	Sound    bool          // RTP both ways
	Patience time.Duration // how long after the last talk calls may be left; 0 = 15 s
	Cold     bool          // nobody comes before the measured callers
}

// round is a contender at work.
type round struct {
	arena     *Arena
	contender Contender
	dir       string
	engine    *engine  // nil: the contender has none
	later     []func() // to do before the contender is taken away
}

// With makes a contender ready in a folder of its own, lets do happen, and takes it away.
func (a *Arena) With(ctx context.Context, c Contender, dir string, do func(*round) error) (err error) {
	r := &round{arena: a, contender: c, dir: filepath.Join(a.Dir, dir)}
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		return err
	}
	if c.start != nil {
		if err := c.start(ctx, r); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.stop(ctx, r)) }()
	}
	defer func() {
		for _, f := range r.later {
			f()
		}
	}()
	return do(r)
}

// Run carries one load with one contender.
func (a *Arena) Run(ctx context.Context, c Contender, l Load) (out bench.Round, err error) {
	dir := l.Part + "-" + strconv.Itoa(l.Index) + "-" + c.Name
	if err := a.music(ctx, l.Sound); err != nil {
		return out, err
	}
	err = a.With(ctx, c, dir, func(r *round) error {
		out, err = r.carry(ctx, l, ".")
		return err
	})
	return out, err
}

// The series of callers in a round.
const (
	measured = iota
	warmUp
	warmers = 20 // who come before the others
)

// carry lets the callers come and go. What is left behind is in dir below the round's.
func (r *round) carry(ctx context.Context, l Load, dir string) (out bench.Round, err error) {
	dir = filepath.Join(r.dir, dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return out, err
	}
	callers := bench.Callers(l.Seed, measured, l.callers(r.arena.Serves), l.Talk)
	warm := bench.Callers(l.Seed, warmUp, warmers, 100*time.Millisecond)
	seats, err := r.seats(ctx, dir, callers, warm)
	if err != nil {
		return out, err
	}
	defer seats.proc.Kill()
	raw := bench.Raw{Idle: r.rest(), Drained: l.Waiting == 0, Sampled: !l.Cold}
	if !l.Cold {
		if err := r.warm(ctx, dir, l, warm, &raw); err != nil {
			return out, err
		}
	}
	if err := r.measure(ctx, dir, l, callers, seats, &raw); err != nil {
		return out, err
	}
	seats.proc.Signal(syscall.SIGUSR1)
	seats.ended(ctx, 2*time.Second)
	if raw.Seats, err = seats.trace(); err != nil {
		return out, err
	}
	if raw.Names, err = seats.names(); err != nil {
		return out, err
	}
	return r.sum(l, raw, callers, dir)
}

// sum makes figures of what the round left, and keeps the calls.
func (r *round) sum(l Load, raw bench.Raw, callers []bench.Caller, dir string) (bench.Round, error) {
	known := map[string]bool{listener: true}
	for _, c := range bench.Callers(l.Seed, warmUp, warmers, 0) {
		known[c.Number] = true
	}
	for id, number := range raw.Names { // those before the measured ones
		if known[number] {
			delete(raw.Names, id)
		}
	}
	raw.Seats.Legs = named(raw.Seats.Legs, raw.Names)
	raw.Number = func(id string) string {
		i, ok := callNumber("caller", id)
		if !ok || i >= len(callers) {
			return ""
		}
		return callers[i].Number
	}
	below, err := filepath.Rel(filepath.Dir(r.arena.Dir), dir)
	if err != nil {
		return bench.Round{}, err
	}
	out := bench.Round{
		Part: l.Part, Contender: r.contender.Name, Index: l.Index, Seats: r.arena.Seats,
		Waiting: l.Waiting, Sound: l.Sound, Rate: l.Rate, TalkMS: l.Talk.Seconds() * 1000, Dir: below,
	}
	calls := out.Evaluate(raw)
	return out, errors.Join(keep(dir, "calls.json", calls), keep(dir, "round.json", out))
}

// named leaves the legs out that names does not have.
func named(legs []bench.Leg, names map[string]string) (out []bench.Leg) {
	for _, l := range legs {
		if names[l.ID] != "" {
			out = append(out, l)
		}
	}
	return out
}

// keep writes a value as JSON.
func keep(dir, name string, value any) error {
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), append(text, '\n'), 0o600)
}

// seats starts the telephones.
func (r *round) seats(ctx context.Context, dir string, series ...[]bench.Caller) (*sipp, error) {
	// SIPp takes its line 0 for none.
	rows := [][]string{{"nobody", "0"}, {listener, strconv.Itoa(int(listening.Milliseconds()))}}
	for _, callers := range series {
		for _, c := range callers {
			rows = append(rows, []string{c.Number, strconv.Itoa(int(c.Talk.Milliseconds()))})
		}
	}
	if err := table(filepath.Join(dir, "talks.csv"), rows); err != nil {
		return nil, err
	}
	p, err := startSipp(ctx, r.arena.Sipp, dir, "seat", r.arena.seats, r.arena.rig.SIP(), scenario("seat"),
		"-inf", "talks.csv", "-infindex", "talks.csv", "0", "-rtp_echo")
	if err != nil {
		return nil, err
	}
	return p, r.arena.until(ctx, "telephones", func() bool { return taken(r.arena.seats) })
}

// callers starts them; all come from an address of the carrier.
func (r *round) callers(ctx context.Context, dir, name string, l Load, callers []bench.Caller, more ...string) (*sipp, error) {
	rows := make([][]string, len(callers))
	for i, c := range callers {
		rows[i] = []string{c.Number, r.contender.number(r.arena.Serves, i)}
	}
	if err := table(filepath.Join(dir, name+".csv"), rows); err != nil {
		return nil, err
	}
	at, err := udpAddr(rig.Carrier)
	if err != nil {
		return nil, err
	}
	text := scenario("caller")
	if l.Sound {
		if err := os.WriteFile(filepath.Join(dir, "tone.alaw"), tone(), 0o600); err != nil {
			return nil, err
		}
		text = strings.ReplaceAll(text, "[media_port]", "[rtpstream_audio_port]")
		text = strings.Replace(text, "<!-- sound -->", `<nop><action><exec rtp_stream="tone.alaw,-1,8,PCMA/8000"/></action></nop>`, 1)
	}
	args := []string{
		"-inf", name + ".csv", "-m", strconv.Itoa(len(callers)),
		"-r", strconv.Itoa(int(l.Rate * 1000)), "-rp", "1000000",
	}
	return startSipp(ctx, r.arena.Sipp, dir, name, at, r.arena.rig.SIP(), text, append(args, more...)...)
}

// rest is what is not the calls'.
func (r *round) rest() bench.Rest {
	if r.engine == nil {
		return bench.Rest{Asterisk: r.arena.rest.Asterisk}
	}
	return r.arena.rest
}

// warm lets some callers come and go before the others; one of them is listened to.
func (r *round) warm(ctx context.Context, dir string, l Load, callers []bench.Caller, raw *bench.Raw) error {
	l.Rate, l.Sound = 20, false
	p, err := r.callers(ctx, dir, "warm", l, callers, "-l", strconv.Itoa(len(callers)))
	if err != nil {
		return err
	}
	raw.Heard = r.listen(ctx)
	if !p.ended(ctx, 30*time.Second) {
		return errors.New("the first callers did not come to an end: see " + dir)
	}
	return nil
}
