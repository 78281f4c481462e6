package e2e

import (
	"context"
	"crypto/md5"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/parts"
	"hotline/internal/softphone"
)

// stranger is an address that is neither a trunk's nor a machine's.
const stranger = "127.0.0.9"

// vicious runs one of SIPVicious' scanners against Asterisk, and gives what it said.
func (s *scene) vicious(script string, args ...string) string {
	s.Helper()
	cache, err := parts.CacheDir()
	require.NoError(s, err)
	program, err := parts.SIPVicious(s.ctx, cache, logger())
	require.NoError(s, err)
	folder, at := filepath.Join(program.Root, "usr/share/sipvicious"), s.rig.Server.Site().SIP
	args = slices.Concat([]string{filepath.Join(folder, "sipvicious", script+".py"), "-p", fmt.Sprint(at.Port()), "-v"}, args, []string{at.Addr().String()})
	cmd := program.Cmd(s.ctx, args...)
	home := s.TempDir()
	cmd.Env, cmd.Dir = append(os.Environ(), "PYTHONPATH="+folder, "HOME="+home), home
	said, err := cmd.CombinedOutput()
	require.NoError(s, err, "%s: %s", script, said)
	return string(said)
}

func TestScannersFindNobody(t *testing.T) {
	s := newScene(t)
	require.NotContains(t, s.vicious("svmap"), "Asterisk", "which program it is")
	for _, method := range []string{"REGISTER", "INVITE", "OPTIONS"} {
		require.Contains(t, s.vicious("svwar", "-e", "7999-8022", "-m", method, "--force"), "found nothing", method)
	}
	guesses := filepath.Join(t.TempDir(), "guesses")
	require.NoError(t, os.WriteFile(guesses, []byte("8001\n123456\npassword\nhotline\n"), 0o600))
	require.Contains(t, s.vicious("svcrack", "-u", "8001", "-d", guesses), "found nothing")
	require.NoError(t, os.WriteFile(guesses, []byte("8001\n"+s.rig.Secrets.Seats["8001"]+"\n"), 0o600))
	require.NotContains(t, s.vicious("svcrack", "-u", "8001", "-d", guesses), "found nothing", "the scanner does not find what is there")
}

// letter is a SIP request outside of any call.
type letter struct {
	from, method string // from is our address
	user, as     string // whom it is for, and who we say we are
	contact      string // parameters of our address
	headers      string
	body         string // SDP
}

// post sends a request and gives the first answer that is final.
func (s *scene) post(l letter) string {
	s.Helper()
	at := s.rig.Server.Site().SIP
	conn, err := net.DialUDP("udp4", &net.UDPAddr{IP: net.ParseIP(l.from)}, net.UDPAddrFromAddrPort(at))
	require.NoError(s, err)
	defer conn.Close()
	id := fmt.Sprint(time.Now().UnixNano())
	_, err = fmt.Fprintf(conn, "%s sip:%s@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;rport;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\n"+
		"From: <sip:%s@%s>;tag=%s\r\nTo: <sip:%s@%s>\r\nCall-ID: %s\r\nCSeq: 1 %s\r\nContact: <sip:%s@%s%s>\r\n%sContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s",
		l.method, l.user, at, conn.LocalAddr(), id, l.as, at, id, l.user, at, id, l.method, l.as, conn.LocalAddr(), l.contact, l.headers, len(l.body), l.body)
	require.NoError(s, err)
	require.NoError(s, conn.SetReadDeadline(time.Now().Add(patience)))
	for answer := make([]byte, 8192); ; {
		n, err := conn.Read(answer)
		require.NoError(s, err, "no answer to %+v", l)
		said := string(answer[:n])
		if strings.HasPrefix(said, "SIP/2.0 ") && !strings.HasPrefix(said, "SIP/2.0 1") {
			return said // and no question whether who has just registered is there
		}
	}
}

// passing is what differs from one answer to the next, whoever asks.
var passing = regexp.MustCompile(`(nonce|opaque|tag|branch|rport)="?[^";,\s]+"?|Call-ID: \S+|127\.0\.0\.[0-9]+:[0-9]+`)

