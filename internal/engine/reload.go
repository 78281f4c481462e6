package engine

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"

	"hotline/internal/problem"
)

// ReloadPath is where the engine is asked, by POST, to reload the dialplans.
const ReloadPath = "/-/reload"

// Reloaded is the engine's answer to a reload.
type Reloaded struct {
	Version  string           `json:"version"`            // in force now
	Problems problem.Problems `json:"problems,omitempty"` // errors if nothing was changed, else warnings
	Failure  string           `json:"failure,omitempty"`  // why nothing was changed, if no file is to blame
}

// reload serves [ReloadPath] to this machine: 200 when new calls use the tree on
// disk, 422 when it has mistakes, 500 when something else failed.
func (e *Engine) reload(w http.ResponseWriter, r *http.Request) {
	if !local(r) {
		http.Error(w, "ask on the engine's own machine", http.StatusForbidden)
		return
	}
	status, answer := http.StatusOK, Reloaded{}
	err := e.Reload(r.Context())
	switch {
	case err == nil:
		answer.Problems = e.loads.tree().Warnings
	case errors.As(err, &answer.Problems):
		status = http.StatusUnprocessableEntity
	default:
		status, answer.Failure = http.StatusInternalServerError, err.Error()
	}
	answer.Version = e.Version()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// local is true for a request of this machine that no proxy passed on.
func local(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback() &&
		r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}
