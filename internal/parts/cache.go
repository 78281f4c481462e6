package parts

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// cached gives the program unpacked in dir, or says what is wrong with it.
func (p part) cached(ctx context.Context, dir string) (Program, error) {
	if err := checkManifest(dir); err != nil {
		return Program{}, err
	}
	launcher := filepath.Join(dir, p.name)
	v, err := p.probe(ctx, launcher)
	if err != nil {
		return Program{}, err
	}
	prog, err := p.complete(launcher, filepath.Join(dir, "usr/sbin", p.name), v)
	prog.Root = dir
	return prog, err
}

// checkManifest compares the files in dir with the sizes that the fetch noted
// after its program had run.
func checkManifest(dir string) error {
	f, err := os.Open(filepath.Join(dir, ".manifest"))
	if os.IsNotExist(err) {
		return fmt.Errorf("%s is not in the cache", filepath.Base(dir))
	}
	if err != nil {
		return err
	}
	defer f.Close()
	count, lines := 0, bufio.NewScanner(f)
	for ; lines.Scan(); count++ {
		if err := checkFile(dir, lines.Text()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", f.Name(), err)
	}
	if count == 0 {
		return fmt.Errorf("the cache is damaged: %s is empty", f.Name())
	}
	return nil
}

// checkFile checks one line of a manifest: size, space, name.
func checkFile(dir, line string) error {
	text, name, _ := strings.Cut(line, " ")
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fmt.Errorf("the cache is damaged: %s/.manifest has the line %q", dir, line)
	}
	info, err := os.Lstat(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("the cache is damaged: %w", err)
	}
	if info.Size() != size {
		return fmt.Errorf("the cache is damaged: %s has %d bytes, not %d", filepath.Join(dir, name), info.Size(), size)
	}
	return nil
}
