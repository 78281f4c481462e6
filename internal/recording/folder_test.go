package recording

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestKeep(t *testing.T) {
	s := open(t)
	file, err := s.Keep(t.Context(), "call-message-1", strings.NewReader("the sound of somebody"))
	require.NoError(t, err)
	require.Equal(t, "call-message-1.wav.age", file)
	require.Equal(t, []string{file}, s.names(t))
	raw, err := os.ReadFile(filepath.Join(s.dir, file))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(raw, []byte("age-encryption.org/v1\n")))
	require.NotContains(t, string(raw), "somebody")

	info, err := os.Stat(filepath.Join(s.dir, file))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode(), "nobody else may listen")
	info, err = os.Stat(s.dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())

	_, err = s.Keep(t.Context(), "call-message-1", strings.NewReader("again"))
	require.NoError(t, err)
	require.Equal(t, "again", heard(t, s, file, s.key))
}

func heard(t require.TestingT, s *site, file string, keys ...age.Identity) string {
	sound, err := s.Open(file, keys...)
	require.NoError(t, err)
	defer sound.Close()
	all, err := io.ReadAll(sound)
	require.NoError(t, err)
	return string(all)
}

// A sound in clear of the same name was kept by an older engine.
func TestKeepReplacesSoundInClear(t *testing.T) {
	s := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "a.wav"), []byte("clear"), 0o600))
	require.Equal(t, "clear", heard(t, s, "a.wav"), "it stays readable")
	require.False(t, s.find(t, "a").Encrypted)
	s.keeps(t, "a")
	require.Equal(t, []string{"a.wav.age"}, s.names(t))
	require.True(t, s.find(t, "a").Encrypted)
}

func TestNothingHalfDoneIsLeft(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	broken := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("the line broke")))
	for name, c := range map[string]struct {
		ctx   context.Context
		name  string
		sound io.Reader
		says  string
	}{
		"the sound breaks off": {t.Context(), "a", broken, "recording a.wav.age: the line broke"},
		"given up":             {ended, "a", strings.NewReader("sound"), "context canceled"},
		"another folder":       {t.Context(), "../a", strings.NewReader("sound"), "use letters, digits, - and _"},
		"no name":              {t.Context(), "", strings.NewReader("sound"), "use letters, digits, - and _"},
		"hidden":               {t.Context(), ".a", strings.NewReader("sound"), "use letters, digits, - and _"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			_, err := s.Keep(c.ctx, c.name, c.sound)
			require.ErrorContains(t, err, c.says)
			require.Empty(t, s.names(t))
		})
	}
}

// spy looks into the folder whenever somebody reads of the sound.
type spy struct {
	io.Reader
	look func()
}

func (s spy) Read(p []byte) (int, error) {
	s.look()
	return s.Reader.Read(p)
}

func TestNoSoundInClearIsOnTheDiskMeanwhile(t *testing.T) {
	s := open(t)
	secret := strings.Repeat("somebody's voice ", 20_000)
	looks := 0
	_, err := s.Keep(t.Context(), "a", spy{strings.NewReader(secret), func() {
		looks++
		for _, name := range s.names(t) {
			raw, err := os.ReadFile(filepath.Join(s.dir, name))
			require.NoError(t, err)
			require.NotContains(t, string(raw), "voice")
		}
	}})
	require.NoError(t, err)
	require.Greater(t, looks, 2)
}

func TestOpenTakesAwayWhatACrashLeft(t *testing.T) {
	s := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, ".new-1"), nil, 0o600))
	s.keeps(t, "kept")
	_, err := Open(s.dir, Options{Recipients: []age.Recipient{s.key.Recipient()}, Now: noon})
	require.NoError(t, err)
	require.Equal(t, []string{"kept.wav.age"}, s.names(t))
}

// Who only visits takes nothing away that an engine is writing, and keeps nothing.
func TestVisit(t *testing.T) {
	s := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, ".new-1"), nil, 0o600))
	visitor, err := Visit(s.dir, noon)
	require.NoError(t, err)
	_, err = visitor.Keep(t.Context(), "a", strings.NewReader("sound"))
	require.ErrorContains(t, err, "open for visitors")
	require.Equal(t, []string{".new-1"}, s.names(t))

	_, err = Visit(filepath.Join(s.dir, "none"), noon)
	require.ErrorContains(t, err, "nothing has been recorded yet")
	_, err = Visit(filepath.Join(s.dir, ".new-1"), noon)
	require.ErrorContains(t, err, "it is no folder")
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	to := []age.Recipient{newKey(t).Recipient()}
	for dir, says := range map[string]string{"": "no folder given", file: "choose a folder that can be made"} {
		_, err := Open(dir, Options{Recipients: to})
		require.ErrorContains(t, err, says)
	}
	_, err := Open(t.TempDir(), Options{})
	require.ErrorContains(t, err, "nobody to encrypt them for")
}