func alike(answer string, l letter) string {
	answer = passing.ReplaceAllString(answer, "$1")
	return strings.NewReplacer("sip:"+l.user+"@", "sip:user@", "sip:"+l.as+"@", "sip:as@").Replace(answer)
}

// Nobody learns from an answer which accounts there are, nor which numbers.
func TestKnownAndUnknownAreAnsweredAlike(t *testing.T) {
	s := newScene(t)
	wrong := func(user string) string {
		return fmt.Sprintf("Authorization: Digest username=\"%s\", realm=\"hotline\", nonce=\"1/2\", uri=\"sip:x\", response=\"%032d\", algorithm=MD5\r\n", user, 7)
	}
	for _, method := range []string{"REGISTER", "INVITE", "OPTIONS", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH"} {
		for _, from := range []string{"127.0.0.1", stranger} {
			known := letter{from: from, method: method, user: "8001", as: "8001"}
			unknown := letter{from: from, method: method, user: "7777", as: "7777"}
			require.Equal(t, alike(s.post(unknown), unknown), alike(s.post(known), known), "%s from %s", method, from)
			known.headers, unknown.headers = wrong("8001"), wrong("7777")
			guess := alike(s.post(known), known)
			require.Equal(t, alike(s.post(unknown), unknown), guess, "%s with a password from %s", method, from)
			require.Contains(t, guess, "SIP/2.0 401")
		}
	}
}

// An INVITE of a stranger reaches nobody, whatever it asks for and whoever it says it is.
func TestAStrangerReachesNobody(t *testing.T) {
	s := open(t)
	phone := s.seat("8001")
	for _, user := range []string{"8001", "12385", "12345", "013800138000", "0085212345678", "*11", "*2213800138000", "s", "h"} {
		for _, as := range []string{"8001", "carrier", "exchange", "anonymous"} {
			answer := s.post(letter{
				from: stranger, method: "INVITE", user: user, as: as,
				headers: "P-Asserted-Identity: <sip:8001@hotline>\r\nX-Hotline-Account: 8001\r\nX-Hotline-Trunk: carrier\r\n",
			})
			require.Contains(t, answer, "SIP/2.0 401", "%s as %s", user, as)
		}
	}
	require.Empty(t, phone.Incoming())
	require.Empty(t, s.records())
}

// Scans do not fill the log that people read.
func TestScansDoNotFillTheLog(t *testing.T) {
	s := newScene(t)
	file := filepath.Join(s.rig.Server.Site().Dirs.Log, "messages.log")
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	for i := range 300 {
		s.post(letter{from: stranger, method: "REGISTER", user: fmt.Sprint(7000 + i), as: "x"})
	}
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(after), "\n")-strings.Count(string(before), "\n"), 30)
	guesses, err := os.ReadFile(filepath.Join(s.rig.Server.Site().Dirs.Log, "security.log"))
	require.NoError(t, err)
	require.Contains(t, string(guesses), stranger, "a ban list learns of it")
}

// ARI listens on the loopback alone.
func TestARIIsNotReachedFromOutside(t *testing.T) {
	s := newScene(t)
	port := fmt.Sprint(s.rig.Server.Site().HTTP.Port())
	own, err := net.InterfaceAddrs()
	require.NoError(t, err)
	hosts := []string{"127.0.0.2"}
	for _, a := range own {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			hosts = append(hosts, n.IP.String())
		}
	}
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	for _, host := range hosts {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(host, port))
		if err == nil {
			_ = conn.Close()
		}
		require.Error(t, err, "ARI answers at %s", host)
	}
}

// What a carrier's caller sends cannot make it a telephone of ours.
func TestACallerIsNoSeat(t *testing.T) {
	s := open(t)
	s.seat("8001")
	headers := map[string]string{"X-Hotline-Account": "8001", "X-Hotline-Trunk": "exchange", "P-Asserted-Identity": "<sip:8001@hotline>"}
	for i, code := range []string{"*2213900139000", "*418001", "*12"} {
		c, err := s.caller().Dial(s.ctx, code, softphone.DialOptions{From: "8001", Headers: headers})
		require.NoError(t, err)
		arrived := until(s, i+1, any1[call.Arrived])
		require.Equal(t, []string{"carrier", ""}, []string{arrived.Trunk, arrived.Seat})
		require.NoError(t, c.Hangup(s.ctx))
	}
}

