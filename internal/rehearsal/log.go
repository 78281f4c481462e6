package rehearsal

import (
	"context"
	"log/slog"
	"strings"
)

// warnings is a log that puts what the engine warns of into the story.
type warnings struct{ story *Story }

func newLog(story *Story) *slog.Logger { return slog.New(warnings{story}) }

// Enabled implements slog.Handler.
func (warnings) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle implements slog.Handler.
func (w warnings) Handle(_ context.Context, r slog.Record) error { //nolint:gocritic // the interface wants a value
	var text strings.Builder
	text.WriteString(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		text.WriteString(" " + a.Key + "=" + a.Value.Resolve().String())
		return true
	})
	w.story.add(Happening{Kind: Log, Text: text.String()})
	return nil
}

// WithAttrs implements slog.Handler: which call it is about is known.
func (w warnings) WithAttrs([]slog.Attr) slog.Handler { return w }

// WithGroup implements slog.Handler.
func (w warnings) WithGroup(string) slog.Handler { return w }
