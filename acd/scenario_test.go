package acd

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into testdata, to be read before it is kept")

// TestScenarios plays testdata/*.txt: "== title" starts a floor, a line with a time
// in seconds is an input, and the lines with ">" under it are all its facts.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		var got bytes.Buffer
		for i, text := range strings.Split(string(want), "\n== ") {
			if i == 0 {
				got.WriteString(text)
				continue
			}
			title, _, _ := strings.Cut(text, "\n")
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+title, func(t *testing.T) {
				played := play(t, text)
				got.WriteString("\n== " + played)
				if !*update {
					require.Equal(t, text, played)
				}
			})
		}
		if *update {
			require.NoError(t, os.WriteFile(file, got.Bytes(), 0o600))
		}
	}
}

// play runs a scenario and writes it down as it went.
func play(t *testing.T, text string) string {
	t.Helper()
	f := newTestFloor()
	var out []string
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			continue
		}
		out = append(out, line)
		if n == 0 || strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		facts, err := f.give(readInput(t, f.state, line))
		require.NoError(t, err, line)
		for _, fact := range facts {
			out = append(out, "         > "+tell(fact))
		}
	}
	require.NoError(t, f.replay())
	return strings.Join(out, "\n")
}

// words reads a line word by word.
type words struct {
	t    *testing.T
	list []string
}

func (w *words) next() string {
	require.NotEmpty(w.t, w.list, "a word is missing")
	word := w.list[0]
	w.list = w.list[1:]
	return word
}

func (w *words) ms() int64 {
	seconds, err := strconv.ParseFloat(w.next(), 64)
	require.NoError(w.t, err)
	return int64(seconds * 1000)
}

// offer reads "#3", or a seat for the offer it has.
func (w *words) offer(s *State) int64 {
	word := w.next()
	if number, ok := strings.CutPrefix(word, "#"); ok {
		id, err := strconv.ParseInt(number, 10, 64)
		require.NoError(w.t, err)
		return id
	}
	seat, _ := s.Seat(word)
	require.NotZero(w.t, seat.Offer, "no offer at seat %s", word)
	return seat.Offer
}

func readInput(t *testing.T, s *State, line string) Input {
	t.Helper()
	w := &words{t, strings.Fields(line)}
	at := dawn + w.ms()
	switch verb := w.next(); verb {
	case "rules":
		return LoadRules{at, readRules(w)}
	case "sign-in":
		return SignIn{at, w.next()}
	case "sign-out":
		return SignOut{at, w.next()}
	case "pause":
		return Pause{at, w.next(), w.next()}
	case "ready":
		return Ready{at, w.next()}
	case "enqueue":
		return readEnqueue(w, at)
	case "hang-up":
		return HangUp{at, w.next()}
	case "leave":
		return Leave{at, w.next(), strings.Join(w.list, " ")}
	case "answer":
		return SeatAnswered{at, w.offer(s)}
	case "fail":
		return OfferFailed{at, w.offer(s), OfferEnd(w.next())}
	case "talk-over":
		return TalkOver{at, w.next(), Party(w.next())}
	case "ask":
		return readAsk(w, at)
	case "called-back":
		return CallbackOver{at, w.next(), CallbackEnd(w.next())}
	case "tick":
		return Tick{at}
	default:
		t.Fatalf("unknown input %q", verb)
		return nil
	}
}

// readRules reads "v1 q(ring,wrap) r(ring,wrap) a:q b:q,r".
func readRules(w *words) Rules {
	r := Rules{Hash: w.next()}
	for _, word := range w.list {
		if id, queues, ok := strings.Cut(word, ":"); ok {
			r.Seats = append(r.Seats, Seat{ID: id, Queues: Serving(strings.FieldsFunc(queues, func(c rune) bool { return c == ',' })...)})
			continue
		}
		id, times, ok := strings.Cut(strings.TrimSuffix(word, ")"), "(")
		require.True(w.t, ok, word)
		span := &words{w.t, strings.Split(times, ",")}
		r.Queues = append(r.Queues, Queue{ID: id, Strategy: LongestIdle, Ring: span.ms(), WrapUp: span.ms()})
	}
	require.NoError(w.t, r.Check())
	return r
}

func readEnqueue(w *words, at int64) Input {
	in := Enqueue{At: at, Call: w.next(), Queue: w.next(), Since: at}
	for len(w.list) > 0 {
		switch option := w.next(); option {
		case "since":
			in.Since = dawn + w.ms()
		case "priority":
			in.Priority = w.ms()
		case "no-seat":
			in.Limits.NoSeat = true
		case "wait":
			in.Limits.Wait = w.ms()
		case "size":
			in.Limits.Size = int(w.ms() / 1000)
		case "expected":
			in.Limits.Expected = w.ms()
		default:
			w.t.Fatalf("unknown option %q", option)
		}
	}
	return in
}

