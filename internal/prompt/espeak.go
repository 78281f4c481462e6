package prompt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	speakTimeout = 30 * time.Second       // a minute of speech takes about 0.1 s
	killDelay    = 500 * time.Millisecond // for a killed program to let go of its pipes
	soundVersion = "1"                    // raise it when telephone changes the sound
)

// Command makes the command that runs a program with arguments.
type Command func(ctx context.Context, args ...string) *exec.Cmd

// DefaultVoices are the voices of espeak-ng by language.
func DefaultVoices() map[string]string {
	return map[string]string{Mandarin: "cmn", "yue": "yue", "en": "en"}
}

var errSilent = errors.New("espeak-ng has nothing to say for this text")

// Espeak is the Speaker that runs espeak-ng, a process for each text.
type Espeak struct {
	run     Command
	voices  map[string]string
	version string
}

var _ Speaker = (*Espeak)(nil)

// NewEspeak asks the program for its version, which must be 1.52 or newer:
// older ones read Mandarin wrongly. Voices are espeak-ng's by language; nil
// means DefaultVoices.
func NewEspeak(ctx context.Context, run Command, voices map[string]string) (*Espeak, error) {
	if voices == nil {
		voices = DefaultVoices()
	}
	e := &Espeak{run: run, voices: maps.Clone(voices)}
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
func (e *Espeak) ID() string {
	id := make([]string, 0, 1+len(e.voices))
	id = append(id, "espeak-ng "+e.version+" sound "+soundVersion)
	for _, lang := range slices.Sorted(maps.Keys(e.voices)) {
		id = append(id, lang+"="+e.voices[lang])
	}
	return strings.Join(id, " ")
}

// Speak implements Speaker.
func (e *Espeak) Speak(ctx context.Context, lang, text string) ([]int16, error) {
	voice, ok := e.voices[lang]
	if !ok {
		known := strings.Join(slices.Sorted(maps.Keys(e.voices)), ", ")
		return nil, fmt.Errorf("no voice for language %q: have %s", lang, known)
	}
	// The text goes in by stdin, where a leading hyphen is no option.
	stream, err := e.output(ctx, text, "-v", voice, "-b", "1", "--stdin", "--stdout")
	if err != nil {
		return nil, err
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
