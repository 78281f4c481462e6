package trial

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/rehearsal"
)

// Config is who talks with us, and which call it is.
type Config struct {
	In       *bufio.Scanner
	Out      io.Writer
	Terminal bool // somebody types: he is asked for each line
	Tree     *dialplan.Tree
	Call     rehearsal.Call
	At       time.Time
}

const (
	help = `  1 0 * #       keys, one after the other: 0451#
  (empty line)  time passes until something happens
  wait 30s      time passes
  say WORDS     speak into the recording that runs
  other side    whoever talks with you hangs up
  hang up       you hang up
  help          this
  Ctrl-D        hang up and end
`
	keyPause = 400 * time.Millisecond
	longest  = 14 * 24 * time.Hour // that one line lets pass
)

// trial is a call under way.
type trial struct {
	Config
	stage *rehearsal.Stage
	told  int // of the story
}

// Run conducts the call until it is over and nobody is called back, or there are
// no more lines.
func Run(ctx context.Context, cfg Config) error {
	world := rehearsal.World{At: cfg.At, Others: rehearsal.AtWork()}
	stage, err := rehearsal.New(ctx, cfg.Tree, world)
	if err != nil {
		return err
	}
	defer stage.Close()
	t := &trial{Config: cfg, stage: stage}
	if err := stage.Place(cfg.Call); err != nil {
		return err
	}
	t.tell()
	if cfg.Terminal {
		t.printf("(an empty line lets time pass; help tells more)\n")
	}
	for !t.over() {
		line, ok := t.ask()
		if !ok {
			break
		}
		if err := t.obey(line); err != nil {
			return err
		}
		t.tell()
	}
	return errors.Join(t.end(), cfg.In.Err())
}

func (t *trial) printf(format string, args ...any) { _, _ = fmt.Fprintf(t.Out, format, args...) }

// ask reads a line.
func (t *trial) ask() (string, bool) {
	if t.Terminal {
		t.printf("%9s> ", rehearsal.Short(t.stage.Now()))
	}
	ok := t.In.Scan()
	if !ok && t.Terminal {
		t.printf("\n")
	}
	return strings.Join(strings.Fields(t.In.Text()), " "), ok
}

// tell shows what has happened since.
func (t *trial) tell() {
	for _, h := range t.stage.Story().From(t.told) {
		t.printf("%s\n", h.Line())
		for _, why := range h.Reasons() {
			t.printf("%s\n", why)
		}
		t.told++
	}
}

// over: the call has ended, and nobody will be called back.
func (t *trial) over() bool {
	ended, pending := false, false
	for _, h := range t.stage.Story().From(0) {
		switch h.Kind {
		case rehearsal.Ends:
			ended = true
			pending = pending && h.Name != string(call.CallbackReached)
		case rehearsal.Callback:
			pending = true
		case rehearsal.Calls:
			ended = false
		default:
		}
	}
	return ended && !pending
}

// end hangs up, if the caller is still there.
func (t *trial) end() error {
	_, err := t.stage.HangUp()
	t.tell()
	return err
}

func (t *trial) obey(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "":
		return t.onward()
	case line == "help" || line == "?":
		t.printf("%s", help)
	case word == "wait":
		return t.wait(rest)
	case line == "hang up":
		return t.done(t.stage.HangUp())
	case line == "other side" || line == "other side hangs up":
		return t.done(t.stage.OtherHangsUp())
	case word == "say" && rest != "":
		return t.say(rest)
	case strings.Trim(line, "0123456789*#") == "":
		return t.press(line)
	default:
		t.printf("%q is neither keys nor a command; help lists them\n", line)
	}
	return nil
}

// onward lets time pass until something happens.
func (t *trial) onward() error {
	ok, err := t.stage.Onward(func() bool { return t.stage.Story().Len() > t.told })
	if !ok && err == nil {
		t.printf("nothing more happens by itself\n")
	}
	return err
}

func (t *trial) wait(text string) error {
	if d, err := time.ParseDuration(text); err == nil && d >= 0 && d <= longest {
		return t.pass(d)
	}
	t.printf("write how long, like: wait 30s\n")
	return nil
}

func (t *trial) pass(d time.Duration) error {
	return t.stage.Pass(t.stage.Now()+d, func() bool { return false })
}

func (t *trial) press(keys string) error {
	for i, key := range []byte(keys) {
		if i > 0 {
			if err := t.pass(keyPause); err != nil {
				return err
			}
		}
		if ok, err := t.stage.Press(key); !ok || err != nil {
			return t.done(ok, err)
		}
	}
	return nil
}

func (t *trial) say(words string) error {
	takes := rehearsal.Lasts(words)
	if !t.stage.Speak(words, takes) {
		t.printf("nobody records you now\n")
		return nil
	}
	return t.pass(takes)
}

// done says when there was nothing to be done.
func (t *trial) done(ok bool, err error) error {
	if !ok && err == nil {
		t.printf("there is nobody on the line\n")
	}
	return err
}
