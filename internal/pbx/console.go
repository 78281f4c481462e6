package pbx

import (
	"log/slog"
	"regexp"
	"strings"
	"sync"

	"hotline/internal/numbering"
)

// console reads what Asterisk prints: the sign that it is ready, and what went
// wrong before. Every line goes to the log at its own level, with numbers masked: some
// warnings name the caller.
type console struct {
	log   *slog.Logger
	ready chan struct{} // closed at the sign

	mu      sync.Mutex
	partial string
	isReady bool
	trouble string // the first port that could not be had
	last    string // the last error, or else the last line
	isError bool   // last is an error
}

func newConsole(log *slog.Logger) *console {
	return &console{log: log, ready: make(chan struct{})}
}

// Asterisk goes on without a port that is taken; these lines tell.
var bindFailure = regexp.MustCompile(`Address already in use|Cannot assign requested address|Transport '\S+' could not be started|Unable to bind`)

// linePrefix is what the logger puts before a message: time, level, thread, place.
var linePrefix = regexp.MustCompile(`^\[[^]]*\]\s*(?:(NOTICE|WARNING|ERROR)\[\d+\](?:\[C-\w+\])?: )?`)

// number is what may be somebody's.
var number = regexp.MustCompile(`[0-9]{7,}`)

func masked(text string) string {
	return number.ReplaceAllStringFunc(text, func(n string) string { return numbering.Number(n).Mask() })
}

// Write takes output in any portions. It never fails, so that Asterisk's output
// never stalls.
func (c *console) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.partial += string(b)
	for {
		line, rest, whole := strings.Cut(c.partial, "\n")
		if !whole {
			return len(b), nil
		}
		c.partial = rest
		c.line(strings.TrimSpace(line))
	}
}

func (c *console) line(line string) {
	prefix := linePrefix.FindStringSubmatch(line)
	level, text := "", line
	if prefix != nil {
		level, text = prefix[1], line[len(prefix[0]):]
	}
	if text = masked(text); text == "" {
		return
	}
	switch level {
	case "ERROR":
		c.log.Error(text, "from", "asterisk")
	case "WARNING":
		c.log.Warn(text, "from", "asterisk")
	default:
		c.log.Debug(text, "from", "asterisk")
	}
	c.remember(text, level == "ERROR")
}

func (c *console) remember(text string, isError bool) {
	if isError || !c.isError {
		c.last, c.isError = text, isError
	}
	if c.isReady {
		return
	}
	if c.trouble == "" && bindFailure.MatchString(text) {
		c.trouble = text
	}
	if text == "Asterisk Ready." {
		c.isReady = true
		close(c.ready)
	}
}

// bindTrouble tells which port could not be had; empty: all were.
func (c *console) bindTrouble() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble
}

// lastWords is the best explanation of why the process ended.
func (c *console) lastWords() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last == "" {
		return "it said nothing"
	}
	return c.last
}
