package record

import (
	"fmt"
	"io"
	"time"

	"hotline/internal/call"
	"hotline/internal/jsonout"
)

// jsonCall is a record as programs read it. The first ten fields are a promise;
// more may follow them.
type jsonCall struct {
	ID      string       `json:"id"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Centre  string       `json:"centre"`
	Queue   string       `json:"queue"`
	Seat    string       `json:"seat"`
	Arrived *stamp       `json:"arrived"`
	Waited  seconds      `json:"waited"`
	Talked  seconds      `json:"talked"`
	Outcome call.Outcome `json:"outcome"`

	Trunk             string   `json:"trunk"`
	DialledBy         string   `json:"dialled_by,omitempty"`
	Queued            *stamp   `json:"queued"`
	Answered          *stamp   `json:"answered"`
	Ended             *stamp   `json:"ended"`
	WaitedFromArrival *seconds `json:"waited_from_arrival"`
	By                string   `json:"by"`
	Detail            string   `json:"detail,omitempty"`
	Offers            int      `json:"offers"`
	Area              string   `json:"area,omitempty"`
	Hops              int      `json:"hops,omitempty"`
	CallbackOf        string   `json:"callback_of,omitempty"`
	Grade             int      `json:"grade,omitempty"`

	Transfers    []jsonTransfer `json:"transfers,omitempty"`
	Supervised   []string       `json:"supervised,omitempty"`
	Help         int            `json:"help,omitempty"`
	Class        string         `json:"class,omitempty"`
	Refused      string         `json:"refused,omitempty"`
	Confidential bool           `json:"confidential,omitempty"`
}

type jsonTransfer struct {
	At   *stamp `json:"at"`
	From string `json:"from"`
	To   string `json:"to"`
	Way  string `json:"way"`
}

// WriteJSON writes calls as a JSON array of objects: times in RFC 3339 with
// milliseconds and zone, null if it has not happened; spans in seconds with three
// decimals.
func WriteJSON(w io.Writer, calls []Call) error {
	list := make([]jsonCall, len(calls))
	for i := range calls {
		list[i] = toJSON(&calls[i])
	}
	return jsonout.Write(w, list)
}

func toJSON(c *Call) jsonCall {
	j := jsonCall{
		ID: c.ID, From: c.From, To: c.To, Centre: c.Centre, Queue: c.Queue, Seat: c.Seat,
		Arrived: stampOf(c.Arrived), Waited: seconds(c.Waited), Talked: seconds(c.Talked), Outcome: c.Outcome,
		Trunk: c.Trunk, DialledBy: c.DialledBy,
		Queued: stampOf(c.Queued), Answered: stampOf(c.Answered), Ended: stampOf(c.Ended),
		By: c.By, Detail: c.Detail, Offers: c.Offers,
		Area: c.Area, Hops: c.Hops, CallbackOf: c.CallbackOf, Grade: c.Grade,
		Supervised: c.Supervised, Help: c.Help, Class: c.Class, Refused: c.Refused, Confidential: c.Confidential,
	}
	for _, t := range c.Transfers {
		at := time.UnixMilli(t.At).In(c.Arrived.Location())
		j.Transfers = append(j.Transfers, jsonTransfer{stampOf(at), t.From, t.To, t.Way})
	}
	if !c.Answered.IsZero() {
		span := seconds(c.WaitedFromArrival)
		j.WaitedFromArrival = &span
	}
	return j
}

// seconds is written as a number with three decimals.
type seconds time.Duration

// MarshalJSON implements json.Marshaler.
func (s seconds) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%.3f", time.Duration(s).Seconds()), nil
}

// stamp is a time that has happened.
type stamp time.Time

func stampOf(t time.Time) *stamp {
	if t.IsZero() {
		return nil
	}
	return (*stamp)(&t)
}

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%q", time.Time(s).Format("2006-01-02T15:04:05.000Z07:00")), nil
}
