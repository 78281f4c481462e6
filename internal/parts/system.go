package parts

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	asteriskconfig "hotline/asterisk-config"
)

// systemFolders are PATH and the places of daemons, which a user's PATH often lacks.
func systemFolders() []string {
	return append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/usr/local/sbin")
}

// onSystem looks for a usable program in folders, first come first served. Why
// one that is there will not do goes to log.
func (p part) onSystem(ctx context.Context, folders []string, log *slog.Logger) (Program, bool) {
	var seen []string
	for _, folder := range folders {
		path := filepath.Join(folder, p.name)
		if !isExecutable(path) || slices.Contains(seen, path) {
			continue
		}
		seen = append(seen, path)
		v, err := p.probe(ctx, path)
		if err == nil {
			var prog Program
			if prog, err = p.complete(path, path, v); err == nil {
				return prog, true
			}
		}
		log.Info("a program of this machine is passed over", "program", p.name, "because", err)
	}
	return Program{}, false
}

func isExecutable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// asteriskFolders finds the folders that belong to an asterisk binary, which
// lie beside it: PREFIX/sbin/asterisk, PREFIX/lib/…/asterisk/modules.
func asteriskFolders(binary string) (Program, error) {
	binary, err := filepath.EvalSymlinks(binary)
	if err != nil {
		return Program{}, err
	}
	prefix := filepath.Dir(filepath.Dir(binary))
	modules, err := moduleFolder(prefix)
	if err != nil {
		return Program{}, err
	}
	for _, data := range []string{filepath.Join(prefix, "share/asterisk"), "/var/lib/asterisk"} {
		if _, err := os.Stat(filepath.Join(data, "documentation/core-en_US.xml")); err == nil {
			return Program{Modules: modules, Data: data}, nil
		}
	}
	return Program{}, fmt.Errorf("asterisk in %s: its data folder with documentation/core-en_US.xml is not found", prefix)
}

// moduleFolder finds the folder under prefix that has every needed module.
func moduleFolder(prefix string) (string, error) {
	why := fmt.Errorf("asterisk in %s: its module folder is not found", prefix)
	for _, pattern := range []string{"lib/*/asterisk/modules", "lib/asterisk/modules", "lib64/asterisk/modules"} {
		found, err := filepath.Glob(filepath.Join(prefix, pattern))
		if err != nil {
			return "", err
		}
		for _, folder := range found {
			if why = missingModule(folder); why == nil {
				return folder, nil
			}
		}
	}
	return "", why
}

func missingModule(folder string) error {
	for _, name := range asteriskconfig.Modules() {
		if _, err := os.Stat(filepath.Join(folder, name)); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("asterisk lacks the module %s in %s", name, folder)
		}
	}
	return nil
}
