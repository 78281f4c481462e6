package engine

import (
	"context"
	"errors"
	"fmt"

	"hotline/internal/dialplan"
	"hotline/internal/prompt"
)

// Reload lets new calls run by the dialplans as they are on disk now, and seats sign in
// by the PINs there, and logs it. A tree or secrets with mistakes, a [problem.Problems],
// change nothing.
func (e *Engine) Reload(ctx context.Context) error {
	e.loading.Lock()
	defer e.loading.Unlock()
	if e.ended {
		return errors.New("the engine ends")
	}
	tree, err := e.loadTree()
	var pins map[string]string
	if err == nil {
		pins, err = e.loadPINs()
	}
	if err == nil {
		err = e.openLibrary(ctx, tree)
	}
	if err != nil {
		e.loads.bad()
		e.cfg.Log.Error("the dialplans have mistakes; nothing was changed", "err", err, "version", e.Version())
		return err
	}
	e.pins.Store(&pins)
	e.board.Reload(tree)
	e.cfg.Log.Info("dialplans loaded again", "version", tree.Version)
	e.inForce(tree)
	return nil
}

// Version is that of the dialplans in force.
func (e *Engine) Version() string { return e.loads.tree().Version }

// loadTree loads the dialplans and looks whether the recordings are there.
func (e *Engine) loadTree() (*dialplan.Tree, error) {
	tree, err := dialplan.Load(e.cfg.Dialplans)
	if err != nil {
		return nil, err
	}
	if tree.Manifest != "" {
		if _, err := prompt.LoadManifest(tree.Manifest); err != nil {
			return nil, err
		}
	}
	for _, w := range tree.Warnings {
		e.cfg.Log.Warn("the dialplans", "problem", w.String())
	}
	return tree, nil
}

// inForce notes that new calls use a tree, and warns if its calendar ends soon.
func (e *Engine) inForce(tree *dialplan.Tree) {
	e.loads.good(tree)
	e.sweeper.Keep(tree.Recordings.Keep)
	if year, missing := tree.Calendar.EndsSoon(e.clock.Now()); missing {
		e.cfg.Log.Warn("the calendar of a year is missing; its holidays count as working days until it is there",
			"year", year, "add", fmt.Sprintf("calendars/%d.yaml", year))
	}
}

// openLibrary speaks every text of the tree ahead of the first call.
func (e *Engine) openLibrary(ctx context.Context, tree *dialplan.Tree) error {
	library, err := prompt.Open(prompt.Config{
		Dir: e.cfg.soundsDir(), Manifest: tree.Manifest, Speaker: e.speaker, Voices: voices(tree), Log: e.cfg.Log,
	})
	if err != nil {
		return fmt.Errorf("%w (--sounds)", err) // the manifest was looked at before
	}
	var texts []prompt.Text
	for _, t := range tree.Texts() {
		texts = append(texts, prompt.Text{Lang: t.Lang, Text: t.Text})
	}
	if err := library.Prepare(ctx, texts); err != nil {
		return fmt.Errorf("prompts: %w", err)
	}
	e.sounds.Store(library)
	return nil
}

// voices are those of the tree's languages that name one.
func voices(tree *dialplan.Tree) map[string]string {
	named := map[string]string{}
	for _, l := range tree.Program.Languages() {
		if l.Voice != "" {
			named[l.ID] = l.Voice
		}
	}
	return named
}
