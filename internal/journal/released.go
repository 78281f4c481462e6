package journal

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
)

// Released waits until nobody writes the journal of a data directory, or ctx ends.
// Nothing is kept: the next to open it may be somebody else.
func Released(ctx context.Context, dir string) error {
	file, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return unwritable(dir, err)
	}
	free := make(chan error, 1)
	go func() { // it outlives a ctx that ends, until the lock is free
		defer func() { _ = file.Close() }()
		free <- flock(int(file.Fd()), syscall.LOCK_EX)
	}()
	select {
	case err := <-free:
		return err
	case <-ctx.Done():
		return &OpenError{Kind: InUse, Dir: dir, PID: holder(file.Name()), Err: ctx.Err()}
	}
}

// flock asks again when a signal came in between.
func flock(fd, how int) error {
	for {
		if err := syscall.Flock(fd, how); err != syscall.EINTR {
			return err
		}
	}
}
