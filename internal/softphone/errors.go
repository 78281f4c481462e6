package softphone

import (
	"errors"
	"fmt"
)

var (
	// ErrCredentials means that the server refused the user name or password.
	ErrCredentials = errors.New("user name or password refused")
	// ErrNotRunning means that the phone was not started, or was closed.
	ErrNotRunning = errors.New("the phone is not running")
	errNoServer   = errors.New("softphone: Config.Server is empty: say where to register")
	// ErrNoKeys means that the other side takes no keys in the sound's stream.
	ErrNoKeys = errors.New("the other side takes no keys by RFC 4733: use INFO")
	// ErrNotRinging means that a call was answered without ringing first.
	ErrNotRinging = errors.New("answered without ringing")
	// ErrWrongState means that a call is past the point where this is possible,
	// e.g. answering a call that was already refused.
	ErrWrongState = errors.New("not possible in this state of the call")
)

// StatusError is a request that the other side refused.
type StatusError struct {
	Method string // e.g. "REGISTER"
	Code   int    // SIP status code
	Reason string // SIP reason phrase
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("softphone: %s refused: %d %s", e.Method, e.Code, e.Reason)
}

// Is makes a refusal for wrong credentials match ErrCredentials.
func (e *StatusError) Is(target error) bool {
	if target != ErrCredentials {
		return false
	}
	return e.Code == 401 || e.Code == 403 || e.Code == 407
}

// EndedError is returned by waits on a call that ended before what was awaited.
type EndedError struct{ End End }

func (e *EndedError) Error() string {
	return fmt.Sprintf("softphone: the call ended (%s)", e.End)
}
