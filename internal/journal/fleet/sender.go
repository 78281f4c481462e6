package fleet

import (
	"time"

	"github.com/redis/go-redis/v9"
)

// send hands this machine's inputs to Redis, in order, as soon as there are any. After an
// error all that is not on record is sent again: Redis leaves out what it has.
func (l *Log) send() {
	pause := firstPause
	for l.ctx.Err() == nil {
		if l.nobodyLeads() {
			if err := l.outbox.keep(l.ctx); err != nil && l.ctx.Err() == nil {
				l.log.Error("inputs that wait for the fleet are in memory only", "err", err)
			}
		}
		batch, before := l.outbox.next()
		if len(batch) == 0 {
			select {
			case <-l.outbox.wake:
			case <-l.ctx.Done():
			}
			continue
		}
		if err := l.sendBatch(batch, before); err != nil {
			l.metrics.errors.Inc()
			l.outbox.again()
			l.rest(pause)
			pause = min(2*pause, longPause)
			continue
		}
		pause = firstPause
	}
}

func (l *Log) sendBatch(batch []pending, before int64) error {
	args := make([]any, 0, 2+2*len(batch))
	args = append(args, l.machine(), before)
	for i := range batch {
		text, err := encode(batch[i].Entry)
		if err != nil { // nobody could read it: its number goes by without it
			l.log.Error("an input cannot be encoded", "kind", batch[i].Entry.Kind, "err", err)
			text = []byte("null")
		}
		args = append(args, batch[i].N, text)
	}
	k := &l.keys
	reply, err := l.fleet.scripts.submit.Run(l.ctx, l.fleet.client, []string{k.state, k.inputs, k.sent, k.applied}, args...).Int64Slice()
	switch {
	case err != nil:
		return err
	case len(reply) != 2:
		return redis.Nil
	case reply[0] == 1:
		l.outbox.haveSent(batch)
	default:
		l.outbox.again()
	}
	return nil
}

// rest waits for a while, or until the log is left.
func (l *Log) rest(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-l.ctx.Done():
	}
}
