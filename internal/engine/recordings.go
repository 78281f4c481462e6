package engine

import (
	"context"
	"path/filepath"

	"hotline/internal/recording"
)

// recordingsDir is where sound is kept, within the data folder.
const recordingsDir = "recordings"

// findReaders reads for whom recordings are encrypted, if that was said.
func (e *Engine) findReaders() (err error) {
	if e.cfg.Readers != "" {
		e.readers, err = recording.LoadRecipients(e.cfg.Readers)
	}
	return err
}

// openRecordings opens the folder, with a key of its own if nobody else is to read in
// it, and prepares the sweeper. Nobody else has the folder: the journal is locked.
func (e *Engine) openRecordings() (err error) {
	readers := e.readers
	if readers == nil {
		if readers, err = recording.OwnRecipients(e.cfg.Data); err != nil {
			return err
		}
	}
	dir := filepath.Join(e.cfg.Data, recordingsDir)
	if e.recordings, err = recording.Open(dir, recording.Options{Recipients: readers, Now: e.clock.Now}); err != nil {
		return err
	}
	e.sweeper = recording.NewSweeper(e.recordings, 0, e.cfg.Log, e.registry)
	e.later(e.sweeper.Stop)
	return nil
}

// sweep has recordings deleted from now on, and warns of what is not as it should be.
func (e *Engine) sweep(ctx context.Context) {
	e.sweeper.Start(ctx)
	if e.readers == nil {
		e.cfg.Log.Warn("the key of the recordings lies beside them: who gets the data folder can listen; "+
			"docs/recordings.md says how to move it", "key", recording.OwnKeyPath(e.cfg.Data))
	}
	if n := e.plainRecordings(); n > 0 {
		e.cfg.Log.Warn("recordings of an older engine are not encrypted; they stay until their time is over", "recordings", n)
	}
}

// plainRecordings counts those in clear. What keeps it from counting is an alarm of the
// sweeper's.
func (e *Engine) plainRecordings() (n int) {
	files, _ := e.recordings.Files()
	for _, file := range files {
		if !file.Encrypted {
			n++
		}
	}
	return n
}
