package prompt

import (
	"context"
	"sync"
)

// flights lets callers who want the same thing at the same time share one
// making of it. The making has a context of its own: it ends early only when
// the last who waits has gone, who then sees it out, so that no goroutine
// outlives its callers.
type flights struct {
	mu      sync.Mutex
	running map[string]*flight
}

type flight struct {
	cancel  context.CancelFunc
	waiters int           // guarded by flights.mu
	done    chan struct{} // closed when sound and err are set
	sound   Sound
	err     error
}

func (fs *flights) do(ctx context.Context, key string, build func(context.Context) (Sound, error)) (Sound, error) {
	if err := ctx.Err(); err != nil {
		return Sound{}, err
	}
	f := fs.join(ctx, key, build)
	select {
	case <-f.done:
		return f.sound, f.err
	case <-ctx.Done():
		fs.leave(key, f)
		return Sound{}, context.Cause(ctx)
	}
}

func (fs *flights) join(ctx context.Context, key string, build func(context.Context) (Sound, error)) *flight {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f := fs.running[key]; f != nil {
		f.waiters++
		return f
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{cancel: cancel, waiters: 1, done: make(chan struct{})}
	fs.running[key] = f
	go func() {
		defer close(f.done)
		defer cancel()
		f.sound, f.err = build(own)
		fs.mu.Lock()
		defer fs.mu.Unlock()
		fs.forget(key, f)
	}()
	return f
}

func (fs *flights) leave(key string, f *flight) {
	fs.mu.Lock()
	f.waiters--
	last := f.waiters == 0
	if last {
		f.cancel()
		fs.forget(key, f)
	}
	fs.mu.Unlock()
	if last {
		<-f.done
	}
}

// forget lets the next caller start afresh; mu is held.
func (fs *flights) forget(key string, f *flight) {
	if fs.running[key] == f {
		delete(fs.running, key)
	}
}
