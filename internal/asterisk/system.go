package asterisk

import (
	"context"
	"net/http"

	"github.com/CyCoreSystems/ari/v5"
)

// Info names an Asterisk.
type Info struct {
	Version  string // "22.10.1"
	EntityID string // differs between two Asterisks
}

// Info asks Asterisk who it is.
func (l *Link) Info(ctx context.Context) (Info, error) {
	var w ari.AsteriskInfo
	err := l.do(ctx, request{op: "info", method: http.MethodGet, path: at("asterisk", "info"), out: &w})
	return Info{Version: w.SystemInfo.Version, EntityID: w.SystemInfo.EntityID}, err
}

// Ping is the cheapest request there is: it shows that ARI answers.
func (l *Link) Ping(ctx context.Context) error {
	return l.do(ctx, request{op: "ping", method: http.MethodGet, path: at("asterisk", "ping")})
}

// ReloadModule lets a module read its configuration again ("res_pjsip.so").
func (l *Link) ReloadModule(ctx context.Context, name string) error {
	return l.do(ctx, request{op: "reload", method: http.MethodPut, path: at("asterisk", "modules", name)})
}

// Phones lists the SIP endpoints, trunks included: name → reachable.
func (l *Link) Phones(ctx context.Context) (map[string]bool, error) {
	var ws []ari.EndpointData
	err := l.do(ctx, request{op: "phones", method: http.MethodGet, path: at("endpoints", phoneTech), out: &ws})
	phones := make(map[string]bool, len(ws))
	for _, w := range ws {
		phones[w.Resource] = w.State == online
	}
	return phones, err
}

// phoneTech is the channel driver whose endpoints are phones, and online the
// state of one that can be called.
const (
	phoneTech = "PJSIP"
	online    = "online"
)
