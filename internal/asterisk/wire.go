package asterisk

import (
	"strings"
	"time"

	"github.com/CyCoreSystems/ari/v5"
)

// wireChannel is a channel on the wire, as far as it is used. ari.ChannelData leaves out
// the language and what the dialplan runs, and takes three passes: too many for an event.
type wireChannel struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	State     string    `json:"state"`
	Language  string    `json:"language"`
	Caller    wireParty `json:"caller"`
	Connected wireParty `json:"connected"`
	Dialplan  struct {
		Context string `json:"context"`
		Exten   string `json:"exten"`
		App     string `json:"app_name"`
		Data    string `json:"app_data"`
	} `json:"dialplan"`
	Created ari.DateTime `json:"creationtime"`
}

type wireParty struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

func (w *wireChannel) channel() Channel {
	c := Channel{
		ID: w.ID, Name: w.Name, State: w.State, Language: w.Language,
		CallerNumber: shown(w.Caller.Number), CallerName: shown(w.Caller.Name),
		ConnectedNumber: shown(w.Connected.Number),
		Context:         w.Dialplan.Context, Exten: w.Dialplan.Exten,
	}
	if created := time.Time(w.Created); !created.IsZero() {
		c.Created = time.Unix(created.Unix(), int64(created.Nanosecond()))
	}
	return c
}

// inside reports whether the dialplan of this channel stands in Stasis(), or in
// StasisBroadcast(), where it may be asked for still.
func (w *wireChannel) inside() bool { return strings.HasPrefix(w.Dialplan.App, "Stasis") }

// broadcasts is the application that asks the engines for a call.
const broadcasts = "StasisBroadcast"

// args recovers what the dialplan gave to Stasis(app,…) or to
// StasisBroadcast(timeout,^app$,…): the event that told it was lost.
func (w *wireChannel) args(app string) []string {
	if w.Dialplan.App == broadcasts {
		_, rest, _ := strings.Cut(w.Dialplan.Data, ",")
		rest, ok := strings.CutPrefix(rest, "^"+app+"$,")
		return split(rest, ":", ok)
	}
	rest, ok := strings.CutPrefix(w.Dialplan.Data, app+",")
	return split(rest, ",", ok)
}

func split(text, by string, ok bool) []string {
	if !ok {
		return nil
	}
	return strings.Split(text, by)
}
