package fleet_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
	"hotline/internal/site"
)

// onBoth runs a test with a Redis in memory and with a real one.
func onBoth(t *testing.T, test func(t *testing.T, redis server)) {
	t.Parallel() // they wait for leases most of the time
	t.Run("miniredis", func(t *testing.T) {
		t.Parallel()
		test(t, newMini(t))
	})
	t.Run("redis-server", func(t *testing.T) {
		t.Parallel()
		test(t, newReal(t))
	})
}

// onAll is onBoth, and with a Valkey.
func onAll(t *testing.T, test func(t *testing.T, redis server)) {
	onBoth(t, test)
	t.Run("valkey-server", func(t *testing.T) {
		t.Parallel()
		test(t, newValkey(t))
	})
}

func TestOneMachineDecidesForItself(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		e := engineAt(t, "a", redis.addr(), "", nil)
		for i := range 600 {
			e.submit("call", i)
		}
		e.awaitCount(600)
		e.awaitAway(false)
		requireOnce(t, e)
		require.Equal(t, "a", e.log.Status().Leader)
		require.True(t, e.log.Status().Leading)
		require.Zero(t, e.log.Status().Pending)
	})
}

func TestWhatCannotBeDecidedIsOnRecordWithoutFacts(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		e := engineAt(t, "a", redis.addr(), "", nil)
		e.submit("call", 1)
		bad := e.submit("bad", 2)
		fatal := e.submit("fatal", 3)
		e.submit("alarm", 4)
		e.awaitCount(2)
		requireOnce(t, e)
		rang := func() bool {
			for _, g := range e.tally.groups {
				if len(g.Facts) == 1 && g.Facts[0].Kind == "rang" {
					return true
				}
			}
			return false
		}
		e.tally.until(t, "its timer went off", rang)
		e.tally.mu.Lock()
		defer e.tally.mu.Unlock()
		for _, g := range e.tally.groups {
			if g.Origin == bad || g.Origin == fatal {
				require.Empty(t, g.Facts)
				require.NotNil(t, g.Input)
			}
		}
	})
}

func TestAnotherLeadsWhenTheLeaderIsKilled(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		leader, other := firstLead(t, a, b)
		for i := range 100 {
			a.submit("call", i)
			b.submit("call", i)
		}
		requireOnce(t, a, b)
		leader.kill()
		killed := time.Now()
		other.submit("call", 100)
		other.awaitCount(201)
		t.Logf("from the leader's end to the next decision: %v", time.Since(killed))
		requireOnce(t, a, b)

		again := engineAt(t, leader.name, redis.addr(), leader.dir, nil)
		again.given = leader.given
		again.submit("call", 101)
		requireOnce(t, again, other)
	})
}

func TestALeadIsHandedOver(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		leader, other := firstLead(t, a, b)
		leader.submit("call", 1)
		requireOnce(t, a, b)
		leader.stop()
		closed := time.Now()
		other.submit("call", 2)
		other.awaitCount(2)
		t.Logf("from the leader's leave to the next decision: %v", time.Since(closed))
	})
}

func TestRedisGoneForAWhile(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		firstLead(t, a, b)
		a.submit("call", 1)
		requireOnce(t, a, b)
		redis.stop()
		a.awaitAway(true)
		b.awaitAway(true)
		for i := range 300 {
			a.submit("call", i)
			b.submit("call", i)
		}
		require.Equal(t, 300, a.log.Status().Pending)
		require.True(t, a.log.Status().Away)
		redis.start()
		back := time.Now()
		requireOnce(t, a, b)
		t.Logf("from Redis' return to the last input decided: %v", time.Since(back))
		a.awaitAway(false)
		b.awaitAway(false)
	})
}

func TestInputsOutliveTheirEngine(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		a := engineAt(t, "a", redis.addr(), "", nil)
		a.submit("call", 1)
		a.awaitCount(1)
		redis.stop()
		a.awaitAway(true)
		for i := range 10 {
			a.submit("call", i)
		}
		a.stop()
		redis.start()
		again := engineAt(t, "a", redis.addr(), a.dir, nil)
		again.given = a.given
		again.submit("call", 99)
		requireOnce(t, again)
		require.Len(t, again.tally.origins(), 12)
	})
}

