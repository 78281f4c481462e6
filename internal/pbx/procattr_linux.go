package pbx

import "syscall"

// processGroup keeps the keyboard's signals from Asterisk and lets the kernel
// kill it when this program is gone.
func processGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
