package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const lockName = "hotline.lock"

// dirLock makes this process the only writer of a data directory. The kernel
// drops the lock with the process, so a crash leaves none behind; the file stays,
// since removing it would let two processes lock two files of that name.
type dirLock struct{ file *os.File }

func lockDir(dir string) (*dirLock, error) {
	file, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, unwritable(dir, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer func() { _ = file.Close() }()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &OpenError{Kind: InUse, Dir: dir, PID: holder(file.Name()), Err: err}
		}
		return nil, openError(dir, err)
	}
	_ = syscall.FcntlFlock(file.Fd(), setOpenFileLock, &syscall.Flock_t{Type: syscall.F_WRLCK}) // for Running; the other lock guards
	lock := &dirLock{file}
	if err := lock.sign(); err != nil {
		_ = file.Close()
		return nil, unwritable(dir, err)
	}
	return lock, nil
}

// setOpenFileLock is F_OFD_SETLK: such a lock lives as long as the open file.
const setOpenFileLock = 37

// Running tells whether somebody writes the journal of a data directory. It only asks
// for a lock that the writer has, and takes none: nobody who starts is in its way.
func Running(dir string) bool {
	file, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	lock := syscall.Flock_t{Type: syscall.F_RDLCK}
	err = syscall.FcntlFlock(file.Fd(), syscall.F_GETLK, &lock)
	return err == nil && lock.Type == syscall.F_WRLCK
}

// sign writes who holds the lock, for the message to the next who wants it.
func (l *dirLock) sign() error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

func (l *dirLock) release() error { return l.file.Close() }

// holder reads who signed the lock; 0 if that cannot be known.
func holder(path string) int {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return pid
}