func TestAnEmptyRedisIsHealedFromCopiesOfDifferentLength(t *testing.T) {
	onAll(t, func(t *testing.T, redis server) {
		a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		firstLead(t, a, b)
		for i := range 50 {
			a.submit("call", i)
			b.submit("call", i)
		}
		requireOnce(t, a, b)
		b.stop() // b has a shorter copy from now on
		for i := range 50 {
			a.submit("call", i)
		}
		a.awaitCount(150)
		redis.stop()
		again := engineAt(t, "b", redis.addr(), b.dir, nil)
		again.given = b.given
		a.awaitAway(true)
		again.submit("call", 1)
		redis.startEmpty()
		start := time.Now()
		requireOnce(t, a, again)
		t.Logf("from an empty Redis to the next decision: %v", time.Since(start))
		c := engineAt(t, "c", redis.addr(), "", nil)
		c.submit("call", 1)
		requireOnce(t, a, again, c)
	})
}

func TestAMachineWithoutItsCopyTakesRedisSnapshot(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		often := func(f *fleet.Fleet) { f.Pace(40, 20) }
		a, b := engineAt(t, "a", redis.addr(), "", often), engineAt(t, "b", redis.addr(), "", often)
		for i := range 300 {
			a.submit("call", i)
			if i%50 == 0 {
				a.awaitCount(i) // so that there are several snapshots
			}
		}
		requireOnce(t, a, b)
		b.kill()
		for i := range 100 {
			a.submit("call", i)
		}
		a.awaitCount(400)
		again := engineAt(t, "b", redis.addr(), "", often)
		again.submit("call", 1)
		requireOnce(t, a, again)
		redis.stop()
		redis.startEmpty()
		again.submit("call", 2)
		requireOnce(t, a, again)
	})
}

func TestLostAnswersDecideNothingTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		w := newWire(t, redis.addr())
		a, b := engineAt(t, "a", w.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		firstLead(t, a, b)
		for i := range 12 {
			w.cutAfter(1 + i*37)
			for j := range 20 {
				a.submit("call", j)
				b.submit("call", j)
			}
			requireOnce(t, a, b)
		}
	})
}

func TestTheSideWithoutALineStopsDeciding(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		wa, wb := newWire(t, redis.addr()), newWire(t, redis.addr())
		a, b := engineAt(t, "a", wa.addr(), "", nil), engineAt(t, "b", wb.addr(), "", nil)
		leader, other := firstLead(t, a, b)
		cut := map[*engine]*wire{a: wa, b: wb}[leader]
		leader.submit("call", 1)
		requireOnce(t, a, b)
		cut.blackhole(true)
		start := time.Now()
		leader.submit("call", 2)
		other.submit("call", 3)
		other.awaitLead()
		require.False(t, leader.log.Status().Leading, "before another leads, it has stopped")
		other.awaitCount(2)
		t.Logf("from the cut to the next decision: %v", time.Since(start))
		leader.awaitAway(true)
		cut.blackhole(false)
		requireOnce(t, a, b)
		leader.awaitAway(false)
	})
}

func TestAnotherHistoryWins(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		a.submit("call", 1)
		requireOnce(t, a, b)
		b.stop()
		for i := range 5 {
			a.submit("call", i)
		}
		a.awaitCount(6)
		a.kill() // it alone knows of five
		redis.stop()
		redis.startEmpty()
		bb := engineAt(t, "b", redis.addr(), b.dir, nil)
		bb.submit("call", 7)
		bb.awaitCount(2)
		aa := engineAt(t, "a", redis.addr(), a.dir, nil)
		aa.submit("call", 8)
		aa.tally.until(t, "both have the same", func() bool { return len(aa.tally.Origins) == 3 && aa.tally.Count == 3 })
		bb.awaitCount(3)
		require.Equal(t, bb.tally.origins(), aa.tally.origins())
		aside := 0
		require.NoError(t, aa.store.ReadStream(t.Context(), journal.AsidePrefix+"floor/x", 1, func(journal.Group) error {
			aside++
			return nil
		}))
		require.GreaterOrEqual(t, aside, 5)
	})
}

func TestMembersComeAndGo(t *testing.T) {
	onBoth(t, func(t *testing.T, redis server) {
		a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
		a.submit("call", 1)
		requireOnce(t, a, b)
		seen := func(want string) func() bool {
			return func() bool {
				last := ""
				for _, g := range a.tally.groups {
					if len(g.Facts) == 1 && g.Facts[0].Kind == "members" {
						last = string(g.Facts[0].Data)
					}
				}
				return last == want
			}
		}
		a.tally.until(t, "both are there", seen(`["a","b"]`))
		b.kill()
		a.tally.until(t, "b is lost", seen(`["a"]`))
		engineAt(t, "b", redis.addr(), b.dir, nil)
		a.tally.until(t, "b is back", seen(`["a","b"]`))
	})
}

