// Package e2e runs hotline against real Asterisks and real SIP phones. A few
// Asterisks serve all tests, one test at a time each; every test has an engine and a
// journal of its own.
package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline/internal/rig"
	"hotline/internal/softphone"
)

// shared is what all tests use: the binary, and the stages, each taken by one test
// at a time.
var shared struct {
	binary string
	stages chan *stage
}

// stage is an Asterisk with a telephone outside, behind a trunk of its own.
type stage struct {
	rig      *rig.Rig
	exchange *softphone.Phone
	kept     *logs
}

// stages is how many there are: most of a scene is waiting for words to be spoken.
const stages = 4

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "hotline-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	shared.binary = filepath.Join(dir, "hotline")
	if out, err := exec.Command("go", "build", "-o", shared.binary, "../cmd/hotline").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building hotline: %v\n%s", err, out)
		return 1
	}
	status := runScenes(m, dir)
	// The telephones outside end their transactions in their own time.
	if err := goleak.Find(goleak.IgnoreAnyFunction("github.com/emiago/sipgo/sip.(*ServerTx).ackSend")); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, "something still runs:", err)
		return 1
	}
	return status
}

func runScenes(m *testing.M, dir string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	shared.stages = make(chan *stage, stages)
	for i := range stages {
		st, err := newStage(ctx, filepath.Join(dir, strconv.Itoa(i)))
		if err != nil {
			fmt.Fprintln(os.Stderr, "setting up Asterisk and a telephone outside:", err)
			return 1
		}
		defer st.close()
		shared.stages <- st
	}
	return m.Run()
}

// newStage starts the telephone outside on a free port, and Asterisk with a copy of
// the tree that has that port in it.
func newStage(ctx context.Context, dir string) (*stage, error) {
	exchange, err := softphone.New(softphone.Config{User: "12345", LocalAddr: "127.0.0.3:0", Log: logger()})
	if err != nil {
		return nil, err
	}
	if err := exchange.Start(ctx); err != nil {
		return nil, err
	}
	st := &stage{exchange: exchange, kept: newLogs()}
	tree := filepath.Join(dir, "dialplans")
	if err := writeTree(tree, exchange.Addr().String()); err != nil {
		st.close()
		return nil, err
	}
	st.rig, err = rig.New(ctx, rig.Options{Dialplans: tree, Dir: dir, Log: st.kept.engine(), Asterisk: st.kept.asterisk(), Phones: logger()})
	if err != nil {
		st.close()
		return nil, err
	}
	st.kept.guard(st.rig.Secrets)
	return st, nil
}

func (st *stage) close() {
	if st.rig != nil {
		st.rig.Close()
	}
	_ = st.exchange.Close()
}

// shippedFiles are those of the tests' tree that are the shipped ones: what a seat
// dials and hears.
func shippedFiles() []string {
	files := []string{"area-codes.csv", "classification.yaml", "recordings.yaml"}
	for _, flow := range []string{
		"sign-in", "sign-out", "pause", "more-time", "classify", "help", "figures", "follow-up", "call-out",
		"listen", "whisper", "barge", "take-over", "refused",
	} {
		files = append(files, "flows/"+flow+".yaml")
	}
	return files
}

// writeTree copies the tests' tree, with the shipped calendars and files.
func writeTree(dir, exchange string) error {
	err := errors.Join(os.CopyFS(dir, os.DirFS("testdata/dialplans")),
		os.CopyFS(filepath.Join(dir, "calendars"), os.DirFS("../dialplans/calendars")))
	for _, name := range shippedFiles() {
		err = errors.Join(err, copyFile(filepath.Join("../dialplans", name), filepath.Join(dir, name)))
	}
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "trunks.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, bytes.ReplaceAll(text, []byte("127.0.0.3:5566"), []byte(exchange)), 0o600)
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

// logger is silent unless E2E_LOG is set. It is for telephones: what they say is not ours.
func logger() *slog.Logger {
	if os.Getenv("E2E_LOG") == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
