package rehearsal

import (
	"context"
	"slices"

	"hotline/internal/asterisk"
)

func (t *telephone) CreateBridge(_ context.Context, id, _, _ string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, taken := t.bridges[id]; taken {
		return fault("create bridge", asterisk.Conflict)
	}
	t.bridges[id] = nil
	return nil
}

func (t *telephone) DestroyBridge(_ context.Context, id string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, there := t.bridges[id]; !there {
		return fault("destroy bridge", asterisk.Gone)
	}
	delete(t.bridges, id)
	t.endRecordings(id)
	return nil
}

func (t *telephone) AddChannels(_ context.Context, bridge string, ids ...string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, there := t.bridges[bridge]; !there {
		return fault("add to bridge", asterisk.Gone)
	}
	for _, id := range ids {
		if l := t.lines[id]; l == nil || !l.inside {
			return fault("add to bridge", asterisk.Gone)
		}
	}
	t.music = ""
	for _, id := range ids {
		if !slices.Contains(t.bridges[bridge], id) {
			t.bridges[bridge] = append(t.bridges[bridge], id)
		}
	}
	return nil
}
