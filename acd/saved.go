package acd

// saved is a floor as a snapshot shows it: all that matters from here on, and nothing
// that follows from it. A field that is added has a meaning when it is empty, and a
// change that older programs must not pass over has a new [SnapshotSchema].
type saved struct {
	Floor   string `json:"floor"`
	Now     int64  `json:"now"`
	Offer   int64  `json:"offer"` // the last
	Turns   int64  `json:"turns"`
	Misfits int    `json:"misfits,omitempty"`
	Misfit  string `json:"misfit,omitempty"`
	Rules   Rules  `json:"rules"`

	Machines []savedMachine `json:"machines,omitempty"`

	// In the order of their names, calls in that of their arrival.
	Queues    []savedQueue    `json:"queues"`
	Seats     []savedSeat     `json:"seats"`
	Calls     []savedCall     `json:"calls"`
	Callbacks []savedCallback `json:"callbacks,omitempty"`

	// In the order of time.
	Lasts []savedLast `json:"lasts,omitempty"`
	Left  []savedLeft `json:"left,omitempty"`
}

// savedKey is a key of an order: major, minor.
type savedKey [2]int64

func (k key) saved() savedKey { return savedKey{k.major, k.minor} }

func (k savedKey) key() key { return key{k[0], k[1]} }

type savedMachine struct {
	ID   string `json:"id"`
	Away bool   `json:"away,omitempty"`
}

type savedQueue struct {
	ID       string        `json:"id"`
	Unlisted *Queue        `json:"unlisted,omitempty"` // its last rules, if those that hold do not name it
	Pressed  bool          `json:"pressed,omitempty"`
	Turn     int           `json:"turn,omitempty"`
	Pass     int64         `json:"pass,omitempty"`
	Mean     int64         `json:"mean,omitempty"` // of handling
	Talks    int64         `json:"talks,omitempty"`
	Timed    bool          `json:"timed,omitempty"`
	Open     []Window      `json:"open,omitempty"`
	Forecast savedForecast `json:"forecast,omitzero"`
}

type savedForecast struct {
	Seen  int          `json:"seen,omitempty"`
	Errs  []int32      `json:"errs,omitempty"` // as they lie
	Slack int32        `json:"slack,omitempty"`
	Last  int64        `json:"last,omitempty"`
	Hours []savedTally `json:"hours,omitempty"`
}

type savedTally struct {
	At   int   `json:"at"`
	Slot int64 `json:"slot"`
	Told int   `json:"told"`
	Held int   `json:"held"`
}

type savedSeat struct {
	ID       string    `json:"id"`
	Unlisted *Seat     `json:"unlisted,omitempty"` // as of savedQueue
	Now      SeatState `json:"now"`
	Next     SeatState `json:"next"`
	Lost     bool      `json:"lost,omitempty"`
	Since    int64     `json:"since,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Auto     bool      `json:"auto,omitempty"`
	Missed   int       `json:"missed,omitempty"`
	Idle     savedKey  `json:"idle,omitzero"`
	Phone    string    `json:"phone,omitempty"`
	Held     string    `json:"held,omitempty"`

	Wrap     savedKey `json:"wrap,omitzero"`
	WrapMost int64    `json:"wrap_most,omitempty"`
	Rest     savedKey `json:"rest,omitzero"`
	Tried    savedKey `json:"tried,omitzero"`

	Posts []savedPost `json:"posts,omitempty"` // in the order of the rules
}

// savedPost is calls, talk and pass.
type savedPost [3]int64

type savedCall struct {
	ID       string   `json:"id"`
	Queue    string   `json:"queue"`
	State    string   `json:"state"`
	Turn     int64    `json:"turn"` // of its arrival
	Since    int64    `json:"since"`
	Priority int64    `json:"priority,omitempty"`
	Queued   int64    `json:"queued"`
	Answered int64    `json:"answered,omitempty"`
	Began    int64    `json:"began,omitempty"`
	Passed   bool     `json:"passed,omitempty"`
	Limits   Limits   `json:"limits,omitzero"`
	From     string   `json:"from,omitempty"`
	Needs    []Skill  `json:"needs,omitempty"`
	Prefer   []string `json:"prefer,omitempty"`
	Home     string   `json:"home,omitempty"`

	Stage  int          `json:"stage,omitempty"`
	Last   string       `json:"last,omitempty"` // the seat for which alone it waits
	Line   bool         `json:"line,omitempty"`
	Offers []savedOffer `json:"offers,omitempty"`
	Seat   string       `json:"seat,omitempty"`  // the talk
	Calls  string       `json:"calls,omitempty"` // the number that it calls back
	There  bool         `json:"there,omitempty"` // who was called back

	First    int   `json:"first"`
	Expected int64 `json:"expected,omitempty"`
	Low      int64 `json:"low,omitempty"`
	High     int64 `json:"high,omitempty"`
}

type savedOffer struct {
	ID    int64  `json:"id"`
	Seat  string `json:"seat"`
	Until int64  `json:"until,omitempty"`
}

type savedCallback struct {
	ID       string   `json:"id"`
	Of       string   `json:"of,omitempty"`
	Queue    string   `json:"queue"`
	Number   string   `json:"number"`
	Since    int64    `json:"since"`
	Due      savedKey `json:"due"`
	Attempts int      `json:"attempts,omitempty"`
	PutOff   int      `json:"put_off,omitempty"`
	Call     string   `json:"call,omitempty"`
	Missed   bool     `json:"missed,omitempty"`
	Cut      bool     `json:"cut,omitempty"`
	Home     string   `json:"home,omitempty"`
	Pending  savedKey `json:"pending,omitzero"`
	Over     bool     `json:"over,omitempty"`
}

type savedLast struct {
	At   int64  `json:"at"`
	From string `json:"from"`
	Seat string `json:"seat"`
}

type savedLeft struct {
	At    int64  `json:"at"`
	From  string `json:"from"`
	Queue string `json:"queue"`
	Call  string `json:"call"`
	Since int64  `json:"since"`
}
