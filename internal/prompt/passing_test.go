package prompt

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ages lets a file be as old as that.
func ages(t *testing.T, file string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	require.NoError(t, os.Chtimes(file, then, then))
}

// What a caller typed and heard read back does not lie about for ever.
func TestSoundsOfACallPass(t *testing.T) {
	const typed = "您输入的是幺三八零零幺三八零零零。"
	s := &fakeSpeaker{}
	l, _ := library(t, s, "")
	require.NoError(t, l.Prepare(t.Context(), []Text{{Text: greeting}}))
	prepared := get(t, l, greeting).Path + extension
	require.Equal(t, l.cache.dir, filepath.Dir(prepared))
	ages(t, prepared, 1000*time.Hour)

	read := get(t, l, typed).Path + extension
	require.Equal(t, only(t, l), read)
	ages(t, read, passingTime-time.Minute)
	require.Equal(t, read, get(t, l, typed).Path+extension)
	require.EqualValues(t, 2, s.calls.Load())
	info, err := os.Stat(read)
	require.NoError(t, err)
	require.Less(t, time.Since(info.ModTime()), passingTime/2, "it was wanted again, and may be playing")

	ages(t, read, passingTime+time.Minute)
	l.passing.swept = time.Time{}
	other := get(t, l, "请稍候。").Path + extension
	require.Equal(t, only(t, l), other)
	require.FileExists(t, prepared)

	ages(t, other, passingTime+time.Minute)
	again, err := Open(Config{Dir: l.cache.dir, Speaker: s, Log: l.log})
	require.NoError(t, err)
	left, err := os.ReadDir(again.passing.dir)
	require.NoError(t, err)
	require.Empty(t, left)
	require.FileExists(t, prepared)
}
