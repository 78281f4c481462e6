// Package astconf renders Asterisk's configuration for one site from the files
// in asterisk-config. It is pure: values in, files out, nothing read or written.
//
// The files in asterisk-config are authoritative for everything that is the
// same at every site; a Site holds what differs. First the Site is checked as a
// whole and every problem is reported at once, then the files are rendered. A
// value that could end its line or begin a section of its own is refused, so
// that no name or password can smuggle configuration in.
package astconf

import (
	"net/netip"
)

// Site is what differs from one Asterisk to the next.
type Site struct {
	Dirs     Dirs
	SIP      netip.AddrPort // where SIP listens, UDP and TCP
	TLS      TLS            // where SIP listens with encryption
	External netip.Addr     // address that others see when behind NAT; zero: none
	HTTP     netip.AddrPort // where ARI listens: loopback or a private network
	ARI      Login
	App      string            // name of the Stasis application; empty: hotline
	RTP      Ports             // for sound
	Music    map[string]string // class of music on hold -> folder of sound files
	Apology  string            // sound when no engine takes a call: path without extension; may be empty
	Sorry    string            // sound when nobody answered at all, likewise
	Fallback []string          // numbers of the telephones that ring when no engine takes a call
	Trunks   []Trunk
	Phones   []Phone
	Guests   []Guest
	Machine  string // name of this machine among its peers; empty where there are none
	Peers    []Peer
	Secret   string // that the machines know each other by
}

// Dirs are the folders of one Asterisk, absolute.
type Dirs struct {
	Etc     string // the rendered files
	Modules string // the program's loadable modules
	Data    string // the program's documentation and sounds
	State   string // what must outlive a restart
	Spool   string // recordings
	Run     string // pid and control socket
	Log     string
}

// TLS is where telephones register with encryption, and with which certificate.
type TLS struct {
	Listen netip.AddrPort // the zero value: nowhere
	Cert   string         // PEM file of the certificate, and those that it stands on
	Key    string         // PEM file of its key; Asterisk must be able to read both
}

// Login is the user that the engine signs in to ARI as.
type Login struct {
	User     string
	Password string
}

// Ports is a range of UDP ports, both ends included. A call leg takes two.
type Ports struct {
	First uint16
	Last  uint16
}

// Trunk is a carrier's line, identified by the address its calls come from.
type Trunk struct {
	Name    string
	Match   []string // addresses, or networks such as 192.0.2.0/28
	Contact string   // SIP URI for calls out, such as sip:192.0.2.1; empty: none
}

// Phone is a telephone of a seat, or one where any seat can sign in. It registers with
// a password.
type Phone struct {
	Number   string // digits; also its SIP user name
	Name     string // as shown on the called telephone
	Password string
	TLS      bool // it is called over TLS, and its sound is encrypted or refused
}

// Peer is another machine of the fleet: an Asterisk with an engine of its own.
type Peer struct {
	Name string         // as dialplans/machines.yaml has it
	SIP  netip.AddrPort // where it is called, and its calls come from
}

// Endpoint is what Asterisk knows the peer by: PJSIP/8001@peer-b calls telephone 8001
// where it is registered at machine b.
func (p Peer) Endpoint() string { return "peer-" + p.Name }

// Guest is a telephone that registers likewise and calls as if it came in on a
// trunk: for trying things out where there is no carrier.
type Guest struct {
	Number   string // digits; also its SIP user name and the number it calls from
	Password string
	Trunk    string
}
