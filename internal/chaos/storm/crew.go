package storm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"hotline/internal/softphone"
)

// The tones by which both sides of a talk are known.
const (
	callerTone = 660
	seatTone   = 440
)

// deaf is how long somebody hears nothing before the talk counts as broken.
const deaf = time.Second

// crew are softphones on a machine: callers, and seats that take every call they get.
type crew struct {
	machine *machine
	book    *logbook
	caller  *softphone.Phone
	seats   []*softphone.Phone
	prefix  string // of the numbers that its callers call from

	mu    sync.Mutex
	count int
	done  sync.WaitGroup
}

// newCrew puts seats to work. They answer until the phones are closed with the machine.
func newCrew(ctx context.Context, m *machine, book *logbook, prefix string, seats ...string) (*crew, error) {
	c := &crew{machine: m, book: book, prefix: prefix}
	var err error
	if c.caller, err = m.rig.CarrierPhone(ctx, prefix+"0"); err != nil {
		return nil, err
	}
	for _, number := range seats {
		phone, err := m.rig.SeatPhone(ctx, number)
		if err != nil {
			return nil, err
		}
		c.seats = append(c.seats, phone)
		c.done.Go(func() { c.serve(ctx, number, phone) })
	}
	return c, c.register(ctx)
}

// register makes the seats known, again after Asterisk has forgotten them.
func (c *crew) register(ctx context.Context) error {
	for _, phone := range c.seats {
		if err := phone.Register(ctx); err != nil {
			return fmt.Errorf("registering a seat: %w", err)
		}
	}
	return nil
}

// serve takes a seat's calls.
func (c *crew) serve(ctx context.Context, number string, phone *softphone.Phone) {
	for {
		select {
		case call, ok := <-phone.Incoming():
			if !ok {
				return
			}
			c.done.Go(func() { c.take(ctx, number, call) })
		case <-ctx.Done():
			return
		}
	}
}

// take lets a seat's telephone ring, picks it up, talks for a while, and hangs up.
func (c *crew) take(ctx context.Context, number string, call *softphone.Call) {
	defer func() { c.book.seat(c.machine.name, number, call) }()
	defer hangUp(call)
	if call.Ring() != nil {
		return
	}
	wait(100*time.Millisecond, call.Ended())
	if call.Answer(ctx) != nil {
		return
	}
	call.StartTone(seatTone)
	c.listen(ctx, call, callerTone, number, call.From().User, talkTime())
}

// talkTime is how long one side wants to talk.
func talkTime() time.Duration { return 8*time.Second + rand.N(20*time.Second) }

// number is one that nobody has called from yet.
func (c *crew) number() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	return fmt.Sprintf("%s%07d", c.prefix, c.count)
}

var errUnheard = errors.New("no seat is heard")

// dial places a call that is to hear a seat in time, and then talks for a while.
func (c *crew) dial(ctx context.Context, target string, inTime, length time.Duration) error {
	number := c.number()
	call, err := c.caller.Dial(ctx, target, softphone.DialOptions{From: number})
	if err != nil {
		return err
	}
	defer func() { c.book.caller(c.machine.name, number, call) }()
	defer hangUp(call)
	call.StartTone(callerTone)
	soon, cancel := context.WithTimeout(ctx, inTime)
	defer cancel()
	if err := call.WaitAnswered(soon); err != nil {
		return err
	}
	if err := call.WaitTone(soon, seatTone, 200*time.Millisecond); err != nil {
		return errors.Join(errUnheard, err)
	}
	c.listen(ctx, call, seatTone, "the caller", number, length)
	return nil
}

// listen keeps an ear on a talk until it ends, or has lasted long enough.
func (c *crew) listen(ctx context.Context, call *softphone.Call, tone float64, who, number string, length time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	stop := make(chan struct{})
	go func() {
		defer close(stop)
		select {
		case <-call.Ended():
			cancel()
		case <-ctx.Done():
		}
	}()
	ear := call.Listen()
	if ear.WaitTone(ctx, tone, 200*time.Millisecond) == nil && ear.WaitSilence(ctx, deaf) == nil {
		c.book.silence(number, who, time.Now().Add(-deaf))
		<-ctx.Done()
	}
	cancel()
	<-stop
}

// hangUp ends a call. Who is dead does not agree, and that is waited for a moment only.
func hangUp(call *softphone.Call) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = call.Hangup(ctx)
}

// noWait is a context for what has happened already.
func noWait() context.Context { return context.Background() }

// leave closes the phones and waits for the last of their calls.
func (c *crew) leave() {
	_ = c.caller.Close()
	for _, phone := range c.seats {
		_ = phone.Close()
	}
	c.done.Wait()
}
