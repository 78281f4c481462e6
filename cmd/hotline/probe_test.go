package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// noise is a second of sound that is like no other.
func noise(seed uint64) []int16 {
	rng := rand.New(rand.NewPCG(seed, 12385))
	out := make([]int16, softphone.SampleRate)
	for i := range out {
		out[i] = int16(8000*rng.Float64() - 4000)
	}
	return out
}

// answering is a telephone that answers every call and plays a sound. It returns
// its address, and the calls once they were answered.
func answering(t *testing.T, sound []int16) (address string, calls <-chan *softphone.Call) {
	t.Helper()
	phone, err := softphone.New(softphone.Config{User: "12385", LocalAddr: "127.0.0.1:0"})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	require.NoError(t, phone.Start(ctx))
	answered := make(chan *softphone.Call, 10)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for c := range phone.Incoming() {
			if err := c.Answer(ctx); err != nil {
				continue // the caller has hung up
			}
			answered <- c
			var ended *softphone.EndedError
			if err := c.PlayPCM(ctx, sound); err != nil && !errors.As(err, &ended) {
				t.Errorf("playing: %v", err)
			}
		}
	}()
	t.Cleanup(func() {
		require.NoError(t, phone.Close())
		<-done
		cancel()
	})
	return phone.Addr().String(), answered
}

func TestProbePrintsItsSteps(t *testing.T) {
	address, _ := answering(t, noise(1))
	right, wrong := filepath.Join(t.TempDir(), "right.wav"), filepath.Join(t.TempDir(), "wrong.wav")
	require.NoError(t, softphone.WriteWAV(right, noise(1)))
	require.NoError(t, softphone.WriteWAV(wrong, noise(2)))
	call := []string{"probe", "--server", address, "--number", "12385", "--from", "01065000000", "--hears-within", "3s", "--hears-file"}
	status, out, errs := command(t, append(call, right)...)
	require.Zero(t, status, out+errs)
	require.Regexp(t, `^12385: answer .* answered\n12385: sound .*\n12385: prompt .* heard .*right\.wav\n12385: passed .*s\n$`, out)
	require.Empty(t, errs)

	status, out, errs = command(t, append(call, wrong)...)
	require.Equal(t, 1, status)
	require.Regexp(t, `\n12385: FAILED .* wrong-prompt: .*wrong\.wav was not heard within 3s, but something else\n$`, out)
	require.Equal(t, "hotline: 1 of 1 test calls did not pass\n", errs)
}

// watching is hotline probe --every in a process of its own, and its log.
func watching(t *testing.T, args ...string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "hotline", append([]string{"probe", "--number", "12385", "--from", "1", "--every", "1h"}, args...)...)
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return cmd, bufio.NewReader(stderr)
}

func TestProbeShowsMetricsUntilToldToEnd(t *testing.T) {
	address, _ := answering(t, noise(1))
	cmd, log := watching(t, "--server", address, "--listen", "127.0.0.1:0", "--name", "main")
	at := firstMatch(log, regexp.MustCompile(`msg="test calls begin" every=1h0m0s probes=1 http=(\S+)`))
	require.NotEmpty(t, at)
	require.Equal(t, "main", firstMatch(log, regexp.MustCompile(`msg="the test call passed" probe=(\S+) took=.* answer=.* sound=`)))
	res, err := http.Get("http://" + at + "/metrics")
	require.NoError(t, err)
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Contains(t, string(text), `hotline_probe_success{probe="main"} 1`)
	require.Contains(t, string(text), `hotline_probe_calls_total{probe="main",result="passed"} 1`)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(io.Discard, log)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait(), "told to end, it ends well")
}

func TestProbeHangsUpWhenToldToEnd(t *testing.T) {
	address, calls := answering(t, nil)
	cmd, log := watching(t, "--server", address, "--hears-within", "2m")
	c := <-calls
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	end, err := c.WaitEnded(ctx)
	require.NoError(t, err)
	require.Equal(t, softphone.End{ByRemote: true, Code: 200, Reason: "hung up"}, end)
	require.NotEmpty(t, firstMatch(log, regexp.MustCompile(`msg="the test call was cut short" probe=(\S+)`)))
	_, err = io.Copy(io.Discard, log)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait())
}
