package asterisk

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/CyCoreSystems/ari/v5"
)

// wireChannel is a channel on the wire. ari.ChannelData leaves out the
// language and what the dialplan runs, so both are read besides it.
type wireChannel struct {
	ari.ChannelData
	more wireMore
}

// wireMore is what ari/v5 does not read of a channel.
type wireMore struct {
	Language string `json:"language"`
	Dialplan struct {
		App  string `json:"app_name"`
		Data string `json:"app_data"`
	} `json:"dialplan"`
}

func (w *wireChannel) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &w.ChannelData); err != nil {
		return err
	}
	return json.Unmarshal(data, &w.more)
}

func (w *wireChannel) channel() Channel {
	c := Channel{ID: w.ID, Name: w.Name, State: w.State, Language: w.more.Language}
	if w.Caller != nil {
		c.CallerNumber, c.CallerName = shown(w.Caller.Number), shown(w.Caller.Name)
	}
	if w.Connected != nil {
		c.ConnectedNumber = shown(w.Connected.Number)
	}
	if w.ChannelData.Dialplan != nil {
		c.Context, c.Exten = w.ChannelData.Dialplan.Context, w.ChannelData.Dialplan.Exten
	}
	if t := w.Creationtime; t != nil {
		c.Created = time.Unix(t.Seconds, int64(t.Nanos))
	}
	return c
}

// inside reports whether the dialplan of this channel stands in Stasis(), or in
// StasisBroadcast(), where it may be asked for still.
func (w *wireChannel) inside() bool { return strings.HasPrefix(w.more.Dialplan.App, "Stasis") }

// broadcasts is the application that asks the engines for a call.
const broadcasts = "StasisBroadcast"

// args recovers what the dialplan gave to Stasis(app,…) or to
// StasisBroadcast(timeout,^app$,…): the event that told it was lost.
func (w *wireChannel) args(app string) []string {
	if w.more.Dialplan.App == broadcasts {
		_, rest, _ := strings.Cut(w.more.Dialplan.Data, ",")
		rest, ok := strings.CutPrefix(rest, "^"+app+"$,")
		return split(rest, ":", ok)
	}
	rest, ok := strings.CutPrefix(w.more.Dialplan.Data, app+",")
	return split(rest, ",", ok)
}

func split(text, by string, ok bool) []string {
	if !ok {
		return nil
	}
	return strings.Split(text, by)
}
