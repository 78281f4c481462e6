package fleet

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"hotline/internal/journal"
)

// Config is what an engine needs to be one of a fleet.
type Config struct {
	Redis   Redis
	Machine string // this engine's name: unique in the fleet, and the same after a restart
	Journal Store  // the engine's own journal, a *journal.SQLite; only this engine writes it
	Log     *slog.Logger
	Metrics prometheus.Registerer // nil: no metrics are shown
}

// Store is the engine's own journal, as far as a shared log needs it.
type Store interface {
	journal.Places
	journal.Snapshots
	journal.Outbox
	Append(ctx context.Context, groups ...*journal.Group) error
	SetAsidePlaces(ctx context.Context, stream string, from int64) (n int64, err error)
}

var (
	_ Store = (*journal.SQLite)(nil)
	_ Store = (*journal.Memory)(nil)
)

// Redis says where the fleet's Redis is and how to get in.
type Redis struct {
	Addr     string // host:port
	User     string // "" = the default user
	Password string
	DB       int
	TLS      *tls.Config // nil: in clear
	Prefix   string      // of all keys; "" means "hotline:"
}

const defaultPrefix = "hotline:"

// The lease of a leader and what hangs together with it.
const (
	leaseTime   = 1500 * time.Millisecond
	leaseMargin = 300 * time.Millisecond // a leader stops by itself so long before its lease ends
	beatEvery   = 400 * time.Millisecond
	lostAfter   = 3 * time.Second        // without a beat
	awayAfter   = 500 * time.Millisecond // without a leader

	blockTime     = 500 * time.Millisecond  // of a read that waits
	socketTime    = 1200 * time.Millisecond // longer than blockTime: what takes longer is a dead line
	firstPause    = 50 * time.Millisecond
	longPause     = 500 * time.Millisecond // shorter than leaseTime: all are back before anybody leads
	together      = 256                    // inputs or groups in one call
	snapshotEvery = time.Hour
	giveUpAfter   = 2 * time.Second // of what Close still wants to say
)

// pace says how often snapshots are made, in groups.
type pace struct{ every, tail int64 }

func usualPace() pace { return pace{every: 20_000, tail: 10_000} }

func (c *Config) check() error {
	switch {
	case c.Redis.Addr == "":
		return errors.New("fleet: no address of Redis is given: say host:port")
	case c.Machine == "":
		return errors.New("fleet: the machine has no name: give it one that no other machine has")
	case strings.ContainsAny(c.Machine, ":/ \n{}"):
		return fmt.Errorf("fleet: the machine's name %q has a character that it may not have: use letters, digits, dots and dashes", c.Machine)
	case c.Journal == nil:
		return errors.New("fleet: no journal is given: each machine keeps a copy of its own")
	}
	if c.Redis.Prefix == "" {
		c.Redis.Prefix = defaultPrefix
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return nil
}

// client makes a client that notices a dead line within socketTime and sends nothing
// twice by itself: what a lost reply means is decided here. What it would print for each
// dial that fails, our own log says once.
func (r *Redis) client() *redis.Client {
	logging.Disable()
	return redis.NewClient(&redis.Options{
		Addr: r.Addr, Username: r.User, Password: r.Password, DB: r.DB, TLSConfig: r.TLS,
		DialTimeout: time.Second, ReadTimeout: socketTime, WriteTimeout: socketTime,
		DialerRetries: 1, MaxRetries: -1, PoolSize: 128, PoolTimeout: socketTime,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
}
