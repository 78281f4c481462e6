package astconf

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Names become section names, arguments and variables in Asterisk's files, so
// they are kept to characters that mean nothing there. The templates' own
// sections begin with hotline-.
var (
	nameForm     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)
	numberForm   = regexp.MustCompile(`^[0-9]{1,15}$`)
	passwordForm = regexp.MustCompile(`^[!-:<-~]+$`) // printable ASCII, no space, no ';'
	contactForm  = regexp.MustCompile(`^sips?:[A-Za-z0-9@.:\[\]_+-]+$`)
	pathForm     = regexp.MustCompile(`^/[A-Za-z0-9_./+@=~-]*$`)
)

// MaxRunDir is the longest that Dirs.Run may be, in bytes: the path of a Unix
// socket in it, asterisk.ctl, must fit into 107.
const MaxRunDir = 107 - len("/asterisk.ctl")

// reserved are names that Asterisk's files already use.
var reserved = []string{"global", "system", "general"}

// problems collects what is wrong with a site.
type problems []error

func (p *problems) add(format string, args ...any) {
	*p = append(*p, fmt.Errorf(format, args...))
}

// must adds a problem unless ok.
func (p *problems) must(ok bool, format string, args ...any) {
	if !ok {
		p.add(format, args...)
	}
}

// check reports everything that is wrong with the site.
func (s Site) check() error {
	var p problems
	s.checkDirs(&p)
	s.checkNetwork(&p)
	s.checkARI(&p)
	s.checkSounds(&p)
	s.checkTrunks(&p)
	s.checkPhones(&p)
	s.checkPeers(&p)
	s.checkTLS(&p)
	s.checkFallback(&p)
	return errors.Join(p...)
}

// checkLines reports what is wrong with the trunks and telephones.
func (s Site) checkLines() error {
	var p problems
	s.checkTrunks(&p)
	s.checkPhones(&p)
	s.checkPeers(&p)
	return errors.Join(p...)
}

func (s Site) checkDirs(p *problems) {
	for _, d := range []struct{ what, path string }{
		{"etc", s.Dirs.Etc},
		{"modules", s.Dirs.Modules},
		{"data", s.Dirs.Data},
		{"state", s.Dirs.State},
		{"spool", s.Dirs.Spool},
		{"run", s.Dirs.Run},
		{"log", s.Dirs.Log},
	} {
		checkPath(p, "folder "+d.what, d.path)
	}
	p.must(len(s.Dirs.Run) <= MaxRunDir,
		"folder run: %q is longer than %d bytes, so its control socket could not be opened", s.Dirs.Run, MaxRunDir)
}

func checkPath(p *problems, what, path string) {
	p.must(pathForm.MatchString(path),
		"%s: %q is not an absolute path of plain characters (letters, digits and _ . / + @ = ~ -)", what, path)
}

func (s Site) checkNetwork(p *problems) {
	for _, a := range []struct {
		what string
		addr netip.AddrPort
	}{{"SIP", s.SIP}, {"HTTP", s.HTTP}} {
		p.must(a.addr.IsValid() && a.addr.Port() != 0, "%s: an address with a port is needed, such as 127.0.0.1:5060", a.what)
	}
	if s.HTTP.IsValid() {
		addr := s.HTTP.Addr()
		p.must(addr.IsLoopback() || addr.IsPrivate(),
			"HTTP: %s is neither loopback nor private: ARI steers every call and must not be reachable from outside", addr)
	}
	p.must(s.RTP.First >= 1024 && int(s.RTP.Last) >= int(s.RTP.First)+3,
		"RTP: %d to %d is no range of ports above 1023 with room for a call", s.RTP.First, s.RTP.Last)
}

func (s Site) checkARI(p *problems) {
	p.must(nameForm.MatchString(s.ARI.User) && !slices.Contains(reserved, s.ARI.User),
		"ARI user %q: use letters, digits, - and _", s.ARI.User)
	checkPassword(p, "ARI", s.ARI.Password)
	p.must(s.App == "" || nameForm.MatchString(s.App), "application %q: use letters, digits, - and _", s.App)
}

// checkPassword never repeats the password.
func checkPassword(p *problems, whose, password string) {
	p.must(password != "", "%s: the password is empty", whose)
	p.must(password == "" || passwordForm.MatchString(password),
		"%s: the password has characters that Asterisk's files cannot hold: use printable ASCII without spaces and without ;", whose)
}

func (s Site) checkSounds(p *problems) {
	for _, sound := range []struct{ what, path string }{{"apology", s.Apology}, {"sorry", s.Sorry}} {
		if sound.path == "" {
			continue
		}
		checkPath(p, "sound "+sound.what, sound.path)
		switch ext := filepath.Ext(sound.path); ext {
		case ".wav", ".wav16", ".sln", ".sln16", ".ulaw", ".alaw":
			p.add("sound %s: leave %s off %s: Asterisk adds it", sound.what, ext, sound.path)
		}
	}
	for _, class := range slices.Sorted(maps.Keys(s.Music)) {
		p.must(nameForm.MatchString(class) && !slices.Contains(reserved, class),
			"music %q: use letters, digits, - and _", class)
		checkPath(p, "music "+class, s.Music[class])
	}
}

