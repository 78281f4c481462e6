package acd

// Rules are what the distributor must know of queues and seats. They are data
// of the dialplans tree and enter the floor as a fact, so that a log can be
// folded without the files it was written under.
type Rules struct {
	Hash   string  `json:"hash"` // of the content, hexadecimal
	Queues []Queue `json:"queues"`
	Seats  []Seat  `json:"seats"`
}

// Strategy names how a queue chooses among its idle seats.
type Strategy string

// LongestIdle offers a call to the seat that has been idle for the longest time.
const LongestIdle Strategy = "longest-idle"

// Queue is the rules of one queue.
type Queue struct {
	ID       string   `json:"id"` // "<centre>/<name>"
	Strategy Strategy `json:"strategy"`
	Ring     int64    `json:"ring"`    // how long a seat rings, ms; 0 = until it answers or fails
	WrapUp   int64    `json:"wrap_up"` // after each talk, ms; 0 = none
}

// Seat is the rules of one seat: which queues it serves.
type Seat struct {
	ID     string   `json:"id"`
	Queues []string `json:"queues"`
}
