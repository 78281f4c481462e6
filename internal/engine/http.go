package engine

import (
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// handler serves what machines ask: is it alive, does it take calls, how is it;
// and the wish to reload.
func (e *Engine) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(e.registry, promhttp.HandlerOpts{Registry: e.registry}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintln(w, "alive")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := e.Ready(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintln(w, "ready")
		for _, line := range e.keeper.trouble() {
			_, _ = fmt.Fprintln(w, line)
		}
	})
	// A page in a browser of this machine must not ask in its user's name.
	mux.Handle("POST "+ReloadPath, http.NewCrossOriginProtection().Handler(http.HandlerFunc(e.reload)))
	return mux
}
