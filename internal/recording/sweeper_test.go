package recording

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/require"

	"hotline/internal/call"
)

// sweeping tries a sweeper in virtual time.
type sweeping struct {
	*site
	*Sweeper
	registry *prometheus.Registry
	said     book
}

// book is a log that is read while it is written.
type book struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func sweepers(t *testing.T, keep time.Duration, try func(t *testing.T, s *sweeping)) {
	synctest.Test(t, func(t *testing.T) {
		s := &sweeping{site: open(t), registry: prometheus.NewRegistry()}
		s.now = time.Now
		s.Sweeper = NewSweeper(s.Folder, keep, slog.New(slog.NewTextHandler(&s.said, nil)), s.registry)
		defer s.Stop()
		try(t, s)
	})
}

// call keeps a recording of a call that begins now.
func (s *sweeping) call(t *testing.T) string {
	t.Helper()
	name := call.NewID(time.Now().UnixMilli(), 1) + "-message-1"
	s.keeps(t, name)
	return name + suffix
}

// after lets time pass, and tells what is left then.
func (s *sweeping) after(t *testing.T, d time.Duration) []string {
	t.Helper()
	<-time.After(d)
	synctest.Wait()
	return s.names(t)
}

func (s *sweeping) shows(t *testing.T, lines ...string) {
	t.Helper()
	w := httptest.NewRecorder()
	promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	for _, line := range lines {
		require.Contains(t, w.Body.String(), "\n"+line+"\n")
	}
}

func TestSweeperWaitsForEach(t *testing.T) {
	sweepers(t, 10*day, func(t *testing.T, s *sweeping) {
		first := s.call(t)
		s.Start(t.Context())
		require.Equal(t, []string{first}, s.after(t, day))
		second := s.call(t)
		require.Equal(t, []string{first, second}, s.after(t, 9*day-time.Second))
		require.Equal(t, []string{second}, s.after(t, time.Second))
		require.Empty(t, s.after(t, day))
		require.Equal(t, 2, strings.Count(s.said.String(), "recordings deleted"), "it looks when something is due, and no more often")
		s.shows(t, `hotline_recordings_deleted_total{why="expire"} 2`, `hotline_recordings_deleted_total{why="erase"} 0`, "hotline_recordings_overdue 0")

		third := s.call(t) // into a folder that was empty
		require.Equal(t, []string{third}, s.after(t, 10*day-time.Second))
		require.Empty(t, s.after(t, time.Second))
		require.Equal(t, "expire|"+third+"|hotline|kept for 10d", s.acts(t)[2])
	})
}

// A callback has the id of the call that asked for it, so it can be due before others
// that were there first.
func TestSweeperSeesWhatIsDueEarlier(t *testing.T) {
	sweepers(t, 10*day, func(t *testing.T, s *sweeping) {
		old := call.NewID(time.Now().UnixMilli(), 2) + "-1-recording"
		<-time.After(day)
		s.Start(t.Context())
		first := s.call(t)
		synctest.Wait()
		s.keeps(t, old)
		require.Equal(t, []string{first}, s.after(t, 9*day))
		require.Empty(t, s.after(t, day))
	})
}

func TestSweeperFollowsThePolicy(t *testing.T) {
	sweepers(t, 0, func(t *testing.T, s *sweeping) {
		file := s.call(t)
		s.Start(t.Context())
		require.Equal(t, []string{file}, s.after(t, 1000*day), "for ever")
		s.Keep(1001 * day)
		require.Equal(t, []string{file}, s.after(t, day-time.Second))
		s.Keep(2000 * day)
		require.Equal(t, []string{file}, s.after(t, day))
		s.Keep(1000 * day)
		require.Empty(t, s.after(t, 0))
	})
}

func TestSweeperTriesAgain(t *testing.T) {
	sweepers(t, day, func(t *testing.T, s *sweeping) {
		file := s.call(t)
		require.NoError(t, os.Mkdir(filepath.Join(s.dir, logName), 0o700))
		s.Start(t.Context())
		require.Equal(t, []string{file}, s.after(t, day))
		s.shows(t, "hotline_recordings_delete_failures_total 1", "hotline_recordings_overdue 1")
		require.Contains(t, s.said.String(), `level=ERROR msg="recordings that must be deleted are not; it is tried again"`)
		require.Equal(t, []string{file}, s.after(t, time.Minute+2*time.Minute+4*time.Minute-time.Second))
		s.shows(t, "hotline_recordings_delete_failures_total 3")
		require.NoError(t, os.Remove(filepath.Join(s.dir, logName)))
		require.Empty(t, s.after(t, time.Second))
		s.shows(t, "hotline_recordings_delete_failures_total 3", "hotline_recordings_overdue 0", `hotline_recordings_deleted_total{why="expire"} 1`)
	})
}

func TestSweeperErases(t *testing.T) {
	sweepers(t, 0, func(t *testing.T, s *sweeping) {
		s.Start(t.Context())
		synctest.Wait() // or its first look could meet the second wish
		kept, gone := s.call(t), callAt(0)
		s.keeps(t, gone+"-message-1")
		require.NoError(t, s.Erase(t.Context(), gone))
		s.shows(t, `hotline_recordings_deleted_total{why="erase"} 1`)

		late := callAt(time.Hour)
		s.keeps(t, late+"-message-1")
		require.NoError(t, os.Rename(filepath.Join(s.dir, logName), filepath.Join(s.dir, "access.aside")))
		require.NoError(t, os.Mkdir(filepath.Join(s.dir, logName), 0o700))
		require.Error(t, s.Erase(t.Context(), late))
		require.Len(t, s.after(t, 0), 3, "the file and the wish")
		s.shows(t, "hotline_recordings_delete_failures_total 1", "hotline_recordings_overdue 1")
		require.NoError(t, os.Remove(filepath.Join(s.dir, logName)))
		require.NoError(t, os.Rename(filepath.Join(s.dir, "access.aside"), filepath.Join(s.dir, logName)))
		require.Equal(t, []string{kept}, s.after(t, time.Minute))
		s.shows(t, `hotline_recordings_deleted_total{why="erase"} 2`, "hotline_recordings_overdue 0")
		require.Len(t, s.acts(t), 2)
	})
}

func TestSweeperStops(t *testing.T) {
	sweepers(t, day, func(t *testing.T, s *sweeping) {
		s.Stop() // before its start
		s.Start(t.Context())
		file := s.call(t)
		s.Stop()
		s.Stop()
		require.Equal(t, []string{file}, s.after(t, 2*day))
	})
}
