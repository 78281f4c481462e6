package pbx_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/internal/astconf"
	"hotline/internal/parts"
	"hotline/internal/pbx"
	"hotline/internal/pbx/pbxtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site has a trunk, two telephones and the music that Asterisk wants to see.
func site(t *testing.T) astconf.Site {
	music := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(music, "silence.ulaw"), bytes.Repeat([]byte{0xff}, 8000), 0o600))
	return astconf.Site{
		Music:    map[string]string{"default": music},
		Fallback: []string{"8001"},
		Trunks:   []astconf.Trunk{{Name: "carrier", Match: []string{"127.0.0.2"}, Contact: "sip:127.0.0.2:5070"}},
		Phones: []astconf.Phone{
			{Number: "8001", Name: "座席一", Password: "first-secret"},
			{Number: "8002", Name: "座席二", Password: "second-secret"},
		},
	}
}

func cli(t *testing.T, s *pbx.Server, command string) string {
	t.Helper()
	said, err := s.CLI(t.Context(), command)
	require.NoError(t, err)
	return said
}

// startRace is what the SIP library says when a packet comes while Asterisk loads its
// modules: true for every Asterisk, whatever it was told.
const startRace = "registered during operation"

// requireCleanLog checks that Asterisk has complained about nothing so far.
func requireCleanLog(t *testing.T, s *pbx.Server) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Site().Dirs.Log, "messages.log"))
	require.NoError(t, err)
	require.Contains(t, string(text), "Asterisk")
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, startRace) && !strings.Contains(line, "No engine has this call") {
			require.NotRegexp(t, `\] (WARNING|ERROR)\[`, line)
		}
	}
}

func TestServesWhatItWasGiven(t *testing.T) {
	s := pbxtest.Start(t, site(t))
	require.Regexp(t, `(?m)Endpoint:\s+carrier`, cli(t, s, "pjsip show endpoints"))
	require.Regexp(t, `(?m)Endpoint:\s+8001/8001`, cli(t, s, "pjsip show endpoints"))
	require.Contains(t, cli(t, s, "pjsip show identifies"), "127.0.0.2/32")
	require.Regexp(t, `allow\s+: \(alaw\|ulaw\)`, cli(t, s, "pjsip show endpoint 8002"))
	require.Contains(t, cli(t, s, "dialplan show engine"), "StasisBroadcast(400,^hotline$,")
	for _, endpoint := range []string{"8001", "carrier"} { // a call that it sends elsewhere goes nowhere
		require.Regexp(t, `FORWARD_CONTEXT\s+: nowhere`, cli(t, s, "pjsip show endpoint "+endpoint))
	}
	require.Contains(t, cli(t, s, "dialplan show"), "Context 'from-seat'")
	require.NotContains(t, cli(t, s, "dialplan show"), "Context 'nowhere'")
	require.Contains(t, cli(t, s, "indication show cn"), "450/1000,0/4000")
	requireCleanLog(t, s)
}

func TestARIAnswersToItsLoginOnly(t *testing.T) {
	login := astconf.Login{User: "engine", Password: `a"b#c=>d:[e]\f{{.App}}${x}~`} // all that a file can hold
	with := site(t)
	with.ARI = login
	s := pbxtest.Start(t, with)
	require.Equal(t, http.StatusOK, ask(t, s, http.MethodGet, "asterisk/info", login))
	require.Equal(t, http.StatusUnauthorized, ask(t, s, http.MethodGet, "asterisk/info", astconf.Login{User: login.User, Password: "guess"}))
}

func ask(t *testing.T, s *pbx.Server, method, what string, login astconf.Login) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+s.Site().HTTP.String()+"/ari/"+what, nil)
	require.NoError(t, err)
	request.SetBasicAuth(login.User, login.Password)
	request.Close = true
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestReloadAddsPhoneAndTrunk(t *testing.T) {
	s := pbxtest.Start(t, site(t))
	more := site(t)
	more.Phones = append(more.Phones, astconf.Phone{Number: "8003", Name: "座席三", Password: "third-secret"})
	more.Trunks = append(more.Trunks, astconf.Trunk{Name: "second", Match: []string{"127.0.0.3"}})
	more.Fallback = []string{"8003"}
	require.NoError(t, s.Reload(t.Context(), more))

	endpoints := cli(t, s, "pjsip show endpoints")
	for _, name := range []string{"8001/8001", "8003/8003", "carrier", "second"} {
		require.Regexp(t, `Endpoint:\s+`+name, endpoints)
	}
	require.Contains(t, cli(t, s, "dialplan show to-person"), "PJSIP_DIAL_CONTACTS(8003)")
	requireCleanLog(t, s)
}

