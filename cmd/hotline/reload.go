package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hotline/internal/engine"
)

type reloadCmd struct {
	URL     string        `name:"url" help:"Where the engine listens: serve's --listen." default:"http://127.0.0.1:9385" env:"HOTLINE_URL"`
	Timeout time.Duration `help:"How long the engine may take: new texts are spoken first." default:"5m"`
}

func (reloadCmd) Help() string {
	return `The engine on this machine reads its dialplans tree again. New calls use it,
running calls finish on the old one. A tree with mistakes changes nothing: they
are listed here, and the exit status is 1. SIGHUP to the engine does the same,
with the answer in its log.`
}

// Validate refuses what no engine can be asked by.
func (c reloadCmd) Validate() error {
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("--url must look like http://127.0.0.1:9385, not %q", c.URL)
	}
	if c.Timeout <= 0 {
		return errors.New("--timeout is how long the engine may take: give a positive value")
	}
	return nil
}

func (c reloadCmd) Run(ctx context.Context, std streams) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	answer, status, err := c.ask(ctx)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the engine at %s did not finish within %v; its log tells what became of it (--timeout)", c.URL, c.Timeout)
	case err != nil:
		return err
	case status == http.StatusOK:
		warn(std.err, answer.Problems)
		_, err := fmt.Fprintf(std.out, "version %s is in force: new calls use it\n", answer.Version)
		return err
	case answer.Failure != "":
		return fmt.Errorf("nothing was changed, version %s stays in force: %s", answer.Version, answer.Failure)
	default:
		return fmt.Errorf("nothing was changed, version %s stays in force:\n%w", answer.Version, answer.Problems)
	}
}

// ask has the engine reload.
func (c reloadCmd) ask(ctx context.Context) (answer engine.Reloaded, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(c.URL, "/")+engine.ReloadPath, http.NoBody)
	if err != nil {
		return answer, 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	var failed *url.Error
	if errors.As(err, &failed) {
		return answer, 0, fmt.Errorf("no engine answers at %s: %w; does it run, and is that its --listen? (--url)", c.URL, failed.Err)
	}
	defer resp.Body.Close()
	const most = 1 << 20
	text, err := io.ReadAll(io.LimitReader(resp.Body, most))
	if err != nil {
		return answer, 0, fmt.Errorf("the engine's answer broke off: %w; its log tells what became of it", err)
	}
	if resp.StatusCode == http.StatusForbidden {
		return answer, 0, fmt.Errorf("the engine refuses: %s", strings.TrimSpace(string(text)))
	}
	if json.Unmarshal(text, &answer) != nil || answer.Version == "" {
		return answer, 0, fmt.Errorf("what answers at %s is no hotline engine (%s) (--url)", c.URL, resp.Status)
	}
	return answer, resp.StatusCode, nil
}
