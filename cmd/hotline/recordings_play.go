package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"
	"golang.org/x/sys/unix"

	"hotline/internal/recording"
)

type recordingsPlayCmd struct {
	oneRecording
	Out          string `short:"o" help:"The WAV file to write, for its owner alone; standard output without it." type:"path" placeholder:"FILE"`
	Identity     string `help:"File of the age secret key. Default: the engine's own, if it has one in the data folder." type:"path" placeholder:"FILE" env:"HOTLINE_RECORDING_IDENTITY"`
	Confidential bool   `help:"Even though the caller asked for confidentiality."`
}

// Help says what comes out.
func (recordingsPlayCmd) Help() string {
	return `Writes the WAV of one recording. Of a talk of two tracks the left channel is the
caller, the right one what the caller heard. That it was played goes into the access
log before any of it is given.

  hotline recordings play 1kdvdna00zzzzzzz-2-recording --as "duty officer" --why "complaint 2026-114" --out talk.wav
  hotline recordings play 1kdvdna00zzzzzzz-message-1 --as "duty officer" --why "call back" | aplay`
}

func (c recordingsPlayCmd) Run(ctx context.Context, std streams) error {
	if c.Out == "" && showsOn(std.out) {
		return errors.New("sound is nothing for a terminal: give --out FILE, or send it to a program that plays it")
	}
	folder, file, confidential, err := c.find(ctx)
	if err != nil {
		return err
	}
	if confidential && !c.Confidential {
		return fmt.Errorf("the caller of %s asked for confidentiality: add --confidential if you must, it goes on record", file.Name)
	}
	keys, err := c.keys(file)
	if err != nil {
		return err
	}
	play := func(w io.Writer) error {
		sound, err := folder.Play(ctx, file, c.access(), keys...)
		if err != nil {
			return err
		}
		defer sound.Close()
		_, err = io.Copy(w, sound)
		return err
	}
	if c.Out == "" {
		return play(std.out)
	}
	return writeWhole(c.Out, 0o600, play)
}

// keys are those that the recording may have been encrypted for.
func (c recordingsPlayCmd) keys(file recording.File) ([]age.Identity, error) {
	if !file.Encrypted {
		return nil, nil
	}
	if c.Identity != "" {
		return recording.LoadKeys(c.Identity)
	}
	keys, err := recording.LoadKeys(recording.OwnKeyPath(c.Data))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("the data folder has no key for recordings: give the one they were encrypted for with --identity FILE")
	}
	return keys, err
}

// showsOn: it is a terminal, not just some device.
func showsOn(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}
