package arena

import (
	"cmp"
	"context"
	"errors"
	"net"
	"os"
	"runtime"
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
	return time.Duration(float64(l.Callers)/l.Rate*float64(time.Second)) + bench.Longest*l.Talk + cmp.Or(l.Patience, 15*time.Second)
}

// measure lets the measured callers come and go, and looks at the counters at both ends of
// the window.
func (r *round) measure(ctx context.Context, dir string, l Load, callers []bench.Caller, seats *sipp, raw *bench.Raw) error {
	limit := len(callers)
	if l.Waiting > 0 {
		limit = r.arena.Serves + l.Waiting
	}
	begin, err := r.look(seats)
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
	} else if begin, err = r.keepWaiting(ctx, l, seats, p); err != nil {
		return err
	}
	end, err := r.look(seats, p)
	if err != nil {
		return err
	}
	end.since(begin, raw)
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
func (r *round) keepWaiting(ctx context.Context, l Load, sipps ...*sipp) (begin look, err error) {
	if err := pause(ctx, l.filling(r.arena.Serves)); err != nil {
		return look{}, err
	}
	if begin, err = r.look(sipps...); err != nil {
		return look{}, err
	}
	return begin, pause(ctx, l.Window)
}

// look is what the kernel's counters say at a moment, in milliseconds of processor.
type look struct {
	at               time.Time
	asterisk, engine float64
	ours, all        float64 // these and SIPp and this program; all programs on the machine
}

// look reads the counters, those of some SIPps among them.
func (r *round) look(sipps ...*sipp) (l look, err error) {
	l.at = time.Now()
	var failed error
	take := func(used time.Duration, err error) float64 {
		failed = errors.Join(failed, err)
		return used.Seconds() * 1000
	}
	l.asterisk = take(spent(r.arena.rig.Server.PID()))
	if r.engine != nil {
		l.engine = take(spent(r.engine.proc.PID()))
	}
	l.ours = l.asterisk + l.engine + take(spent(os.Getpid()))
	for _, s := range sipps {
		l.ours += take(s.spent())
	}
	l.all = take(busy())
	return l, failed
}

// since puts what was used between two looks into raw.
func (l look) since(begin look, raw *bench.Raw) {
	raw.Window = bench.Window{From: begin.at.UnixMicro(), Until: l.at.UnixMicro()}
	raw.Asterisk, raw.Engine = l.asterisk-begin.asterisk, l.engine-begin.engine
	all := l.at.Sub(begin.at).Seconds() * 1000 * float64(runtime.NumCPU())
	raw.Others = max(0, (l.all-begin.all)-(l.ours-begin.ours)) / all
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
