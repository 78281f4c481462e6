package recording

import (
	"context"
	"io"

	"filippo.io/age"
)

// Play gives the sound in a file to somebody, once that is on record. What cannot be
// decrypted is not put there.
func (f *Folder) Play(ctx context.Context, file File, who Access, keys ...age.Identity) (io.ReadCloser, error) {
	if err := who.Check(); err != nil {
		return nil, err
	}
	sound, err := f.Open(file.Name, keys...)
	if err != nil {
		return nil, err
	}
	if err := f.log.Append(ctx, f.entry(Played, file, who)); err != nil {
		sound.Close()
		return nil, err
	}
	return sound, nil
}

func (f *Folder) entry(act Act, file File, who Access) Entry {
	return Entry{At: f.now(), Act: act, File: file.Name, Call: file.Call, By: who.By, Why: who.Why}
}
