//go:build !linux

package pbx

import "syscall"

// processGroup keeps the keyboard's signals from Asterisk.
func processGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
