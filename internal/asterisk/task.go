package asterisk

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/CyCoreSystems/ari/v5"
	"golang.org/x/sync/errgroup"
)

// task is a playback or a recording of ours that has not ended.
type task struct {
	target string
	hidden bool // its end is told to nobody
	exists bool // Asterisk has confirmed it

	record  bool
	started bool // of a recording: it does not wait for a beep or a playback any more
	stop    bool // it is to be stopped once it has started: Asterisk forgets a stop that comes before
}

// goneTask is a task that has ended while nobody watched.
type goneTask struct {
	id   string
	kept bool // of a recording: there is a file
}

// lost is the end of a task that nobody saw.
func (t *task) lost(gone goneTask) Event {
	if t.record {
		return RecordingEnded{Recording: gone.id, Target: t.target, Failed: !gone.kept}
	}
	return PlaybackEnded{Playback: gone.id, Target: t.target, Failed: true}
}

// perform sends the request that begins a task.
func (l *Link) perform(ctx context.Context, id string, t task, r request) error {
	resyncs := l.router.expectTask(id, t)
	err := l.do(ctx, r)
	if e := (*Error)(nil); errors.As(err, &e) && (e.Status != 0 || e.Kind == BadRequest) {
		l.router.forgetTask(id)
		return err
	}
	l.begun(ctx, id, t, resyncs)
	return err
}

// begun notes that the task runs, or may. A resync that began meanwhile could
// not know about it, and its end may be lost.
func (l *Link) begun(ctx context.Context, id string, t task, resyncs int) {
	if !l.router.confirmTask(id, resyncs) {
		return
	}
	if gone, is, _ := l.taskGone(ctx, id, t); is {
		l.router.loseTask(gone)
	}
}

// goneTasks asks for each task, because ARI has no list of them.
func (l *Link) goneTasks(ctx context.Context, tasks map[string]task) ([]goneTask, error) {
	var mu sync.Mutex
	var gone []goneTask
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for id, t := range tasks {
		group.Go(func() error {
			one, is, err := l.taskGone(ctx, id, t)
			if is {
				mu.Lock()
				defer mu.Unlock()
				gone = append(gone, one)
			}
			return err
		})
	}
	return gone, group.Wait()
}

func (l *Link) taskGone(ctx context.Context, id string, t task) (gone goneTask, is bool, err error) {
	gone.id = id
	if !t.record {
		is, err = l.absent(ctx, "playback", at("playbacks", id), nil)
		return gone, is, err
	}
	var live ari.LiveRecordingData
	is, err = l.absent(ctx, "recording", at("recordings", "live", id), &live)
	if err == nil && live.State == "recording" {
		l.router.take(recordingStarted{ID: id})
	}
	if err != nil || !is {
		return gone, false, err
	}
	none, err := l.absent(ctx, "recording_stored", at("recordings", "stored", id), nil)
	gone.kept = !none
	return gone, err == nil, err
}

// absent asks whether there is no such thing.
func (l *Link) absent(ctx context.Context, op, path string, out any) (bool, error) {
	err := l.do(ctx, request{op: op, method: http.MethodGet, path: path, out: out})
	if errors.Is(err, Gone) {
		return true, nil
	}
	return false, err
}
