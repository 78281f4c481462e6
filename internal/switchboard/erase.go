package switchboard

import (
	"context"
	"maps"
	"slices"
)

// erase deletes a recording at Asterisk: what somebody said must not lie about in a
// second place. What cannot be deleted now is when the link is back, though the
// call be over by then.
func (sb *Switchboard) erase(recording string) {
	sb.mu.Lock()
	sb.erasing[recording] = true
	sb.mu.Unlock()
	sb.spawn(func() {
		if !sb.persist(func(ctx context.Context) error { return sb.cfg.Telephone.DeleteRecording(ctx, recording) }) {
			return
		}
		sb.mu.Lock()
		defer sb.mu.Unlock()
		delete(sb.erasing, recording)
	})
}

// eraseAgain deletes what could not be deleted before.
func (sb *Switchboard) eraseAgain() {
	sb.mu.Lock()
	left := slices.Sorted(maps.Keys(sb.erasing))
	sb.mu.Unlock()
	for _, recording := range left {
		sb.erase(recording)
	}
}
