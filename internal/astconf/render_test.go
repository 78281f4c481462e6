package astconf

import (
	"flag"
	"maps"
	"net/netip"
	"os"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	asteriskconfig "hotline/asterisk-config"
)

var update = flag.Bool("update", false, "write the golden files anew")

// harbin is a site with everything set.
func harbin() Site {
	return Site{
		Dirs: Dirs{
			Etc: "/srv/etc", Modules: "/usr/lib/asterisk/modules", Data: "/usr/share/asterisk",
			State: "/srv/state", Spool: "/srv/spool", Run: "/srv/run", Log: "/srv/log",
		},
		SIP:      netip.MustParseAddrPort("10.0.0.5:5060"),
		TLS:      TLS{Listen: netip.MustParseAddrPort("10.0.0.5:5061"), Cert: "/srv/tls/cert.pem", Key: "/srv/tls/key.pem"},
		External: netip.MustParseAddr("192.0.2.5"),
		HTTP:     netip.MustParseAddrPort("127.0.0.1:8088"),
		ARI:      Login{User: "engine", Password: `a"b#c=d[e]\f`},
		RTP:      Ports{First: 20000, Last: 29999},
		Music:    map[string]string{"default": "/srv/music/calm", "bright": "/srv/music/bright"},
		Apology:  "/srv/prompts/apology",
		Sorry:    "/srv/prompts/sorry",
		Fallback: []string{"8001", "8002"},
		Trunks: []Trunk{
			{Name: "telecom", Match: []string{"198.51.100.7", "203.0.113.0/28"}, Contact: "sip:198.51.100.7:5060"},
			{Name: "mobile", Match: []string{"2001:db8::1"}},
		},
		Phones: []Phone{
			{Number: "8001", Name: "座席一", Password: "s3cret", TLS: true},
			{Number: "8002", Name: "O'Neil (evening)", Password: "t0p{{.App}}"},
		},
		Guests:  []Guest{{Number: "13900139000", Password: "v1sit", Trunk: "mobile"}},
		Machine: "a", Secret: "fl33t",
		Peers: []Peer{{"b", netip.MustParseAddrPort("10.0.0.6:5060")}, {"c", netip.MustParseAddrPort("10.0.0.7:5080")}},
	}
}

// bare is the least that a site must say.
func bare() Site {
	s := harbin()
	s.TLS, s.External, s.Music, s.Apology, s.Sorry = TLS{}, netip.Addr{}, nil, "", ""
	s.SIP = netip.MustParseAddrPort("0.0.0.0:5060")
	s.Fallback, s.Trunks, s.Phones, s.Guests, s.Peers = nil, nil, nil, nil, nil
	return s
}

// The golden files hold what differs from the files in asterisk-config; the
// others must come out as they are there.
func TestRenderGolden(t *testing.T) {
	for name, site := range map[string]Site{"harbin": harbin(), "bare": bare()} {
		t.Run(name, func(t *testing.T) {
			files, err := Render(site)
			require.NoError(t, err)
			got := &txtar.Archive{Comment: []byte("Rendered files of the site " + name + "; go test -update writes them anew.\n")}
			for _, file := range slices.Sorted(maps.Keys(files)) {
				source, err := asteriskconfig.Files.ReadFile(file)
				require.NoError(t, err)
				if string(source) != string(files[file]) {
					got.Files = append(got.Files, txtar.File{Name: file, Data: files[file]})
				}
			}
			requireGolden(t, "testdata/"+name+".txtar", txtar.Format(got))
		})
	}
}

func requireGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func TestRenderGivesEveryFileThatAsteriskWants(t *testing.T) {
	files, err := Render(harbin())
	require.NoError(t, err)
	for _, name := range []string{
		"asterisk.conf", "modules.conf", "pjsip.conf", PJSIPFile, "extensions.conf",
		"ari.conf", "http.conf", "rtp.conf", "musiconhold.conf", "indications.conf", "logger.conf",
	} {
		require.NotEmpty(t, files[name], name)
	}
	for name, content := range files {
		require.NotContains(t, string(content), "<no value>", name)
	}
}

func TestRenderPJSIPIsTheSameFile(t *testing.T) {
	files, err := Render(harbin())
	require.NoError(t, err)
	site := Site{Trunks: harbin().Trunks, Phones: harbin().Phones, Guests: harbin().Guests, Machine: "a", Peers: harbin().Peers, Secret: harbin().Secret} // nothing else is known
	only, err := RenderPJSIP(site)
	require.NoError(t, err)
	require.Equal(t, string(files[PJSIPFile]), string(only))
}
