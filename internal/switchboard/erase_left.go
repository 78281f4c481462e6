package switchboard

import (
	"context"
	"fmt"
	"strings"

	"hotline/internal/call"
	"hotline/internal/journal"
)

// eraseLeft deletes what an engine before this one had settled and could not delete any
// more. The call of such a recording is over, or else it sees to that itself; what was
// neither kept nor dropped, by a mistake of ours, stays for somebody to save. It is done
// once, at the first link that lasts as long as that takes.
func (sb *Switchboard) eraseLeft() {
	sb.mu.Lock()
	done := sb.erased
	sb.mu.Unlock()
	if done {
		return
	}
	sb.spawn(func() {
		var failed error
		found := sb.persist(func(ctx context.Context) error {
			failed = sb.findLeft(ctx)
			return failed
		})
		if !found && sb.ctx.Err() == nil {
			sb.cfg.Log.Warn("what Asterisk still has of recordings from before is looked for at the next link", "err", failed)
		}
	})
}

func (sb *Switchboard) findLeft(ctx context.Context) error {
	stored, err := sb.cfg.Telephone.StoredRecordings(ctx)
	if err != nil {
		return err
	}
	calls := map[string]*past{}
	for _, name := range stored {
		id, _, ours := strings.Cut(name, "-")
		if !ours {
			continue
		}
		if calls[id] == nil {
			if calls[id], err = sb.pastOf(ctx, id); err != nil {
				return fmt.Errorf("the journal, about call %s: %w", id, err)
			}
		}
		if calls[id].left(name) {
			sb.erase(name)
		}
	}
	sb.mu.Lock()
	defer sb.mu.Unlock()
	sb.erased = true
	return nil
}

// pastOf is what a call's own facts add up to. One that is not known has none.
func (sb *Switchboard) pastOf(ctx context.Context, id string) (*past, error) {
	m := newMemory()
	p := &past{State: call.State{Call: id}}
	m.calls[id] = p
	return p, sb.cfg.Journal.ReadStream(ctx, journal.CallStream(id), 1, func(g journal.Group) error { return m.foldCall(id, g) })
}

// left: the recording was settled, and its call is over.
func (p *past) left(recording string) bool {
	for _, t := range p.tapes {
		if t.name == recording || t.heard == recording {
			return p.Over() && (t.settled || p.confidential)
		}
	}
	return false
}
