package bench

import (
	"fmt"
	"math"
)

// Raw is what one round left.
type Raw struct {
	Callers, Seats Trace
	Number         func(callID string) string // who called in a caller's leg; "" = nobody of this round
	Names          map[string]string          // who called in a seat's leg, by Call-ID
	Window         Window
	Drained        bool    // callers came at a rate and all left; otherwise so many were kept waiting
	Asterisk       float64 // milliseconds of processor in the window
	Engine         float64
	Others         float64 // share of all processors that processes took which are not ours
	Idle           Rest    // what both take without calls
	Sampled        bool    // a call was listened to
	Heard          error   // why it had no sound; nil = it had
}

// Rest is what the processes take without calls, in milliseconds of processor a second.
type Rest struct {
	Asterisk float64 `json:"asterisk"`
	Engine   float64 `json:"engine"`
}

// Spot are quantiles of delays in milliseconds.
type Spot struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// Round is what one contender did with one load.
type Round struct {
	Part      string   `json:"part"` // what was measured, such as idle seats
	Contender string   `json:"contender"`
	Index     int      `json:"index"`
	Seats     int      `json:"seats"`
	Waiting   int      `json:"waiting"` // wanted
	Sound     bool     `json:"sound"`   // RTP both ways
	Rate      float64  `json:"rate"`    // calls a second that were placed; 0 = as many as left
	TalkMS    float64  `json:"talk_ms"` // mean
	Window    Window   `json:"window"`
	Calls     int      `json:"calls"`  // that the processor time is shared out to
	Failed    int      `json:"failed"` // that the two ends do not agree about, or that were refused
	Setup     Spot     `json:"setup"`  // caller's INVITE to seat's INVITE
	Free      Spot     `json:"free"`   // seat's BYE to its next INVITE, callers waiting
	Asterisk  float64  `json:"asterisk_ms_per_call"`
	Engine    float64  `json:"engine_ms_per_call"`
	Repeated  float64  `json:"retransmitted"`             // share of all messages
	Others    float64  `json:"others"`                    // share of the processors that others on the machine took
	Rest      Rest     `json:"rest"`                      // what was taken off for the time without calls
	Kept      int      `json:"waiting_at_start"`          // that really waited when the window began
	Heard     bool     `json:"sound_in_the_sampled_call"` // he heard himself through the seat's echo
	Marks     []string `json:"marks,omitempty"`           // why not to believe it
	Dir       string   `json:"dir"`                       // its traces, below the run's folder
}

// repeatedLimit is the share of retransmissions above which a round is marked.
const repeatedLimit = 0.01

// othersLimit is the share of the processors that other programs may take.
const othersLimit = 0.1

// Evaluate fills in what the raw data say.
func (r *Round) Evaluate(raw Raw) []Call {
	calls, stray := Join(raw.Callers.Legs, raw.Seats.Legs, raw.Number, raw.Names)
	r.Window, r.Rest, r.Others, r.Heard = raw.Window, raw.Idle, raw.Others, raw.Sampled && raw.Heard == nil
	r.count(calls, raw)
	r.Setup, r.Free = spot(Setups(calls, raw.Window)), spot(Idle(calls, raw.Window))
	seconds := float64(raw.Window.Until-raw.Window.From) / 1e6
	r.Asterisk = (raw.Asterisk - raw.Idle.Asterisk*seconds) / float64(r.Calls)
	r.Engine = (raw.Engine - raw.Idle.Engine*seconds) / float64(r.Calls)
	if n := raw.Callers.Messages + raw.Seats.Messages; n > 0 {
		r.Repeated = float64(raw.Callers.Repeated+raw.Seats.Repeated) / float64(n)
	}
	r.Kept = Waiting(calls, raw.Window.From)
	r.mark(raw, stray)
	return calls
}

// count finds out how many calls there were, and how many of them went wrong.
func (r *Round) count(calls []Call, raw Raw) {
	r.Calls, r.Failed = 0, 0
	for _, c := range calls {
		if raw.Drained {
			r.Calls++
			if !c.Whole() {
				r.Failed++
			}
			continue
		}
		talked := raw.Window.Has(c.Freed)
		if talked {
			r.Calls++
		}
		refused := c.Code != 0 && raw.Window.Has(c.Ended)
		unseen := c.Code == 0 && raw.Window.Has(c.Ended) && c.Freed == 0
		if refused || unseen || talked && (c.Ended == 0 || c.Again > 0) {
			r.Failed++
		}
	}
}

func (r *Round) mark(raw Raw, stray int) {
	r.Marks = nil
	note := func(is bool, format string, args ...any) {
		if is {
			r.Marks = append(r.Marks, fmt.Sprintf(format, args...))
		}
	}
	note(r.Calls == 0, "no call came through")
	note(r.Failed > 0, "%d calls failed, or are not the same at both ends", r.Failed)
	note(stray > 0, "%d calls reached a seat from nobody", stray)
	note(r.Repeated > repeatedLimit, "%.1f%% of the SIP messages were sent again", 100*r.Repeated)
	note(raw.Sampled && raw.Heard != nil, "no sound in the sampled call: %v", raw.Heard)
	note(r.Others > othersLimit, "other programs took %.0f%% of the processors", 100*r.Others)
	note(r.Kept < r.Waiting*8/10, "%d callers waited instead of %d", r.Kept, r.Waiting)
}

// Clean tells whether a rate was sustained.
func (r *Round) Clean() bool {
	return r.Calls > 0 && r.Failed == 0 && r.Setup.P95 < 1000 && r.Repeated <= repeatedLimit
}

func spot(delays []float64) Spot {
	if len(delays) == 0 {
		return Spot{}
	}
	at := func(q float64) float64 { return math.Round(Quantile(delays, q)*1000) / 1000 }
	return Spot{N: len(delays), P50: at(0.5), P95: at(0.95), P99: at(0.99), Max: at(1)}
}
