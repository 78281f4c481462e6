package record

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
)

func anHour() SumsOf {
	return SumsOf{Since: at(0), Until: at(3_600_000), Now: at(3_600_000), Within: 15 * time.Second, Short: 5 * time.Second}
}

func sumsOf(t *testing.T, s *Store, of SumsOf) []Sums {
	t.Helper()
	sums, _, err := s.Sums(t.Context(), of)
	require.NoError(t, err)
	return sums
}

// talkOfOne is a caller who waits 3 s and talks for 10 s with a seat at work for 20 s.
func talkOfOne(t require.TestingT) []*journal.Group {
	return groupsOf(
		t, "c",
		&acd.SeatSignedIn{At: noon, Seat: "8001"},
		&acd.CallQueued{At: noon + 1000, Call: "c", Queue: "harbin/main"},
		&acd.Offered{At: noon + 1000, Offer: 1, Call: "c", Queue: "harbin/main", Seat: "8001"},
		&acd.OfferEnded{At: noon + 4000, Offer: 1, Call: "c", Seat: "8001", Result: acd.Accepted},
		&acd.Answered{At: noon + 4000, Call: "c", Queue: "harbin/main", Seat: "8001"},
		&acd.TalkEnded{At: noon + 14_000, Call: "c", Queue: "harbin/main", Seat: "8001", Talked: 10_000, By: acd.Caller},
		&acd.SeatSignedOut{At: noon + 20_000, Seat: "8001"},
	)
}

func sumOfOne() Sums {
	return Sums{
		From: at(0), To: at(3_600_000), Offered: 1, Answered: 1, InTime: 1, InTimeFromArrival: 1,
		AnswerWait: 3000, Wait: 3000, LongestWait: 3000, Offers: 1, Handled: 1, Talk: 10_000,
		SeatTime: map[string]int64{"ready": 7000, "offered": 3000, "talking": 10_000},
	}
}

// What a batch leaves under way, the next one ends.
func TestSumsDoNotDependOnTheBatches(t *testing.T) {
	for size := 1; size <= 8; size++ {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			s := inMemory(t)
			s.batch = size
			catchup(t, s, journalOf(t, talkOfOne(t)...))
			require.Equal(t, []Sums{sumOfOne()}, sumsOf(t, s, anHour()))
		})
	}
}

// A file of the version before has no floors: it is built anew from the journal.
func TestSumsAfterANewVersion(t *testing.T) {
	dir, j := t.TempDir(), journalOf(t, talkOfOne(t)...)
	s := openAt(t, dir)
	catchup(t, s, j)
	_, err := s.db.ExecContext(t.Context(), `DROP TABLE stays; DROP TABLE spells; DROP TABLE stances; PRAGMA user_version = 2`)
	require.NoError(t, err)
	require.NoError(t, s.Close())

	s = openAt(t, dir)
	require.Equal(t, 7, catchup(t, s, j).Groups)
	sums, seq, err := s.Sums(t.Context(), anHour())
	require.NoError(t, err)
	require.Equal(t, []Sums{sumOfOne()}, sums)
	require.EqualValues(t, 7, seq)
}

// The price of figures goes with the span: no table that grows is read as a whole.
func TestSumsReadTheSpanOnly(t *testing.T) {
	s := inMemory(t)
	for _, place := range []Place{Everything, ByFloor, ByCentre, ByQueue, BySeat} {
		for _, every := range []Period{Whole, Hour} {
			of := anHour()
			of.Place, of.Every = place, every
			a := adder{of: of}
			for _, p := range a.parts() {
				for _, step := range queryPlan(t, s.db, p.query, of.args()) {
					for _, grows := range []string{"stays", "work", "offers", "spells", "listed", "calls"} {
						require.False(t, step == "SCAN "+grows || strings.HasPrefix(step, "SCAN "+grows+" "), "%s\n%s", step, p.query)
					}
				}
			}
		}
	}
}

func queryPlan(t *testing.T, db *sql.DB, query string, args []any) (steps []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	for rows.Next() {
		var id, parent, unused int
		var step string
		require.NoError(t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	require.NoError(t, rows.Err())
	require.NotEmpty(t, steps)
	return steps
}
