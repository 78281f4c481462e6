package prompt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	speakTimeout = 30 * time.Second       // a minute of speech takes about 0.1 s
	killDelay    = 500 * time.Millisecond // for a killed program to let go of its pipes
	soundVersion = "1"                    // raise it when telephone changes the sound

	usualSpeed = 175 // espeak-ng's own, in words a minute
	slowSpeed  = usualSpeed * 7 / 10
)

// Command makes the command that runs a program with arguments.
type Command func(ctx context.Context, args ...string) *exec.Cmd

var errSilent = errors.New("espeak-ng has nothing to say for this text")

// Espeak is the Speaker that runs espeak-ng, a process for each text.
type Espeak struct {
	run     Command
	version string
}

var _ Speaker = (*Espeak)(nil)

// NewEspeak asks the program for its version, which must be 1.52 or newer:
// older ones read Mandarin wrongly.
func NewEspeak(ctx context.Context, run Command) (*Espeak, error) {
	e := &Espeak{run: run}
	said, err := e.output(ctx, "", "--version")
	if err != nil {
		return nil, err
	}
	e.version, err = checkVersion(string(said))
	return e, err
}

var reVersion = regexp.MustCompile(`eSpeak NG[^\d]*((\d+)\.(\d+)[.\w-]*)`)

func checkVersion(said string) (string, error) {
	m := reVersion.FindStringSubmatch(said)
	if m == nil {
		line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
		return "", fmt.Errorf("espeak-ng: no version in its answer %q; is it espeak-ng?", line)
	}
	major, _ := strconv.Atoi(m[2])
	minor, _ := strconv.Atoi(m[3])
	if major < 1 || major == 1 && minor < 52 {
		return "", fmt.Errorf("espeak-ng %s reads Mandarin wrongly: install 1.52 or newer", m[1])
	}
	return m[1], nil
}

// ID implements Speaker.
func (e *Espeak) ID() string { return "espeak-ng " + e.version + " sound " + soundVersion }

// Speak implements Speaker.
func (e *Espeak) Speak(ctx context.Context, s Speech) ([]int16, error) {
	speed := usualSpeed
	if s.Slow {
		speed = slowSpeed
	}
	// The text goes in by stdin, where a leading hyphen is no option.
	stream, err := e.output(ctx, s.Text, "-v", s.Voice, "-s", strconv.Itoa(speed), "-b", "1", "--stdin", "--stdout")
	if err != nil {
		return nil, fmt.Errorf("voice %q: %w", s.Voice, err)
	}
	if len(stream) == 0 {
		return nil, errSilent
	}
	rate, pcm, err := ReadWAV(bytes.NewReader(stream))
	if err != nil {
		return nil, fmt.Errorf("espeak-ng: %w", err)
	}
	if pcm = telephone(pcm, rate); len(pcm) == 0 {
		return nil, errSilent
	}
	return pcm, nil
}

// output runs the program to its end and returns what it wrote.
func (e *Espeak) output(ctx context.Context, stdin string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, speakTimeout)
	defer cancel()
	cmd := e.run(ctx, args...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.WaitDelay = killDelay
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("espeak-ng: %w", context.Cause(ctx))
	case err != nil:
		return nil, fmt.Errorf("espeak-ng: %w: %s", err, strings.TrimSpace(complaint.String()))
	}
	return out.Bytes(), nil
}
