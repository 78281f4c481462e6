package pbx

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"

	"hotline/internal/astconf"
)

// Ports are leased in blocks, below those that the kernel gives out by itself.
// Whoever holds the last port of a block open owns the block: two programs
// cannot, and the kernel takes the lease back when its holder ends.
const (
	firstBlock = 10_000
	blockSize  = 500 // sip, http, sip by tls, and sound for some 240 call legs
	blocks     = 44
)

// lease is a block of ports of our own.
type lease struct {
	lock *net.UDPConn
}

// leasePorts fills in the addresses and ports that site leaves open.
func leasePorts(site *astconf.Site) (*lease, error) {
	loopback := netip.MustParseAddr("127.0.0.1")
	for _, a := range []*netip.AddrPort{&site.SIP, &site.HTTP} {
		if !a.IsValid() {
			*a = netip.AddrPortFrom(loopback, a.Port())
		}
	}
	for _, err := range portsFree(*site) {
		if err != nil {
			return nil, err
		}
	}
	for _, n := range rand.Perm(blocks) {
		base := uint16(firstBlock + n*blockSize)
		if l := tryBlock(site, base); l != nil {
			return l, nil
		}
	}
	return nil, fmt.Errorf("no free ports for Asterisk between %d and %d", firstBlock, firstBlock+blocks*blockSize)
}

// portsFree checks the addresses of the site, and the ports as far as they are
// named.
func portsFree(site astconf.Site) []error {
	free := []error{udpFree("SIP", site.SIP), tcpFree("SIP", site.SIP), tcpFree("HTTP", site.HTTP)}
	if site.TLS.Listen.IsValid() {
		free = append(free, tcpFree("TLS", site.TLS.Listen))
	}
	return free
}

// tryBlock fills in the site from one block; nil when the block is not free.
func tryBlock(site *astconf.Site, base uint16) *lease {
	lock, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(
		netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), base+blockSize-1)))
	if err != nil {
		return nil
	}
	next := *site
	if next.SIP.Port() == 0 {
		next.SIP = netip.AddrPortFrom(next.SIP.Addr(), base)
	}
	if next.HTTP.Port() == 0 {
		next.HTTP = netip.AddrPortFrom(next.HTTP.Addr(), base+1)
	}
	if next.RTP == (astconf.Ports{}) {
		next.RTP = astconf.Ports{First: base + 4, Last: base + blockSize - 3}
	}
	if next.TLS.Cert != "" && next.TLS.Listen.Port() == 0 {
		next.TLS.Listen = netip.AddrPortFrom(next.SIP.Addr(), base+2)
	}
	if errors.Join(portsFree(next)...) != nil {
		_ = lock.Close()
		return nil
	}
	*site = next
	return &lease{lock: lock}
}

func udpFree(what string, addr netip.AddrPort) error {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(addr))
	if err != nil {
		return fmt.Errorf("%s: cannot listen on %s (udp), choose another: %w", what, addr, errors.Unwrap(err))
	}
	return conn.Close()
}

func tcpFree(what string, addr netip.AddrPort) error {
	listener, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(addr))
	if err != nil {
		return fmt.Errorf("%s: cannot listen on %s (tcp), choose another: %w", what, addr, errors.Unwrap(err))
	}
	return listener.Close()
}

func (l *lease) release() {
	_ = l.lock.Close() // nothing was ever written to it
}
