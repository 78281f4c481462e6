package pbx

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"hotline/internal/astconf"
	"hotline/internal/parts"
)

// makeDirs makes the folders of one Asterisk under dir. The run folder moves to
// a short temporary one when the path of the control socket would not fit; tidy
// takes that away.
func makeDirs(dir string, prog parts.Program) (dirs astconf.Dirs, tidy func(), err error) {
	tidy = func() {}
	dirs = astconf.Dirs{
		Etc:     filepath.Join(dir, "etc"),
		Modules: prog.Modules,
		Data:    prog.Data,
		State:   filepath.Join(dir, "state"),
		Spool:   filepath.Join(dir, "spool"),
		Run:     filepath.Join(dir, "run"),
		Log:     filepath.Join(dir, "log"),
	}
	if len(dirs.Run) > astconf.MaxRunDir {
		if dirs.Run, err = os.MkdirTemp("", "hotline-run-"); err != nil {
			return dirs, nil, fmt.Errorf("folder for Asterisk: %w", err)
		}
		run := dirs.Run
		tidy = func() { _ = os.RemoveAll(run) }
	}
	// A recording fails unless its folder is there.
	for _, d := range []string{dirs.Etc, dirs.State, filepath.Join(dirs.Spool, "recording"), dirs.Run, dirs.Log} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			tidy()
			return dirs, nil, fmt.Errorf("folder for Asterisk: %w", err)
		}
	}
	return dirs, tidy, nil
}

// writeSite renders the site and replaces the files that differ, each in one
// step. They hold passwords and are for this user's eyes only.
func writeSite(site astconf.Site) error {
	files, err := astconf.Render(site)
	if err != nil {
		return fmt.Errorf("configuration for Asterisk: %w", err)
	}
	for name, content := range files {
		path := filepath.Join(site.Dirs.Etc, name)
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
			continue
		}
		if err := os.WriteFile(path+".new", content, 0o600); err != nil {
			return fmt.Errorf("configuration for Asterisk: %w", err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			return fmt.Errorf("configuration for Asterisk: %w", err)
		}
	}
	return nil
}

func confFile(site astconf.Site) string {
	return filepath.Join(site.Dirs.Etc, "asterisk.conf")
}
