package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/leak"
	"hotline/internal/numbering"
)

// logs keep what the engines and the Asterisk of a stage write down, at the level that
// says most, until a scene is over: there is no full number in them and no secret.
type logs struct {
	leak.Log
	secrets leak.Secrets
	looked  map[string]int // file of Asterisk -> bytes that earlier scenes answered for
}

func newLogs() *logs {
	l := &logs{looked: map[string]int{}}
	l.secrets.Number(usualCaller)
	return l
}

// engine is the log of the engines; it is shown as well if E2E_LOG is set.
func (l *logs) engine() *slog.Logger { return l.logger("E2E_LOG", slog.LevelDebug) }

// asterisk is what Asterisk prints; it is shown as well if E2E_ASTERISK is set.
func (l *logs) asterisk() *slog.Logger { return l.logger("E2E_ASTERISK", slog.LevelInfo) }

func (l *logs) logger(shown string, level slog.Level) *slog.Logger {
	out := io.Writer(l)
	if os.Getenv(shown) != "" {
		out = io.MultiWriter(l, os.Stderr)
	}
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level}))
}

// guard adds the secrets of the stage.
func (l *logs) guard(s dialplan.Secrets) {
	for account, password := range s.Seats {
		l.secrets.Word("the password of telephone "+account, password)
	}
	for seat, pin := range s.PINs {
		l.secrets.Word("the PIN of seat "+seat, pin)
	}
	l.secrets.Word("the password of ARI", s.ARI)
	if s.Peers != "" {
		l.secrets.Word("the password of the machines", s.Peers)
	}
}

// learn adds the numbers of all people of a journal: who called, and who was called
// outside.
func (l *logs) learn(ctx context.Context, data string) error {
	if _, err := os.Stat(filepath.Join(data, "journal.db")); errors.Is(err, fs.ErrNotExist) {
		return nil // no engine ran
	}
	r, err := journal.OpenReader(ctx, data)
	if err != nil {
		return err
	}
	defer r.Close()
	return r.Read(ctx, 1, func(g journal.Group) error {
		for _, entry := range g.Facts {
			var f struct{ Trunk, From, To, Number string }
			if json.Unmarshal(entry.Data, &f) != nil {
				continue // a fact with other fields of these names
			}
			l.person(f.From)
			l.person(f.Number)
			if f.Trunk == "" { // else it is a hotline
				l.person(f.To)
			}
		}
		return nil
	})
}

// person adds a number unless it is a service's, such as 12345 or 045112385, which nobody
// hides.
func (l *logs) person(number string) {
	if numbering.Number(number).Mask() != number && !strings.HasSuffix(number, "12385") {
		l.secrets.Number(number)
	}
}

// leaks are those of everything since the last time.
func (l *logs) leaks(folder string) ([]leak.Leak, error) {
	text := l.Take()
	files, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		text += string(b[l.looked[file]:])
		l.looked[file] = len(b)
	}
	return slices.DeleteFunc(l.secrets.Find(text), func(l leak.Leak) bool { return malformed.MatchString(l.Line) }), nil
}

// malformed is the one warning in Asterisk's own file that names a caller, as
// logger.conf says: of a telephone whose name is not UTF-8. Our log of it is masked.
var malformed = regexp.MustCompile(`WARNING\[\d+\] res_pjsip.c: CallerID Name '.*' for number '\d+' has invalid UTF-8 characters`)

// nothingLeaked reads the logs of the scene.
func (s *scene) nothingLeaked() {
	s.Helper()
	if err := s.kept.learn(s.ctx, s.data); err != nil {
		s.Errorf("no journal tells whose numbers to look for: %v", err)
	}
	found, err := s.kept.leaks(s.rig.Server.Site().Dirs.Log)
	if err != nil {
		s.Errorf("the logs cannot be read: %v", err)
	}
	for _, l := range found {
		s.Error(l)
	}
}

// What a scene leaks is found, wherever it is written.
func TestALeakInALogIsFound(t *testing.T) {
	s := open(t)
	folder := t.TempDir()
	write := func(line string) {
		f, err := os.OpenFile(filepath.Join(folder, "messages.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		require.NoError(t, err)
		_, err = f.WriteString(line + "\n")
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	leaked := func() (what []string) {
		found, err := s.kept.leaks(folder)
		require.NoError(t, err)
		for _, l := range found {
			what = append(what, l.What)
		}
		return what
	}
	require.Empty(t, leaked())
	s.rig.Log.Debug("somebody calls", "from", "13800138000")
	require.Equal(t, []string{"a telephone number"}, leaked())
	s.rig.Asterisk.Warn("Failed to authenticate with " + s.rig.Secrets.Seats["8001"])
	require.Equal(t, []string{"the password of telephone 8001"}, leaked())
	write("NOTICE[1]: Call from 'carrier' (127.0.0.2:5060) to extension '12385' from 13800138000")
	require.Equal(t, []string{"a telephone number"}, leaked())
	s.rig.Log.Debug("somebody calls", "from", numbering.Number("13800138000"))
	write("nothing of importance")
	require.Empty(t, leaked())
}