// readAsk reads "ask <callback> <number> <queue> since 1 due 9".
func readAsk(w *words, at int64) Input {
	in := AskCallback{At: at, Callback: w.next(), Number: w.next(), Queue: w.next(), Of: "caller"}
	for len(w.list) > 0 {
		switch option := w.next(); option {
		case "since":
			in.Since = dawn + w.ms()
		case "due":
			in.Due = dawn + w.ms()
		default:
			w.t.Fatalf("unknown option %q", option)
		}
	}
	return in
}

func seconds(ms int64) string {
	return strconv.FormatFloat(float64(ms)/1000, 'f', -1, 64)
}

// tell writes a fact in a line.
func tell(f Fact) string {
	switch v := f.(type) {
	case *RulesLoaded:
		return v.Kind() + " " + v.Rules.Hash
	case *SeatSignedIn:
		return v.Kind() + " " + v.Seat
	case *SeatSignedOut:
		return v.Kind() + " " + v.Seat
	case *SeatReady:
		return v.Kind() + " " + v.Seat
	case *WrapUpEnded:
		return v.Kind() + " " + v.Seat
	case *SeatPaused:
		if v.Auto {
			return fmt.Sprintf("%s %s %s auto", v.Kind(), v.Seat, v.Reason)
		}
		return fmt.Sprintf("%s %s %s", v.Kind(), v.Seat, v.Reason)
	default:
		return tellCall(f)
	}
}

func tellCall(f Fact) string {
	switch v := f.(type) {
	case *CallQueued:
		line := fmt.Sprintf("%s %s %s position %d", v.Kind(), v.Call, v.Queue, v.Position)
		if b := v.Callback; b.ID != "" {
			line += fmt.Sprintf(", calls %s back for %s, attempt %d", b.Number, b.ID, b.Attempt)
		}
		return line
	case *Offered:
		return tellOffer(v)
	case *OfferEnded:
		return fmt.Sprintf("%s #%d %s %s %s", v.Kind(), v.Offer, v.Call, v.Seat, v.Result)
	case *Answered:
		return fmt.Sprintf("%s %s %s %s waited %s", v.Kind(), v.Call, v.Queue, v.Seat, seconds(v.Waited))
	case *Abandoned:
		line := fmt.Sprintf("%s %s %s waited %s", v.Kind(), v.Call, v.Queue, seconds(v.Waited))
		if v.Ringing != "" {
			line += " ringing " + v.Ringing
		}
		return line
	case *Overflowed:
		return fmt.Sprintf("%s %s %s waited %s: %s", v.Kind(), v.Call, v.Queue, seconds(v.Waited), v.Reason)
	case *TalkEnded:
		line := fmt.Sprintf("%s %s %s %s talked %s by %s", v.Kind(), v.Call, v.Queue, v.Seat, seconds(v.Talked), v.By)
		if v.WrapUpUntil != 0 {
			line += " wrap-up until " + seconds(v.WrapUpUntil-dawn)
		}
		return line
	default:
		return tellCallback(f)
	}
}

func tellCallback(f Fact) string {
	switch v := f.(type) {
	case *CallbackListed:
		line := fmt.Sprintf("%s %s %s %s since %s due %s", v.Kind(), v.Callback, v.Number, v.Queue,
			seconds(v.Since-dawn), seconds(v.Due-dawn))
		if v.Same != "" {
			line += ", the same as " + v.Same
		}
		return line
	case *CallbackTried:
		line := fmt.Sprintf("%s %s by %s, attempt %d: %s", v.Kind(), v.Callback, v.Call, v.Attempt, v.Result)
		if v.Due != 0 {
			line += ", again at " + seconds(v.Due-dawn)
		}
		return line
	case *CallbackDone:
		return v.Kind() + " " + v.Callback
	case *CallbackGivenUp:
		return fmt.Sprintf("%s %s: %s", v.Kind(), v.Callback, v.Reason)
	default:
		return fmt.Sprintf("%#v", f)
	}
}

func tellOffer(v *Offered) string {
	line := fmt.Sprintf("%s #%d %s %s %s", v.Kind(), v.Offer, v.Call, v.Queue, v.Seat)
	if v.RingUntil != 0 {
		line += " until " + seconds(v.RingUntil-dawn)
	}
	line += ", " + v.Considered.Because
	for _, c := range v.Considered.RunnersUp {
		line += fmt.Sprintf(", then %s idle %s", c.Seat, seconds(c.Idle))
	}
	o := v.Considered.Out
	for i, n := range []int{o.SignedOut, o.Paused, o.Offered, o.Talking, o.WrapUp} {
		if n > 0 {
			line += fmt.Sprintf(", %d %s", n, []string{"signed-out", "paused", "offered", "talking", "wrap-up"}[i])
		}
	}
	return line
}
