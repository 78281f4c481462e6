package softphone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"time"
)

// Config says who a phone is and where it lives. Only User is needed for a phone
// that is called directly; Server and Password are needed to register.
type Config struct {
	User     string // user part of the phone's address, e.g. "1001"
	Password string // digest password; empty means that a challenge is an error
	Realm    string // whose challenges get the password; empty: anybody's
	Display  string // name shown to the other side

	Server string // host:port that requests go to; empty: the host of the dialled URI
	Domain string // host part of addresses; empty: the host of Server

	// LocalAddr is the host:port to listen on; port 0 takes a free one. Sound uses
	// free ports of the same host. Empty: the address that reaches Server.
	LocalAddr string

	// HangupTransferred makes the phone hang up its own legs as soon as a transfer is
	// reported to have succeeded, as most desk phones do. Without it that is left to
	// the other side. A transfer that fails leaves the calls alone either way.
	HangupTransferred bool

	Codecs  []Codec       // in order of preference; empty: A-law, then µ-law
	Expires time.Duration // length of a registration; zero: five minutes

	Log *slog.Logger // nil: no logs
}

const defaultExpires = 5 * time.Minute

func (c *Config) complete() error {
	if c.User == "" {
		return errors.New("softphone: Config.User is empty: give the phone a user name")
	}
	if c.Server != "" {
		host, _, err := net.SplitHostPort(c.Server)
		if err != nil {
			return fmt.Errorf("softphone: Config.Server %q: want host:port: %w", c.Server, err)
		}
		if c.Domain == "" {
			c.Domain = host
		}
	}
	if len(c.Codecs) == 0 {
		c.Codecs = []Codec{ALaw, ULaw}
	}
	if c.Expires == 0 {
		c.Expires = defaultExpires
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

// listenAddr is the address to listen on, with the host always known: it is
// written into SIP and SDP, where 0.0.0.0 would mean nothing to the other side.
func (c *Config) listenAddr(ctx context.Context) (netip.AddrPort, error) {
	if c.LocalAddr != "" {
		addr, err := netip.ParseAddrPort(c.LocalAddr)
		if err != nil {
			return addr, fmt.Errorf("softphone: Config.LocalAddr %q: want ip:port: %w", c.LocalAddr, err)
		}
		if !addr.Addr().IsUnspecified() {
			return addr, nil
		}
	}
	if c.Server == "" {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 0), nil
	}
	var d net.Dialer
	probe, err := d.DialContext(ctx, "udp4", c.Server) // sends nothing: asks the kernel for the route
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("softphone: no route to server %s: %w", c.Server, err)
	}
	local := probe.LocalAddr().(*net.UDPAddr).AddrPort()
	_ = probe.Close() // nothing was sent
	return netip.AddrPortFrom(local.Addr().Unmap(), 0), nil
}