func TestOnlyRecordingsAreOpened(t *testing.T) {
	s := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(s.dir), "secret.wav"), nil, 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(s.dir, "folder.wav"), 0o700))
	for _, file := range []string{"../secret.wav", "../secret", "passwd.txt", "", "/etc/passwd.wav", ".erase-x"} {
		_, err := s.Open(file, s.key)
		require.ErrorContains(t, err, "cannot be the name of a recording", file)
		_, err = s.Find(file)
		require.ErrorContains(t, err, "cannot be the name of a recording", file)
	}
	for _, file := range []string{"none.wav", "none.wav.age"} {
		_, err := s.Open(file, s.key)
		require.ErrorIs(t, err, os.ErrNotExist)
	}
	_, err := s.Find("folder")
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Any sound comes back as it was; cut off or changed anywhere it does not pass.
func TestAnySoundIsSealed(t *testing.T) {
	s := open(t)
	rapid.Check(t, func(t *rapid.T) {
		sound := bytes.Repeat(rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(t, "sound"), rapid.IntRange(1, 3000).Draw(t, "times"))
		file, err := s.Keep(context.Background(), "a", iotest.HalfReader(bytes.NewReader(sound)))
		require.NoError(t, err)
		require.Equal(t, string(sound), heard(t, s, file, s.key))

		path := filepath.Join(s.dir, file)
		sealed, err := os.ReadFile(path)
		require.NoError(t, err)
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		bad := bytes.Clone(sealed[:at])
		if rapid.Bool().Draw(t, "changed") {
			bad = append(append(bad, sealed[at]^0x21), sealed[at+1:]...)
		}
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		in, err := s.Open(file, s.key)
		if err == nil {
			_, err = io.ReadAll(in)
			in.Close()
			require.ErrorContains(t, err, "is damaged")
		}
		require.Error(t, err)
	})
}

func TestEveryReaderHasAKeyOfHisOwn(t *testing.T) {
	other, stranger := newKey(t), newKey(t)
	s := open(t)
	s.readers = append(s.readers, other.Recipient())
	s.keeps(t, "a")
	require.Equal(t, "sound of a", heard(t, s, "a.wav.age", other))
	require.Equal(t, "sound of a", heard(t, s, "a.wav.age", stranger, s.key))
	_, err := s.Open("a.wav.age", stranger)
	require.ErrorContains(t, err, "recording a.wav.age: it was encrypted for other keys than this")
	_, err = s.Open("a.wav.age")
	require.ErrorContains(t, err, "there is no key")
}

func TestFiles(t *testing.T) {
	s := open(t)
	young, old := callAt(time.Hour), callAt(48*time.Hour)
	s.keeps(t, young+"-message-1", old+"-3-recording", "strange")
	for name, age := range map[string]time.Duration{"strange.wav.age": 24 * time.Hour, young + "-message-1.wav.age": 99 * time.Hour} {
		then := noon().Add(-age)
		require.NoError(t, os.Chtimes(filepath.Join(s.dir, name), then, then))
	}
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "notes.txt"), nil, 0o600))
	files, err := s.Files()
	require.NoError(t, err)
	require.Len(t, files, 3)
	for i, want := range []File{
		{Name: old + "-3-recording.wav.age", Call: old, Began: noon().Add(-48 * time.Hour)},
		{Name: "strange.wav.age", Began: noon().Add(-24 * time.Hour)},
		{Name: young + "-message-1.wav.age", Call: young, Began: noon().Add(-time.Hour)},
	} {
		require.Equal(t, want.Name, files[i].Name, "the oldest is first")
		require.Equal(t, want.Call, files[i].Call)
		require.True(t, want.Began.Equal(files[i].Began), files[i].Began)
		require.True(t, files[i].Encrypted)
	}
}

func TestPlayIsOnRecordFirst(t *testing.T) {
	s := open(t)
	id := callAt(time.Hour)
	s.keeps(t, id+"-message-1")
	file := s.find(t, id+"-message-1")
	for _, who := range []Access{{}, {By: "auditor"}, {Why: "complaint"}, {"auditor", " \n"}, {strings.Repeat("l", 101), "x"}, {"auditor", "\xff"}} {
		_, err := s.Play(t.Context(), file, who, s.key)
		require.ErrorContains(t, err, "the access log", who)
	}
	_, err := s.Play(t.Context(), file, Access{"auditor", "complaint"}, newKey(t))
	require.ErrorContains(t, err, "other keys")
	require.Empty(t, s.acts(t), "nothing was heard")

	sound, err := s.Play(t.Context(), file, Access{"auditor", "complaint"}, s.key)
	require.NoError(t, err)
	require.Equal(t, []string{"play|" + file.Name + "|auditor|complaint"}, s.acts(t))
	all, err := io.ReadAll(sound)
	require.NoError(t, errors.Join(err, sound.Close()))
	require.Equal(t, "sound of "+id+"-message-1", string(all))
}

func TestNothingIsHeardOrDeletedThatCannotBeOnRecord(t *testing.T) {
	s := open(t)
	s.keeps(t, "a")
	require.NoError(t, os.Mkdir(filepath.Join(s.dir, logName), 0o700))
	_, err := s.Play(t.Context(), s.find(t, "a"), Access{"auditor", "complaint"}, s.key)
	require.ErrorContains(t, err, "nothing was done")
	require.ErrorContains(t, s.Delete(t.Context(), s.find(t, "a"), Access{"auditor", "asked for"}), "nothing was done")
	require.FileExists(t, filepath.Join(s.dir, "a.wav.age"))
}