// A seat's telephone is who its password says, whatever else it says.
func TestASeatCannotActAsAnother(t *testing.T) {
	s := open(t)
	other, phone := s.seat("8001"), s.seat("8002")
	c, err := phone.Dial(s.ctx, "*14", softphone.DialOptions{
		From: "8001", Headers: map[string]string{"P-Asserted-Identity": "<sip:8001@hotline>", "X-Hotline-Account": "8001", "Referred-By": "<sip:8001@hotline>"},
	})
	require.NoError(t, err)
	arrived := until(s, 1, any1[call.Arrived])
	require.Equal(t, []string{"8002", "8002"}, []string{arrived.Seat, arrived.From})
	require.NoError(t, c.Hangup(s.ctx))

	// What it registers is its own account, whichever it names.
	require.Contains(t, s.registerAs("8002", "8001"), "SIP/2.0 200")
	contacts, err := s.rig.Server.CLI(s.ctx, "pjsip show contacts")
	require.NoError(t, err)
	require.Regexp(t, "8001/sip:8001@"+regexp.QuoteMeta(other.Addr().String())+`\s`, contacts)
	require.Len(t, regexp.MustCompile(`Contact:  8001/`).FindAllString(contacts, -1), 1)
	require.NoError(t, phone.Register(s.ctx))
}

var nonce = regexp.MustCompile(`nonce="([^"]+)",opaque="([^"]+)"`)

// registerAs registers an account with the password of another one.
func (s *scene) registerAs(who, account string) string {
	s.Helper()
	return s.prove(who, letter{from: "127.0.0.1", method: "REGISTER", user: account, as: account, headers: "Expires: 60\r\n"})
}

// prove posts a request with the password of an account.
func (s *scene) prove(who string, l letter) string {
	s.Helper()
	found := nonce.FindStringSubmatch(s.post(l))
	require.NotNil(s, found)
	uri := "sip:" + l.user + "@" + s.rig.SIP()
	hash := func(text string) string { return fmt.Sprintf("%x", md5.Sum([]byte(text))) }
	proof := hash(strings.Join([]string{
		hash(who + ":hotline:" + s.rig.Secrets.Seats[who]), found[1], "00000001", "0a4f113b", "auth", hash(l.method + ":" + uri),
	}, ":"))
	l.headers += fmt.Sprintf("Authorization: Digest username=\"%s\", realm=\"hotline\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, cnonce=\"0a4f113b\", opaque=\"%s\", qop=auth, nc=00000001\r\n",
		who, found[1], uri, proof, found[2])
	return s.post(l)
}

// Numbers that nobody allows: abroad, premium, a mobile that left no number, an area's
// own number, and another hotline where only that of an area is allowed.
func forbidden() []string {
	return []string{"0085212345678", "+85212345678", "16812345678", "13900139000", "045188888888", "10086"}
}

// A telephone of ours that has been taken over is no way to numbers that cost money. The
// calls it sends on (302) are in TestATelephoneSendsCallsOn.
func TestASeatReachesNoForbiddenNumber(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	for _, number := range forbidden()[:3] {
		caller := s.dial(direct)
		talk := s.answers(seat, caller)
		asked, err := talk.Refer(s.ctx, "sip:"+number+"@"+s.rig.SIP())
		require.NoError(t, err)
		code, err := asked.Wait(s.ctx)
		require.NoError(t, err)
		require.Equal(t, 603, code, number)
		s.talk(caller, talk)
		require.NoError(t, caller.Hangup(s.ctx))
		s.over(talk)
	}

	for _, number := range forbidden()[2:5] {
		for _, dialled := range []string{number, "*22" + number} {
			c, err := seat.Dial(s.ctx, dialled, softphone.DialOptions{})
			require.NoError(t, err)
			if strings.HasPrefix(dialled, "*") {
				s.hears(c, "这个号码不能拨打。")
				require.NoError(t, c.Hangup(s.ctx))
			}
			s.over(c)
		}
	}
	require.Empty(t, s.exchange.Incoming())
}