func TestReloadRefusesBadSiteAndKeepsOld(t *testing.T) {
	good, bad := site(t), site(t)
	s := pbxtest.Start(t, good)
	bad.Phones[0].Password = "two\nlines"
	require.ErrorContains(t, s.Reload(t.Context(), bad), `telephone "8001"`)
	require.Equal(t, good.Phones, s.Site().Phones)
}

func TestKilledThenRestarted(t *testing.T) {
	s := pbxtest.Start(t, site(t))
	before, done := s.Site(), s.Done()
	s.Kill()
	<-done
	_, err := s.CLI(t.Context(), "core show version")
	require.Error(t, err)

	require.NoError(t, s.Restart(t.Context()))
	require.Equal(t, before, s.Site())
	require.Contains(t, cli(t, s, "core show version"), "Asterisk 22")
	require.NoError(t, s.Restart(t.Context()), "while it runs")
	require.Contains(t, cli(t, s, "pjsip show endpoints"), "8001")
	requireCleanLog(t, s)
}

func TestTwoAtOnceHavePortsOfTheirOwn(t *testing.T) {
	a, b := pbxtest.Start(t, site(t)), pbxtest.Start(t, site(t))
	require.NotEqual(t, a.Site().SIP, b.Site().SIP)
	require.NotEqual(t, a.Site().HTTP, b.Site().HTTP)
	require.NotEqual(t, a.Site().RTP, b.Site().RTP)
	requireCleanLog(t, a)
	requireCleanLog(t, b)
}

func TestStopLeavesNothingButItsFolder(t *testing.T) {
	s := pbxtest.Start(t, site(t))
	done, at := s.Done(), s.Site()
	require.NoError(t, s.Stop(t.Context()))
	<-done
	require.NoError(t, s.Stop(t.Context()), "a second time")
	require.Error(t, s.Restart(t.Context()))

	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(at.SIP))
	require.NoError(t, err, "the port is free again")
	require.NoError(t, conn.Close())
}

func TestDeepFolderHasItsSocketElsewhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep/", 30))
	s, err := pbx.Start(t.Context(), pbx.Options{
		Program: pbxtest.Program(t), Dir: dir, Site: site(t), Log: pbxtest.Log(t),
	})
	require.NoError(t, err)
	run := s.Site().Dirs.Run
	require.NotContains(t, run, dir)
	require.Contains(t, cli(t, s, "core show version"), "Asterisk")
	require.NoError(t, s.Stop(t.Context()))
	require.NoDirExists(t, run)
}

func TestStartRefuses(t *testing.T) {
	program := pbxtest.Program(t)
	taken, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	require.NoError(t, err)
	defer taken.Close()
	busy := site(t)
	busy.SIP = taken.LocalAddr().(*net.UDPAddr).AddrPort()
	gone := program
	gone.Path = filepath.Join(t.TempDir(), "asterisk")
	public := site(t)
	public.HTTP = netip.MustParseAddrPort("192.0.2.1:0")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		program parts.Program
		site    astconf.Site
		want    string
	}{
		"no program":       {t.Context(), parts.Program{}, site(t), `^no Asterisk to start`},
		"program is gone":  {t.Context(), gone, site(t), `^starting Asterisk: there is no program /\S+/asterisk$`},
		"SIP port taken":   {t.Context(), program, busy, `^SIP: cannot listen on 127.0.0.1:\d+ \(udp\), choose another: .*in use$`},
		"foreign address":  {t.Context(), program, public, `^HTTP: cannot listen on 192.0.2.1:0 \(tcp\), choose another: `},
		"context is ended": {ended, program, site(t), `^starting Asterisk: context canceled$`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pbx.Start(c.ctx, pbx.Options{Program: c.program, Dir: t.TempDir(), Site: c.site, Log: pbxtest.Log(t)})
			require.Error(t, err)
			require.Regexp(t, c.want, err.Error())
		})
	}
}
