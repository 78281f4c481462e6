package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"

	"hotline/internal/dialplan"
	"hotline/internal/parts"
	"hotline/internal/prompt"
	"hotline/internal/softphone"
)

// voiceOfProbes speaks as the engine does. It looks for tree and voice when the
// first text needs them: calls that compare with files need neither.
type voiceOfProbes struct {
	cmd     probeCmd
	log     *slog.Logger
	library *prompt.Library
}

func (v *voiceOfProbes) speak(ctx context.Context, text string) ([]int16, error) {
	if v.library == nil {
		library, err := v.open(ctx)
		if err != nil {
			return nil, err
		}
		v.library = library
	}
	if err := v.library.Prepare(ctx, []prompt.Text{{Lang: prompt.Mandarin, Text: text}}); err != nil {
		return nil, err
	}
	sound, err := v.library.Get(ctx, prompt.Mandarin, text)
	if err != nil {
		return nil, err
	}
	return softphone.ReadWAV(sound.Path + ".wav")
}

func (v *voiceOfProbes) open(ctx context.Context) (*prompt.Library, error) {
	tree, err := dialplan.Load(v.cmd.Dialplans)
	if err != nil {
		return nil, err
	}
	run, err := voice(v.cmd.Espeak, v.log)(ctx)
	if err != nil {
		return nil, fmt.Errorf("no voice for the texts (give --hears-file): %w", err)
	}
	speaker, err := prompt.NewEspeak(ctx, run)
	if err != nil {
		return nil, err
	}
	dir, err := v.dir()
	if err != nil {
		return nil, err
	}
	voices := map[string]string{}
	for _, l := range tree.Program.Languages() {
		if l.Voice != "" {
			voices[l.ID] = l.Voice
		}
	}
	return prompt.Open(prompt.Config{Dir: dir, Manifest: tree.Manifest, Speaker: speaker, Voices: voices, Log: v.log})
}

func (v *voiceOfProbes) dir() (string, error) {
	if v.cmd.Sounds != "" {
		return v.cmd.Sounds, nil
	}
	cache, err := parts.CacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "probe"), nil
}
