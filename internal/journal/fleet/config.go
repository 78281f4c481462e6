package fleet

import (
	"crypto/tls"
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/internal/journal"
)

// Config is what an engine needs to be one of a fleet.
type Config struct {
	Redis   Redis
	Machine string // this engine's name: unique in the fleet, and the same after a restart
	Journal *journal.SQLite
	Log     *slog.Logger          // nil: the default logger
	Metrics prometheus.Registerer // nil: no metrics are shown
}

// Redis says where the fleet's Redis is and how to get in.
type Redis struct {
	Addr     string // host:port
	User     string // "" = the default user
	Password string
	DB       int
	TLS      *tls.Config // nil: in clear
	Prefix   string      // of all keys; "" means "hotline:"
}
