package asterisk

import "fmt"

// Kind sorts failures by what the caller can do about them. A Kind is itself
// an error, so errors.Is(err, asterisk.Gone) asks for it.
type Kind string

// The kinds of failure.
const (
	Gone        Kind = "gone"        // 404: hung up, destroyed, or never there; ordinary around a hang-up
	Conflict    Kind = "conflict"    // 409, 412, 422: not in the state the request needs, or the id is taken
	Refused     Kind = "refused"     // 401, 403: user or password
	BadRequest  Kind = "bad request" // other 4xx, or an argument that cannot be sent
	Server      Kind = "server"      // 5xx, or an answer that is not ARI
	Timeout     Kind = "timeout"     // no answer in time; it may have been done nevertheless
	Unreachable Kind = "unreachable" // no connection, or it broke; then it may have been done
	Cancelled   Kind = "cancelled"   // the caller's context was cancelled
	Closed      Kind = "closed"      // the link was stopped
)

func (k Kind) Error() string { return string(k) }

// Error is a failed request, or the reason why the link is down.
type Error struct {
	Op      string // "answer", "play", …
	Kind    Kind
	Status  int    // of HTTP; 0 when there was no answer
	Message string // what happened and, where possible, what to do
	Err     error  // cause, may be nil
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return fmt.Sprintf("asterisk: %s: %s: %s", e.Op, e.Kind, e.Message)
	}
	return fmt.Sprintf("asterisk: %s: %s (HTTP %d): %s", e.Op, e.Kind, e.Status, e.Message)
}

// Is reports whether target is e's Kind.
func (e *Error) Is(target error) bool {
	k, ok := target.(Kind)
	return ok && k == e.Kind
}

func (e *Error) Unwrap() error { return e.Err }
