package bench

import (
	"cmp"
	"math"
	"slices"
)

// Names of contenders, as rounds have them.
const (
	Dial          = "dial"
	Queue         = "queue"
	AnsweredQueue = "answered-queue"
	GreetedQueue  = "greeted-queue"
	Hotline       = "hotline"
	Greeted       = "greeted"
)

// Names of parts: what a round was for.
const (
	Spare    = "idle"    // seats are idle, callers come at a rate
	Sounding = "sound"   // the same, with RTP both ways
	Greeting = "greeted" // the same, after a greeting
	Queued   = "waiting" // so many callers wait all the time
	Growth   = "growth"  // the same, from few to many
	Steps    = "rate"    // one step of a ramp
	Huge     = "huge"    // hotline alone, with as much as it is meant for
)

// Machine is where it was measured.
type Machine struct {
	Processor string `json:"processor"`
	Cores     int    `json:"cores"`
	MemoryGB  int    `json:"memory_gb"`
	System    string `json:"system"`
	Kernel    string `json:"kernel"`
	Go        string `json:"go"`
	Asterisk  string `json:"asterisk"`
	Hotline   string `json:"hotline"`
}

// Rate is the highest rate that a contender sustained in one ramp.
type Rate struct {
	Contender string  `json:"contender"`
	Index     int     `json:"index"`
	Seats     int     `json:"seats"`
	Best      float64 `json:"best"` // calls a second
}

// Memory is what calls cost, in kB each.
type Memory struct {
	Contender string  `json:"contender"`
	Seats     int     `json:"seats"`
	Waiting   int     `json:"waiting"`
	Idle      float64 `json:"engine_idle"` // the engine with all seats at work and no call
	Talk      Pair    `json:"talk"`
	Wait      Pair    `json:"wait"`
}

// Pair is one figure of each process, in kB.
type Pair struct {
	Asterisk float64 `json:"asterisk"`
	Engine   float64 `json:"engine"`
}

// Result is a whole run. The six figures at the top are medians of ratios between rounds;
// 0 = not measured.
type Result struct {
	FreeToInvite float64 `json:"free_to_invite_vs_queue"`
	Setup        float64 `json:"setup_vs_queue"`
	CPU10        float64 `json:"cpu_vs_queue_10"`
	CPU1000      float64 `json:"cpu_vs_queue_1000"`
	RateQueue    float64 `json:"rate_vs_queue_200"`
	RateDial     float64 `json:"rate_vs_dial"`

	Ratios  map[string]Figure `json:"ratios"` // the same with their spread, by the same names
	Began   string            `json:"began"`
	Command string            `json:"command"`
	Seed    uint64            `json:"seed"`
	Quick   bool              `json:"quick"`
	Machine Machine           `json:"machine"`
	Rounds  []Round           `json:"rounds"`
	Rates   []Rate            `json:"rates"`
	Memory  []Memory          `json:"memory"`
}

// Compare fills in the six figures.
func (r *Result) Compare() {
	free := func(x Round) float64 { return x.Free.P50 }
	setup := func(x Round) float64 { return x.Setup.P50 }
	r.Ratios = map[string]Figure{
		"free_to_invite_vs_queue": r.ratio(Queued, Hotline, AnsweredQueue, 0, free),
		"setup_vs_queue":          r.ratio(Spare, Hotline, Queue, 0, setup),
		"cpu_vs_queue_10":         r.ratio(Spare, Hotline, Queue, 10, cpu),
		"cpu_vs_queue_1000":       r.ratio(Spare, Hotline, Queue, 1000, cpu),
		"rate_vs_queue_200":       r.rates(Hotline, Queue, 200),
		"rate_vs_dial":            r.rates(Hotline, Dial, 1000),
	}
	for name, to := range map[string]*float64{
		"free_to_invite_vs_queue": &r.FreeToInvite, "setup_vs_queue": &r.Setup, "cpu_vs_queue_10": &r.CPU10,
		"cpu_vs_queue_1000": &r.CPU1000, "rate_vs_queue_200": &r.RateQueue, "rate_vs_dial": &r.RateDial,
	} {
		*to = math.Round(r.Ratios[name].Median*10_000) / 10_000
	}
}

// ratio compares two contenders in one part, each round with the one of the same load;
// seats 0 = of any number.
func (r *Result) ratio(part, of, to string, seats int, value func(Round) float64) Figure {
	return Ratio(r.values(part, of, seats, value), r.values(part, to, seats, value))
}

// values are those of a contender's rounds, in the order of their loads.
func (r *Result) values(part, contender string, seats int, value func(Round) float64) (out []float64) {
	var rounds []Round
	for _, x := range r.Rounds {
		if x.Part == part && x.Contender == contender && (seats == 0 || x.Seats == seats) {
			rounds = append(rounds, x)
		}
	}
	slices.SortStableFunc(rounds, func(a, b Round) int {
		return cmp.Or(cmp.Compare(a.Seats, b.Seats), cmp.Compare(a.Waiting, b.Waiting), cmp.Compare(a.Index, b.Index))
	})
	for _, x := range rounds {
		out = append(out, value(x))
	}
	return out
}

func (r *Result) rates(of, to string, seats int) Figure {
	return Ratio(r.best(of, seats), r.best(to, seats))
}

// best are the highest rates of a contender, a ramp each.
func (r *Result) best(contender string, seats int) (out []float64) {
	for _, x := range r.Rates {
		if x.Contender == contender && x.Seats == seats {
			out = append(out, x.Best)
		}
	}
	return out
}
