package asterisk

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Config says where Asterisk is and how to treat it. The zero value of every
// field but URL, User, Password and App has a sensible meaning.
type Config struct {
	URL       string                // root of ARI: "http://127.0.0.1:8088/ari"
	User      string                // as in ari.conf
	Password  string                //
	App       string                // name of the Stasis application; App-phones is taken too
	Filter    []string              // ARI event types to tell; DefaultFilter when nil
	Beep      string                // medium before a recording that wants one, "sound:/path"; empty: there is no beep
	Timeout   time.Duration         // of one request; 5 s
	Ping      time.Duration         // silence after which a sign of life is asked for; 1 s
	DeadAfter time.Duration         // how long to wait for it before connecting anew; 2.5 s
	Log       *slog.Logger          // discarded when nil
	Metrics   prometheus.Registerer // unregistered when nil
}

// DefaultFilter is what the switchboard needs to know and no more: each event
// type costs Asterisk and us a message for every call.
func DefaultFilter() []string {
	return []string{
		"StasisStart", "StasisEnd", "ChannelDestroyed", "ChannelHangupRequest",
		"Dial", "ChannelDtmfReceived", "PlaybackFinished", "RecordingFinished", "RecordingFailed",
		"ChannelHold", "ChannelUnhold", "ChannelTransfer", "ApplicationReplaced",
	}
}

// appForm is what can stand in a dialplan and in a URL without a thought.
var appForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// checked returns the configuration with its defaults filled in.
func (c Config) checked() (Config, error) {
	u, err := url.Parse(c.URL)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return c, fmt.Errorf("asterisk: address of ARI is %q: it must look like http://127.0.0.1:8088/ari", c.URL)
	case u.RawQuery != "" || u.User != nil:
		return c, errors.New("asterisk: address of ARI: it must end with the path, and user and password go into their own settings")
	case c.User == "":
		return c, errors.New("asterisk: no ARI user: set the one of ari.conf")
	case !appForm.MatchString(c.App):
		return c, fmt.Errorf("asterisk: application name %q: use letters, digits, dot, dash and underscore", c.App)
	}
	c.URL = strings.TrimRight(c.URL, "/")
	if c.Filter == nil {
		c.Filter = DefaultFilter()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Timeout = cmp.Or(c.Timeout, 5*time.Second)
	c.Ping = cmp.Or(c.Ping, time.Second)
	c.DeadAfter = cmp.Or(c.DeadAfter, 2500*time.Millisecond)
	if c.Timeout < 0 || c.Ping < 0 || c.DeadAfter < 0 {
		return c, errors.New("asterisk: timeout, ping and dead-after must be longer than nothing")
	}
	return c, nil
}
