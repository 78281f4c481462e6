package asterisk

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMailboxKeepsAllInOrder(t *testing.T) {
	box := newMailbox(func(int) {})
	const senders, each = 4, 5000
	var sending sync.WaitGroup
	for s := range senders {
		sending.Go(func() {
			for i := range each {
				box.put(Digit{ID: string(rune('a' + s)), Duration: 0, Digit: byte(i % 10)})
			}
		})
	}
	counts := map[string]int{}
	for total := 0; total < senders*each; {
		select {
		case <-box.Ready():
		case <-testContext(t).Done():
			t.Fatal("woken for less than was put in")
		}
		for _, e := range box.Take() {
			d := e.(Digit)
			require.Equal(t, byte(counts[d.ID]%10), d.Digit)
			counts[d.ID]++
			total++
		}
	}
	sending.Wait()
}

func TestMailboxNext(t *testing.T) {
	box := newMailbox(func(int) {})
	box.put(Digit{Digit: '1'})
	box.put(Digit{Digit: '2'})
	assert.Equal(t, byte('1'), next[Digit](t, box).Digit)
	assert.Equal(t, byte('2'), next[Digit](t, box).Digit)
	over := errors.New("over")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(over)
	_, err := box.Next(ctx)
	assert.ErrorIs(t, err, over)
}

func TestMailboxClosed(t *testing.T) {
	box := newMailbox(func(int) {})
	box.put(Digit{Digit: '1'})
	box.Close()
	box.Close()
	assert.False(t, box.put(Digit{Digit: '2'}))
	assert.Equal(t, byte('1'), next[Digit](t, box).Digit, "what was in can be taken")
	for range 2 {
		_, err := box.Next(testContext(t))
		assert.ErrorIs(t, err, Closed)
	}
	<-box.Ready()
}

func TestDeepMailboxIsAnAlarm(t *testing.T) {
	var log strings.Builder
	m, err := newMetrics(nil, slog.New(slog.NewTextHandler(&log, nil)))
	require.NoError(t, err)
	box := newMailbox(m.noteDepth)
	for range deepMailbox - 1 {
		box.put(Digit{})
	}
	assert.Empty(t, log.String())
	box.put(Digit{})
	box.put(Digit{})
	assert.Equal(t, 1, strings.Count(log.String(), "not being emptied"))
	assert.Equal(t, deepMailbox+1, m.depth)
}