func TestAFrozenRedis(t *testing.T) {
	t.Parallel()
	redis, ok := newReal(t).(*realRedis)
	require.True(t, ok)
	a, b := engineAt(t, "a", redis.addr(), "", nil), engineAt(t, "b", redis.addr(), "", nil)
	firstLead(t, a, b)
	a.submit("call", 1)
	requireOnce(t, a, b)
	redis.freeze(true)
	a.submit("call", 2)
	a.awaitAway(true)
	b.awaitAway(true)
	redis.freeze(false)
	b.submit("call", 3)
	requireOnce(t, a, b)
}

func TestThreeMachinesTakeTurnsLeading(t *testing.T) {
	onAll(t, func(t *testing.T, redis server) {
		var all []*engine
		for _, name := range []string{"a", "b", "c"} {
			all = append(all, engineAt(t, name, redis.addr(), "", nil))
		}
		for round := range 3 {
			for i := range 30 {
				for _, e := range all {
					e.submit("call", i)
				}
			}
			requireOnce(t, all...)
			for i, e := range all {
				if e.log.Status().Leading {
					e.kill()
					all[i] = engineAt(t, e.name, redis.addr(), e.dir, nil)
					all[i].given = e.given
					break
				}
			}
			t.Log("round", round)
		}
		requireOnce(t, all...)
	})
}

// The rights that docs/fleet.md names are enough.
func TestAUserWithFewRights(t *testing.T) {
	t.Parallel()
	server := newReal(t)
	admin := redis.NewClient(&redis.Options{Addr: server.addr()})
	defer admin.Close()
	require.NoError(t, admin.Do(t.Context(), "ACL", "SETUSER", "hotline", "on", ">secret", "resetchannels", "~hotline:*",
		"+@read", "+@write", "+@scripting", "+@transaction", "+@connection", "+time", "+ping", "-@dangerous").Err())
	few := fleet.Redis{Addr: server.addr(), User: "hotline", Password: "secret"}
	a := engineWith(t, "a", few, "", func(f *fleet.Fleet) { f.Pace(10, 10) })
	for i := range 50 {
		a.submit("call", i)
	}
	requireOnce(t, a)
	require.NoError(t, admin.FlushAll(t.Context()).Err())
	a.submit("call", 51)
	requireOnce(t, a)
}

// Redis may be on another machine: what is said to it is encrypted, and it has to be the
// one that has the certificate.
func TestRedisOverTLS(t *testing.T) {
	t.Parallel()
	cert, err := site.Certificate(t.TempDir(), netip.MustParseAddr("127.0.0.1"))
	require.NoError(t, err)
	server := startTLS(t, programOf(t, parts.Redis), cert)
	stranger, err := fleet.ReadRedis("rediss://" + server.addr())
	require.NoError(t, err)
	_, err = (&tls.Dialer{Config: stranger.TLS}).DialContext(t.Context(), "tcp", server.addr())
	require.ErrorAs(t, err, &x509.UnknownAuthorityError{}, "a certificate that nobody vouches for is believed")

	trusting, err := fleet.ReadRedis("rediss://" + server.addr())
	require.NoError(t, err)
	require.NoError(t, trusting.Trust(cert.Cert))
	a, b := engineWith(t, "a", trusting, "", nil), engineWith(t, "b", trusting, "", nil)
	a.submit("call", 1)
	b.submit("call", 2)
	requireOnce(t, a, b)
	server.stop()
	a.awaitAway(true)
	a.submit("call", 3)
	server.start()
	requireOnce(t, a, b)

	inClear := engineWith(t, "c", fleet.Redis{Addr: server.addr()}, "", nil)
	inClear.awaitAway(true)
	a.submit("call", 4)
	a.awaitCount(4)
	require.Empty(t, inClear.tally.origins(), "nothing is said in clear")
}

func TestWrongSettingsAreRefused(t *testing.T) {
	store, err := journal.OpenSQLite(t.Context(), t.TempDir(), journal.Options{})
	require.NoError(t, err)
	defer store.Close()
	for says, cfg := range map[string]fleet.Config{
		"no address of Redis":   {Machine: "a", Journal: store},
		"no name":               {Redis: fleet.Redis{Addr: "x:1"}, Journal: store},
		`"a/b" has a character`: {Redis: fleet.Redis{Addr: "x:1"}, Machine: "a/b", Journal: store},
		"no journal":            {Redis: fleet.Redis{Addr: "x:1"}, Machine: "a"},
	} {
		_, err := fleet.Open(t.Context(), cfg)
		require.ErrorContains(t, err, says, fmt.Sprint(cfg.Machine))
	}
}
