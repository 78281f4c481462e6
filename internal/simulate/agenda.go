package simulate

// deed is what an event does. Of events at the same time the first deed goes first.
type deed uint8

const (
	shifts     deed = iota // the next change of the roster
	returns                // a seat, from a pause
	pauses                 // a seat, of its own accord
	wraps                  // a seat ends its wrap-up
	talkOver               // of a caller
	reaches                // a seat reaches somebody who is called back
	misses                 // or does not
	answers                // a seat, whose telephone rings for a caller
	declines               // the same
	givesUp                // a caller
	arrives                // the next caller of a stream
	callsAgain             // a caller who gave up before
)

// event is what is going to happen.
type event struct {
	at   int64 // ns since the Unix epoch
	mark int64 // of a caller or seat: he is still the same; of an answer: the offer
	who  int32 // caller, seat, stream or place in what it is about
	does deed
}

func (e event) before(o event) bool {
	return e.at < o.at || e.at == o.at && e.does < o.does
}

// agenda is all that is going to happen, next first: a binary heap.
type agenda []event

func (a *agenda) add(e event) {
	heap := append(*a, e)
	i := len(heap) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !e.before(heap[up]) {
			break
		}
		heap[i] = heap[up]
		i = up
	}
	heap[i] = e
	*a = heap
}

// next takes the first event out; there must be one.
func (a *agenda) next() event {
	heap := *a
	first, last := heap[0], heap[len(heap)-1]
	heap = heap[:len(heap)-1]
	*a = heap
	if len(heap) == 0 {
		return first
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(heap) {
			break
		}
		if down+1 < len(heap) && heap[down+1].before(heap[down]) {
			down++
		}
		if !heap[down].before(last) {
			break
		}
		heap[i] = heap[down]
		i = down
	}
	heap[i] = last
	return first
}
