package fleet

import (
	"context"
	"strings"
	"sync/atomic"
	"time"
)

// lease is the right to lead for a while, renewed by the beat. It ends by this machine's
// own monotonic clock before it ends in Redis, so that whoever cannot renew it stops
// deciding without having to be told.
type lease struct {
	token int64
	head  int64 // when it was given: nobody writes since
	ctx   context.Context
	end   context.CancelFunc
	until atomic.Int64             // ns of the log's monotonic clock
	alive atomic.Pointer[[]member] // as the last beat said
	moved chan struct{}            // until or alive has changed
}

func newLease(ctx context.Context, token, head int64, until time.Duration, alive []member) *lease {
	l := &lease{token: token, head: head, moved: make(chan struct{}, 1)}
	l.ctx, l.end = context.WithCancel(ctx)
	l.renew(until, alive)
	return l
}

func (l *lease) renew(until time.Duration, alive []member) {
	l.until.Store(int64(until))
	l.alive.Store(&alive)
	nudge(l.moved)
}

func (l *lease) ends() time.Duration { return time.Duration(l.until.Load()) }

func (l *lease) valid(now time.Duration) bool { return !l.over(now) }

// over: it has ended, or was given up.
func (l *lease) over(now time.Duration) bool { return l.ctx.Err() != nil || now >= l.ends() }

func compareNames(a, b string) int { return strings.Compare(a, b) }
