package calltest

import (
	"context"
	"fmt"
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/problem"
	"hotline/internal/rehearsal"
	"hotline/internal/yamlfile"
)

const (
	realLimit = 30 * time.Second // of one test; it takes some milliseconds
	keyPause  = 400 * time.Millisecond
)

// Result is how a test came out.
type Result struct {
	Test    Test
	Failure *problem.Problem // nil: it went as expected
	Story   []rehearsal.Happening
}

// Run rehearses one test. The error is ctx's, or a switchboard that cannot be made.
func Run(ctx context.Context, tree *dialplan.Tree, t Test) (Result, error) {
	limited, cancel := context.WithTimeoutCause(ctx, realLimit, fmt.Errorf("it takes more than %s of real time", realLimit))
	defer cancel()
	stage, err := rehearsal.New(limited, tree, t.World)
	if err != nil {
		return Result{Test: t}, err
	}
	defer stage.Close()
	r := &run{stage: stage}
	failure := r.all(t)
	if err := ctx.Err(); err != nil {
		return Result{Test: t}, err
	}
	return Result{Test: t, Failure: failure, Story: stage.Story().From(0)}, nil
}

// run is a test under way.
type run struct {
	stage *rehearsal.Stage
	from  int // what is in the story before is past
}

func (r *run) all(t Test) *problem.Problem {
	if err := r.stage.Place(t.Call); err != nil {
		return broken(t.Place, err)
	}
	for _, e := range t.expect {
		wrong, err := e.act(r)
		if err != nil {
			return broken(e.place, err)
		}
		if wrong != "" {
			p := e.place.Error("", "%s", wrong)
			return &p
		}
	}
	return nil
}

func broken(at problem.Place, err error) *problem.Problem {
	p := at.Error("look at what the call does last", "%v", err)
	return &p
}

// until lets time pass until something happens that fits, from the present place
// of the story on, which then is behind it.
func (r *run) until(within time.Duration, fits func(rehearsal.Happening) bool) (bool, error) {
	found := -1
	err := r.stage.Pass(r.stage.Now()+within, func() bool {
		for i, h := range r.stage.Story().From(r.from) {
			if fits(h) {
				found = r.from + i
				return true
			}
		}
		return false
	})
	if found >= 0 {
		r.from = found + 1
	}
	return found >= 0, err
}

func (r *run) hears(words string, within time.Duration) (string, error) {
	ok, err := r.until(within, func(h rehearsal.Happening) bool {
		return h.Kind == rehearsal.Hears && contains(h.Heard(), words)
	})
	if ok || err != nil {
		return "", err
	}
	return fmt.Sprintf("the caller does not hear %q%s", words, r.by(within)), nil
}

func (r *run) leavesQueue(want string, within time.Duration) (string, error) {
	got := ""
	ok, err := r.until(within, func(h rehearsal.Happening) bool {
		got = h.Text
		return h.Kind == rehearsal.Left && h.Text != acd.OverflowMoved
	})
	switch {
	case err != nil:
		return "", err
	case !ok:
		return fmt.Sprintf("the call does not leave its queue%s; the reason was to be %s", r.by(within), want), nil
	case got != want:
		return fmt.Sprintf("the call leaves its queue because of %s, not of %s", got, want), nil
	}
	return "", nil
}

func (r *run) presses(keys string) (string, error) {
	r.from = r.stage.Story().Len()
	for i, key := range []byte(keys) {
		if i > 0 {
			if err := r.pass(keyPause); err != nil {
				return "", err
			}
		}
		if ok, err := r.stage.Press(key); !ok || err != nil {
			return fmt.Sprintf("key %c cannot be pressed: the call is over", key), err
		}
	}
	return "", nil
}

func (r *run) pass(d time.Duration) error {
	return r.stage.Pass(r.stage.Now()+d, func() bool { return false })
}

// waits also leaves what was said meanwhile behind, but for what is still being
// said.
func (r *run) waits(d time.Duration) (string, error) {
	if err := r.pass(d); err != nil {
		return "", err
	}
	all := r.stage.Story().From(0)
	r.from = len(all)
	for i, h := range all {
		if h.Kind == rehearsal.Hears && !h.Over {
			r.from = i
			break
		}
	}
	return "", nil
}

func (r *run) speaks(words string, takes time.Duration) (string, error) {
	err := r.stage.Pass(r.stage.Now()+usualLimit, r.stage.Records)
	if err != nil {
		return "", err
	}
	if !r.stage.Speak(words, takes) {
		return "nothing is recorded" + r.by(usualLimit), nil
	}
	return "", r.pass(takes)
}

func (r *run) hangsUp() (string, error) {
	ok, err := r.stage.HangUp()
	if !ok && err == nil {
		return "the caller cannot hang up: the call is over", nil
	}
	return "", err
}

func (r *run) otherHangsUp() (string, error) {
	ok, err := r.stage.OtherHangsUp()
	if !ok && err == nil {
		return "nobody talks with the caller who could hang up", nil
	}
	return "", err
}

func (r *run) ends(want call.Outcome, within time.Duration) (string, error) {
	got := ""
	ok, err := r.until(within, func(h rehearsal.Happening) bool {
		got = h.Name
		return h.Kind == rehearsal.Ends
	})
	switch {
	case err != nil:
		return "", err
	case !ok:
		return fmt.Sprintf("the call does not end%s; it was to end as %s", r.by(within), want), nil
	case got != string(want):
		return fmt.Sprintf("the call ends as %s, not as %s", got, want), nil
	}
	return "", nil
}

// by tells until when something was waited for.
func (r *run) by(within time.Duration) string {
	for _, h := range r.stage.Story().From(0) {
		if h.Kind == rehearsal.Ends {
			return fmt.Sprintf(": the call ended at %.1fs", h.At.Seconds())
		}
	}
	return fmt.Sprintf(" within %s", yamlfile.Short(within))
}