func (s Site) checkTrunks(p *problems) {
	names, matches := map[string]bool{}, map[string]string{}
	for _, t := range s.Trunks {
		p.must(nameForm.MatchString(t.Name) && !numberForm.MatchString(t.Name),
			"trunk %q: use letters, digits, - and _, and not digits alone", t.Name)
		p.must(!slices.Contains(reserved, t.Name) && !strings.HasPrefix(t.Name, "hotline-"),
			"trunk %q: the name is reserved", t.Name)
		p.must(!names[t.Name], "trunk %q is there twice", t.Name)
		names[t.Name] = true
		p.must(len(t.Match) > 0, "trunk %q: no address to recognise it by", t.Name)
		for _, m := range t.Match {
			p.must(isAddress(m), "trunk %q: %q is neither an address nor a network such as 192.0.2.0/28", t.Name, m)
			other, taken := matches[m]
			p.must(!taken, "trunk %q: the address %s belongs to trunk %q already", t.Name, m, other)
			matches[m] = t.Name
		}
		p.must(t.Contact == "" || contactForm.MatchString(t.Contact),
			"trunk %q: %q is no SIP URI such as sip:192.0.2.1:5060", t.Name, t.Contact)
	}
}

func isAddress(s string) bool {
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.Zone() == ""
	}
	_, err := netip.ParsePrefix(s)
	return err == nil
}

func (s Site) checkPhones(p *problems) {
	seen := map[string]bool{}
	for _, phone := range s.Phones {
		p.must(numberForm.MatchString(phone.Number), "telephone %q: the number must be 1 to 15 digits", phone.Number)
		p.must(!seen[phone.Number], "telephone %q is there twice", phone.Number)
		seen[phone.Number] = true
		p.must(isPlainText(phone.Name), "telephone %q: the name %q has control characters or one of \" ; < > \\ [ ]", phone.Number, phone.Name)
		checkPassword(p, fmt.Sprintf("telephone %q", phone.Number), phone.Password)
	}
	for _, guest := range s.Guests {
		p.must(numberForm.MatchString(guest.Number), "guest %q: the number must be 1 to 15 digits", guest.Number)
		p.must(!seen[guest.Number], "guest %q: the number is taken", guest.Number)
		seen[guest.Number] = true
		known := slices.ContainsFunc(s.Trunks, func(t Trunk) bool { return t.Name == guest.Trunk })
		p.must(known, "guest %q: there is no trunk %q", guest.Number, guest.Trunk)
		checkPassword(p, fmt.Sprintf("guest %q", guest.Number), guest.Password)
	}
}

// isPlainText tells whether text can stand between quotes on one line.
func isPlainText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfffd || strings.ContainsRune(`";<>\[]`, r)
	})
}

// checkTLS: a telephone that speaks TLS alone must have where to.
func (s Site) checkTLS(p *problems) {
	if s.TLS.Listen.IsValid() {
		p.must(s.TLS.Listen.Port() != 0, "TLS: an address with a port is needed, such as 0.0.0.0:5061")
		checkPath(p, "TLS certificate", s.TLS.Cert)
		checkPath(p, "TLS key", s.TLS.Key)
		return
	}
	for _, phone := range s.Phones {
		p.must(!phone.TLS, "telephone %q speaks TLS, but Asterisk would not: give --tls, --tls-cert and --tls-key", phone.Number)
	}
}

func (s Site) checkPeers(p *problems) {
	if len(s.Peers) == 0 {
		return
	}
	p.must(nameForm.MatchString(s.Machine), "machine %q: use letters, digits, - and _", s.Machine)
	checkPassword(p, "peers", s.Secret)
	taken := map[string]bool{s.Machine: true}
	for _, t := range s.Trunks {
		taken[t.Name] = true
	}
	for _, peer := range s.Peers {
		p.must(nameForm.MatchString(peer.Name), "peer %q: use letters, digits, - and _", peer.Name)
		p.must(!taken[peer.Name] && !taken[peer.Endpoint()], "peer %q: the name is taken", peer.Name)
		taken[peer.Name] = true
		p.must(peer.SIP.IsValid() && peer.SIP.Port() != 0 && !peer.SIP.Addr().IsUnspecified(),
			"peer %q: an address with a port is needed, such as 10.0.0.2:5060", peer.Name)
	}
}

func (s Site) checkFallback(p *problems) {
	for _, number := range s.Fallback {
		known := slices.ContainsFunc(s.Phones, func(phone Phone) bool { return phone.Number == number })
		p.must(known, "fallback: there is no telephone %q", number)
	}
}
