package arena

import (
	"cmp"
	"context"
	"net"
	"strconv"
	"syscall"
	"time"

	"hotline/internal/bench"
)

// callers is how many are needed for a load.
func (l Load) callers(seats int) int {
	if l.Waiting == 0 {
		return l.Callers
	}
	a := l.leaving(seats) * (l.filling(seats) + l.Window).Seconds()
	return seats + l.Waiting + int(1.5*a) + 100
}

// leaving is how many talks end a second while all seats talk.
func (l Load) leaving(seats int) float64 { return float64(seats) / l.Talk.Seconds() }

// filling is how long it takes until all seats talk and all others wait.
func (l Load) filling(seats int) time.Duration {
	net := max(l.Rate-l.leaving(seats), l.Rate/4)
	return time.Duration(float64(seats+l.Waiting)/net*float64(time.Second)) + 3*time.Second
}

// lasting is the longest that a round without waiting callers may take.
func (l Load) lasting() time.Duration {
	return time.Duration(float64(l.Callers)/l.Rate*float64(time.Second)) + 5*l.Talk + cmp.Or(l.Patience, 15*time.Second)
}

// measure lets the measured callers come and go, and looks at the counters at both ends of
// the window.
func (r *round) measure(ctx context.Context, dir string, l Load, callers []bench.Caller, raw *bench.Raw) error {
	limit := len(callers)
	if l.Waiting > 0 {
		limit = r.arena.Seats + l.Waiting
	}
	begin, err := r.look()
	if err != nil {
		return err
	}
	p, err := r.callers(ctx, dir, "caller", l, callers, "-l", strconv.Itoa(limit))
	if err != nil {
		return err
	}
	defer p.proc.Kill()
	left := true
	if l.Waiting == 0 {
		left = p.ended(ctx, l.lasting())
	} else if begin, err = r.keepWaiting(ctx, l); err != nil {
		return err
	}
	end, err := r.look()
	if err != nil {
		return err
	}
	raw.Window = bench.Window{From: begin.at.UnixMicro(), Until: end.at.UnixMicro()}
	raw.Asterisk, raw.Engine = end.asterisk-begin.asterisk, end.engine-begin.engine
	if l.Waiting > 0 || !left {
		p.proc.Signal(syscall.SIGUSR1) // no more calls
		if err := r.arena.empty(ctx); err != nil {
			return err
		}
		p.ended(ctx, 10*time.Second)
	}
	raw.Callers, err = p.trace()
	return err
}

// keepWaiting waits until the place is full, and for the length of the window.
func (r *round) keepWaiting(ctx context.Context, l Load) (begin look, err error) {
	if err := pause(ctx, l.filling(r.arena.Seats)); err != nil {
		return look{}, err
	}
	if begin, err = r.look(); err != nil {
		return look{}, err
	}
	return begin, pause(ctx, l.Window)
}

// look is what the kernel's counters say at a moment, in milliseconds of processor.
type look struct {
	at               time.Time
	asterisk, engine float64
}

func (r *round) look() (look, error) {
	l := look{at: time.Now()}
	asterisk, err := spent(r.arena.rig.Server.PID())
	if err != nil {
		return l, err
	}
	l.asterisk = asterisk.Seconds() * 1000
	if r.engine != nil {
		engine, err := spent(r.engine.proc.PID())
		if err != nil {
			return l, err
		}
		l.engine = engine.Seconds() * 1000
	}
	return l, nil
}

// taken tells whether somebody listens at a UDP address.
func taken(at string) bool {
	conn, err := net.ListenPacket("udp", at)
	if err != nil {
		return true
	}
	_ = conn.Close()
	return false
}
