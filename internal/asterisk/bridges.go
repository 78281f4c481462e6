package asterisk

import (
	"context"
	"net/http"

	"github.com/CyCoreSystems/ari/v5"
)

// Kinds of bridge.
const (
	Talk    = "mixing,dtmf_events" // keys pressed inside are reported; a plain mixing bridge swallows them
	Holding = "holding"
)

// CreateBridge makes a bridge under an id chosen by the caller. Kinds is Talk,
// Holding or ARI's own list. An id that is taken is a Conflict.
func (l *Link) CreateBridge(ctx context.Context, id, kinds, name string) error {
	return l.do(ctx, request{
		op: "bridge_create", prompt: true, method: http.MethodPost, path: at("bridges", id),
		body: map[string]any{"type": kinds, "name": name},
	})
}

// DestroyBridge puts everybody out and ends the bridge.
func (l *Link) DestroyBridge(ctx context.Context, id string) error {
	return l.do(ctx, request{op: "bridge_destroy", prompt: true, method: http.MethodDelete, path: at("bridges", id)})
}

// AddChannels puts channels into a bridge, in this order; one that is in another
// bridge leaves that. A channel that has not arrived yet is a Conflict: wait for its
// ChannelArrived. Music of StartMusic goes on in the bridge and hides the others: stop
// it.
func (l *Link) AddChannels(ctx context.Context, bridge string, ids ...string) error {
	return l.add(ctx, bridge, map[string]any{"channel": ids})
}

// AddQuietly is AddChannels for those whose keys are for us: until they leave the
// bridge, nobody else in it is sent them.
func (l *Link) AddQuietly(ctx context.Context, bridge string, ids ...string) error {
	return l.add(ctx, bridge, map[string]any{"channel": ids, "absorbDTMF": true})
}

func (l *Link) add(ctx context.Context, bridge string, body map[string]any) error {
	return l.do(ctx, request{op: "bridge_add", method: http.MethodPost, path: at("bridges", bridge, "addChannel"), body: body})
}

// RemoveChannel takes a channel out of a bridge; it stays ours. One that is not in it
// is a Conflict.
func (l *Link) RemoveChannel(ctx context.Context, bridge, id string) error {
	return l.do(ctx, request{
		op: "bridge_remove", method: http.MethodPost, path: at("bridges", bridge, "removeChannel"),
		body: map[string]any{"channel": []string{id}},
	})
}

// Bridges lists all bridges of this Asterisk, not only ours.
func (l *Link) Bridges(ctx context.Context) ([]Bridge, error) {
	var ws []ari.BridgeData
	err := l.do(ctx, request{op: "bridges", method: http.MethodGet, path: at("bridges"), out: &ws})
	out := make([]Bridge, len(ws))
	for i, w := range ws {
		out[i] = Bridge{ID: w.ID, Name: w.Name, Kind: w.Type, Channels: w.ChannelIDs}
	}
	return out, err
}
