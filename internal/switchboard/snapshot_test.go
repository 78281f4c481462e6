package switchboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// part is a journal up to some group, with snapshots of its own.
type part struct {
	*journal.Memory

	upTo int64
	from int64 // where it was read last
}

func (p *part) Read(ctx context.Context, from int64, fn func(journal.Group) error) error {
	p.from = from
	err := p.Memory.Read(ctx, from, func(g journal.Group) error {
		if g.Seq > p.upTo {
			return errEnough
		}
		return fn(g)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

var errEnough = errors.New("enough")

func copyOf(t testing.TB, j journal.Reader) *journal.Memory {
	t.Helper()
	c := journal.NewMemory()
	require.NoError(t, j.Read(t.Context(), 1, func(g journal.Group) error { return c.Append(t.Context(), &g) }))
	return c
}

// snapshotsHold: a snapshot anywhere and what comes after it are the same as all of the
// journal; so is one made of an older one.
func snapshotsHold(t testing.TB, j journal.Reader) string {
	t.Helper()
	c := copyOf(t, j)
	whole, err := recall(t.Context(), c, quiet())
	require.NoError(t, err)
	last, err := c.Last(t.Context())
	require.NoError(t, err)
	for k := range int64(5) {
		p := &part{Memory: c, upTo: last * (k + 1) / 6}
		_, err := SaveSnapshot(t.Context(), p, 0, quiet())
		require.NoError(t, err)
		p.upTo = last
		m, err := recall(t.Context(), p, quiet())
		require.NoError(t, err)
		if p.from == 1 && last > 6 {
			return "the snapshot was not used"
		}
		if d := differ(t, whole, m); d != "" {
			return fmt.Sprintf("snapshot at group %d of %d: %s", last*(k+1)/6, last, d)
		}
	}
	return ""
}

// differ compares memories, as they are and as the calls get them.
func differ(t testing.TB, a, b memory) string {
	t.Helper()
	one, err := a.snapshot()
	require.NoError(t, err)
	other, err := b.snapshot()
	require.NoError(t, err)
	if !bytes.Equal(one, other) {
		return fmt.Sprintf("%s\nis not\n%s", other, one)
	}
	for id, p := range a.calls {
		if !reflect.DeepEqual(p, b.calls[id]) {
			return fmt.Sprintf("%+v\nis not\n%+v", b.calls[id], p)
		}
	}
	return ""
}

// busyNight leaves calls in every state, and what is known of seats.
func busyNight(t *testing.T, then func(s *scene)) {
	t.Helper()
	play(t, func(s *scene) {
		s.pins = map[string]string{"9001": "4711"}
		s.at(0).online("8001", "8021").arrives("ann", "12381").presses("ann", '1').at(5)
		s.arrives("bob", "12385").at(6)
		err := s.board.Seats().SignIn(s.t.Context(), SeatSignIn{Seat: "9001", Phone: "8031", PIN: "0000"})
		require.Error(t, err)
		then(s)
		s.hangsUp("ann").ended("ann", call.AbandonedRinging, "caller")
		s.hangsUp("bob").ended("bob", call.AbandonedInMenu, "caller")
	})
}

func TestASnapshotAndTheRestAreTheJournal(t *testing.T) {
	busyNight(t, func(s *scene) { require.Empty(t, snapshotsHold(t, s.story.journal)) })
}

func TestASnapshotThatCannotBeReadIsPassedBy(t *testing.T) {
	busyNight(t, func(s *scene) {
		c := copyOf(t, s.story.journal)
		last, err := c.Last(t.Context())
		require.NoError(t, err)
		whole, err := recall(t.Context(), c, quiet())
		require.NoError(t, err)
		p := &part{Memory: c, upTo: last / 2}
		n, err := SaveSnapshot(t.Context(), p, 0, quiet())
		require.NoError(t, err)
		require.Equal(t, last/2, int64(n))
		n, err = SaveSnapshot(t.Context(), p, 0, quiet())
		require.NoError(t, err)
		require.Zero(t, n, "nothing is new")
		all, err := c.Snapshots(t.Context(), SnapshotName)
		require.NoError(t, err)
		require.Len(t, all, 1)
		p.upTo = last
		for name, spoil := range map[string]func(*journal.Snapshot){
			"no data":        func(s *journal.Snapshot) { s.Data = nil },
			"another schema": func(s *journal.Snapshot) { s.Schema = snapshotSchema + 1 },
			"half of it":     func(s *journal.Snapshot) { s.Data = s.Data[:len(s.Data)/2] },
			"a damaged floor": func(s *journal.Snapshot) {
				s.Data = bytes.Replace(s.Data, []byte(`":"`), []byte(`":"AAAA`), 1)
			},
		} {
			newer := all[0]
			newer.Data = slices.Clone(newer.Data)
			newer.Seq = last
			spoil(&newer)
			require.NoError(t, c.SaveSnapshot(t.Context(), newer))
			m, err := recall(t.Context(), p, quiet())
			require.NoError(t, err)
			require.Equal(t, last/2+1, p.from, "%s: the older one is good", name)
			require.Empty(t, differ(t, whole, m), name)
			require.NoError(t, c.SaveSnapshot(t.Context(), all[0]), "for the next")
		}
		bad := journal.Snapshot{Name: SnapshotName, Schema: 99}
		require.NoError(t, c.SaveSnapshot(t.Context(), bad))
		require.NoError(t, c.SaveSnapshot(t.Context(), bad))
		m, err := recall(t.Context(), p, quiet())
		require.NoError(t, err)
		require.Equal(t, int64(1), p.from, "from the beginning")
		require.Empty(t, differ(t, whole, m))
	})
}

// The next engine takes the calls up by a snapshot as it does by the journal.
func TestAnEngineBeginsWithASnapshot(t *testing.T) {
	busyNight(t, func(s *scene) {
		s.crash()
		_, err := SaveSnapshot(s.t.Context(), s.story.journal, 0, quiet())
		require.NoError(t, err)
		memory, err := recall(t.Context(), s.story.journal, quiet())
		require.NoError(t, err)
		require.NotEmpty(t, memory.calls)
		s.restart(loadTree(t)).at(8)
	})
}
