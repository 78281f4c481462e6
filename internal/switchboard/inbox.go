package switchboard

import "sync"

// inbox hands messages to one reader in order. It has no bound: a sender never
// waits, so two goroutines that send to each other cannot lock up.
type inbox[T any] struct {
	ready chan struct{}
	clock Clock
	mu    sync.Mutex
	items []T
}

func newInbox[T any](clock Clock) *inbox[T] {
	return &inbox[T]{ready: make(chan struct{}, 1), clock: clock}
}

func (b *inbox[T]) put(items ...T) {
	b.mu.Lock()
	b.items = append(b.items, items...)
	b.mu.Unlock()
	b.clock.Wake(b.ready)
}

// take returns everything that waits, oldest first.
func (b *inbox[T]) take() []T {
	b.mu.Lock()
	defer b.mu.Unlock()
	items := b.items
	b.items = nil
	return items
}
