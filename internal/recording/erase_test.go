package recording

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
)

const day = 24 * time.Hour

// stuck makes a recording one that cannot be deleted: a folder with something in it.
func (s *site) stuck(t *testing.T, name string) (loose func()) {
	t.Helper()
	path := filepath.Join(s.dir, name+suffix)
	require.NoError(t, os.Rename(path, path+".aside"))
	require.NoError(t, os.MkdirAll(filepath.Join(path, "in"), 0o700))
	return func() {
		require.NoError(t, os.RemoveAll(path))
		require.NoError(t, os.Rename(path+".aside", path))
	}
}

func TestDelete(t *testing.T) {
	s := open(t)
	s.keeps(t, "a", "b")
	require.ErrorContains(t, s.Delete(t.Context(), s.find(t, "a"), Access{"auditor", ""}), "tell why: say it")
	require.NoError(t, s.Delete(t.Context(), s.find(t, "a"), Access{"auditor", "the caller wants it"}))
	require.Equal(t, []string{"b.wav.age"}, s.names(t))
	require.Equal(t, []string{"delete|a.wav.age|auditor|the caller wants it"}, s.acts(t))
}

func TestErase(t *testing.T) {
	s := open(t)
	id, other := callAt(0), callAt(time.Minute)
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, id+"-1-recording.wav"), nil, 0o600)) // of before there was encryption
	s.keeps(t, id+"-message-1", id+"-2-recording", other+"-message-1")
	for range 2 {
		require.NoError(t, s.Erase(t.Context(), id))
		require.Equal(t, []string{other + "-message-1.wav.age"}, s.names(t))
	}
	acts := s.acts(t)
	require.Len(t, acts, 3)
	require.Equal(t, "erase|"+id+"-1-recording.wav|hotline|the caller asked for confidentiality", acts[0])

	_, err := s.Keep(t.Context(), id+"-3-recording", strings.NewReader("more"))
	require.ErrorIs(t, err, ErrErased)
	require.Equal(t, []string{other + "-message-1.wav.age"}, s.names(t))
	require.ErrorContains(t, s.Erase(t.Context(), "../x"), "is no call")
}

// A sound that is being kept while its call is erased is not kept.
func TestEraseMeanwhile(t *testing.T) {
	s := open(t)
	id := callAt(0)
	erase := spy{strings.NewReader("sound"), func() { require.NoError(t, s.Erase(t.Context(), id)) }}
	_, err := s.Keep(t.Context(), id+"-message-1", io.MultiReader(strings.NewReader("begin"), erase))
	require.ErrorIs(t, err, ErrErased)
	require.Empty(t, s.names(t))
}

// What a crash has left of an erasure is done by the next sweep, of another engine.
func TestAnErasureOutlastsACrash(t *testing.T) {
	s := open(t)
	id := callAt(0)
	s.keeps(t, id+"-message-1", id+"-message-2")
	require.NoError(t, s.wish(id))
	require.NoError(t, os.Remove(filepath.Join(s.dir, id+"-message-1"+suffix)))

	next, err := Open(s.dir, Options{Recipients: []age.Recipient{s.key.Recipient()}, Now: noon})
	require.NoError(t, err)
	swept, err := next.Sweep(t.Context(), 0, "hotline")
	require.NoError(t, err)
	require.Equal(t, Swept{Erased: 1}, swept)
	require.Empty(t, s.names(t))
}

func TestAnErasureThatFailsIsDoneLater(t *testing.T) {
	s := open(t)
	id := callAt(0)
	s.keeps(t, id+"-message-1")
	require.NoError(t, os.Mkdir(filepath.Join(s.dir, logName), 0o700)) // nothing can be put on record
	require.ErrorContains(t, s.Erase(t.Context(), id), "the recordings of call "+id)
	swept, err := s.Sweep(t.Context(), 0, "hotline")
	require.ErrorContains(t, err, "nothing was done")
	require.Equal(t, Swept{Overdue: 1}, swept)
	require.Contains(t, s.names(t), id+"-message-1.wav.age")
	require.NoError(t, os.Remove(filepath.Join(s.dir, logName)))
	swept, err = s.Sweep(t.Context(), 0, "hotline")
	require.NoError(t, err)
	require.Equal(t, Swept{Erased: 1}, swept)
	require.Empty(t, s.names(t))
}

func TestSweep(t *testing.T) {
	s := open(t)
	ten, eleven, two, message := callAt(10*day)+"-1-recording", callAt(11*day)+"-1-recording", callAt(2*day)+"-1-recording", callAt(30*day)+"-message-1"
	s.keeps(t, ten, eleven, two, message)

	swept, err := s.Sweep(t.Context(), 0, "auditor")
	require.NoError(t, err)
	require.Equal(t, Swept{}, swept, "for ever")
	swept, err = s.Sweep(t.Context(), 31*day, "auditor")
	require.NoError(t, err)
	require.True(t, noon().Add(day).Equal(swept.Next), swept.Next)
	require.Zero(t, swept.Expired)
	require.Empty(t, s.acts(t))

	swept, err = s.Sweep(t.Context(), 10*day, "auditor")
	require.NoError(t, err)
	require.Equal(t, 3, swept.Expired, "to the moment")
	require.True(t, noon().Add(8*day).Equal(swept.Next), swept.Next)
	require.Equal(t, []string{two + suffix}, s.names(t))
	require.Equal(t, []string{
		"expire|" + message + suffix + "|auditor|kept for 10d", "expire|" + eleven + suffix + "|auditor|kept for 10d", "expire|" + ten + suffix + "|auditor|kept for 10d",
	}, s.acts(t), "messages as well as talks")
}

func TestSweepOfMany(t *testing.T) {
	s := open(t)
	for range 2*atOnce + 1 {
		require.NoError(t, os.WriteFile(filepath.Join(s.dir, callAt(2*day)+"-"+strings.Repeat("x", 1+len(s.names(t)))+suffix), nil, 0o600))
	}
	swept, err := s.Sweep(t.Context(), day, "auditor")
	require.NoError(t, err)
	require.Equal(t, Swept{Expired: 2*atOnce + 1}, swept)
	require.Len(t, s.acts(t), 2*atOnce+1)
}

// One that cannot be deleted does not keep the others.
func TestSweepGoesOn(t *testing.T) {
	s := open(t)
	s.keeps(t, callAt(3*day)+"-a", callAt(2*day)+"-b", callAt(2*day)+"-c")
	files, err := s.Files()
	require.NoError(t, err)
	loose := s.stuck(t, callAt(3*day)+"-a")
	deleted, err := s.remove(t.Context(), Expired, files, Access{"auditor", "test"})
	require.ErrorContains(t, err, files[0].Name)
	require.Equal(t, 2, deleted)
	loose()
	deleted, err = s.remove(t.Context(), Expired, files, Access{"auditor", "test"})
	require.NoError(t, err)
	require.Equal(t, 3, deleted, "what is gone is gone")
	require.Empty(t, s.names(t))
}

func TestVanishedFolder(t *testing.T) {
	s := open(t)
	require.NoError(t, os.RemoveAll(s.dir))
	_, err := s.Files()
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = s.Sweep(t.Context(), day, "auditor")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NotContains(t, err.Error(), "\n", "it is told once")
}

func TestDays(t *testing.T) {
	require.Equal(t, "180d", Days(180*day))
	require.Equal(t, "36h0m0s", Days(36*time.Hour))
}
