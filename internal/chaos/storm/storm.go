package storm

import (
	"io"
	"log/slog"
	"time"
)

// Options of a run.
type Options struct {
	Binary   string        // hotline
	Dir      string        // everything that is written
	Calls    int           // of the load
	Faults   int           // to be injected
	Duration time.Duration // that the load is spread over
	Seed     uint64        // of the faults
	Log      *slog.Logger
	Out      io.Writer // what people read
}
