package fleet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"hotline/internal/journal"
)

// wireGroup is a group as it stands in Redis; its place is the entry's id.
type wireGroup struct {
	At     int64           `json:"at"`
	Origin string          `json:"o,omitempty"`
	Call   string          `json:"c,omitempty"`
	Input  *journal.Entry  `json:"i,omitempty"`
	Facts  []journal.Entry `json:"f,omitempty"`
}

// entry is a group with what its log needs to know of it.
type entry struct {
	group  journal.Group
	epoch  string // that it belongs to
	before string // the epoch before, if it begins one; "-" = there was none
}

// appendArgs adds what the scripts want to know of an entry.
func (e *entry) appendArgs(args []any) ([]any, error) {
	g := &e.group
	text, err := encode(wireGroup{At: g.At, Origin: g.Origin, Call: g.Call, Input: g.Input, Facts: g.Facts})
	if err != nil {
		return nil, err
	}
	machine, n, _ := splitOrigin(g.Origin)
	return append(args, text, machine, n, e.epoch, e.before), nil
}

// encode leaves <, > and & as they are: what is on record is what was handed in.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func decodeFact(stream string, m redis.XMessage) (entry, error) {
	place, err := placeOf(m.ID)
	if err != nil {
		return entry{}, err
	}
	text, _ := m.Values["g"].(string)
	var w wireGroup
	if err := json.Unmarshal([]byte(text), &w); err != nil {
		return entry{}, fmt.Errorf("place %d of %s: %w", place, stream, err)
	}
	e := entry{group: journal.Group{
		At: w.At, Stream: stream, Call: w.Call, Input: w.Input, Facts: w.Facts, Place: place, Origin: w.Origin,
	}}
	e.epoch, _ = m.Values["e"].(string)
	e.before, _ = m.Values["p"].(string)
	return e, nil
}

func placeOf(id string) (int64, error) {
	text, _, _ := strings.Cut(id, "-")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("an entry has the id %q: another program writes there", id)
	}
	return n, nil
}

func idOf(place int64) string { return strconv.FormatInt(place, 10) + "-0" }

// input is what a machine has handed in.
type input struct {
	id      int64 // in the stream
	machine string
	n       int64
	entry   journal.Entry

	unreadable bool
}

func (in *input) origin() string { return originOf(in.machine, in.n) }

func decodeInput(m redis.XMessage) (input, error) {
	id, err := placeOf(m.ID)
	if err != nil {
		return input{}, err
	}
	in := input{id: id}
	in.machine, _ = m.Values["m"].(string)
	number, _ := m.Values["n"].(string)
	text, _ := m.Values["i"].(string)
	if in.n, err = strconv.ParseInt(number, 10, 64); err != nil {
		return input{}, fmt.Errorf("input %d has no number: %w", id, err)
	}
	in.unreadable = !readEntry(text, &in.entry)
	return in, nil
}

func readEntry(text string, e *journal.Entry) bool {
	return json.Unmarshal([]byte(text), e) == nil && e.Kind != ""
}

func originOf(machine string, n int64) string { return machine + "/" + strconv.FormatInt(n, 10) }

// splitOrigin takes an input's origin apart; ok is false for what is of the log itself.
func splitOrigin(origin string) (machine string, n int64, ok bool) {
	if strings.HasPrefix(origin, epochMark) {
		return "", 0, false
	}
	at := strings.LastIndexByte(origin, '/')
	if at < 0 {
		return "", 0, false
	}
	n, err := strconv.ParseInt(origin[at+1:], 10, 64)
	if err != nil {
		return "", 0, false
	}
	return origin[:at], n, true
}
