package engine

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"hotline/internal/prompt"
)

const (
	beepPitch  = 1000                 // Hz
	beepLength = prompt.Rate * 3 / 10 // samples
	beepFade   = prompt.Rate / 100
	beepLevel  = 8000 // of 32767
)

const beepName = "beep"

// beepMedium names the tone that callers speak after, in a folder of sounds, as
// Asterisk plays it.
func beepMedium(dir string) (string, error) {
	path, err := filepath.Abs(filepath.Join(dir, beepName))
	if err != nil {
		return "", fmt.Errorf("the folder of sounds: %w (--sounds)", err)
	}
	return "sound:" + path, nil
}

// writeBeep puts the tone there.
func writeBeep(dir string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("the beep: %w (--sounds)", err)
		}
	}()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	err = errors.Join(prompt.WriteWAV(file, beep()), file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, beepName+".wav"))
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// beep is a tone without clicks at its ends.
func beep() []int16 {
	pcm := make([]int16, beepLength)
	for i := range pcm {
		level := min(1, float64(min(i, beepLength-1-i))/beepFade)
		pcm[i] = int16(beepLevel * level * math.Sin(2*math.Pi*beepPitch*float64(i)/prompt.Rate))
	}
	return pcm
}
