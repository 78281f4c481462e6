package astconf

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s *Site)
		want  string
	}{
		"relative folder":       {func(s *Site) { s.Dirs.Etc = "etc" }, `folder etc: "etc" is not an absolute path`},
		"folder with newline":   {func(s *Site) { s.Dirs.Log = "/a\n[b]" }, `folder log: "/a\n[b]" is not`},
		"run folder too deep":   {func(s *Site) { s.Dirs.Run = "/" + strings.Repeat("r", 100) }, "control socket"},
		"no SIP port":           {func(s *Site) { s.SIP = netip.MustParseAddrPort("10.0.0.5:0") }, "SIP: an address with a port"},
		"no HTTP address":       {func(s *Site) { s.HTTP = netip.AddrPort{} }, "HTTP: an address with a port"},
		"ARI for everybody":     {func(s *Site) { s.HTTP = netip.MustParseAddrPort("0.0.0.0:8088") }, "neither loopback nor private"},
		"RTP upside down":       {func(s *Site) { s.RTP = Ports{20000, 10000} }, "RTP: 20000 to 10000"},
		"ARI user is general":   {func(s *Site) { s.ARI.User = "general" }, `ARI user "general"`},
		"ARI without password":  {func(s *Site) { s.ARI.Password = "" }, "ARI: the password is empty"},
		"app with comma":        {func(s *Site) { s.App = "a,b" }, `application "a,b"`},
		"sound with extension":  {func(s *Site) { s.Apology = "/srv/apology.wav" }, "leave .wav off"},
		"sound with comma":      {func(s *Site) { s.Sorry = "/srv/a,System(x)" }, "sound sorry"},
		"music class":           {func(s *Site) { s.Music["a]b"] = "/m" }, `music "a]b"`},
		"trunk named as phone":  {func(s *Site) { s.Trunks[0].Name = "8001" }, `trunk "8001": use letters`},
		"trunk reserved":        {func(s *Site) { s.Trunks[0].Name = "hotline-phone" }, `trunk "hotline-phone": the name is reserved`},
		"trunk twice":           {func(s *Site) { s.Trunks[1].Name = "telecom" }, `trunk "telecom" is there twice`},
		"trunk nowhere":         {func(s *Site) { s.Trunks[0].Match = nil }, `trunk "telecom": no address`},
		"trunk by name":         {func(s *Site) { s.Trunks[0].Match[0] = "sip.example.net" }, `"sip.example.net" is neither an address`},
		"address of two":        {func(s *Site) { s.Trunks[1].Match = []string{"198.51.100.7"} }, `belongs to trunk "telecom" already`},
		"contact with newline":  {func(s *Site) { s.Trunks[0].Contact = "sip:a\ntype=x" }, "is no SIP URI"},
		"phone not a number":    {func(s *Site) { s.Phones[0].Number = "80x" }, `telephone "80x": the number`},
		"phone twice":           {func(s *Site) { s.Phones[1].Number = "8001" }, `telephone "8001" is there twice`},
		"phone name with quote": {func(s *Site) { s.Phones[0].Name = `a" <1>` }, `telephone "8001": the name`},
		"guest is a phone":      {func(s *Site) { s.Guests[0].Number = "8001" }, `guest "8001": the number is taken`},
		"guest of no trunk":     {func(s *Site) { s.Guests[0].Trunk = "radio" }, `guest "13900139000": there is no trunk "radio"`},
		"peer is itself":        {func(s *Site) { s.Peers[0].Name = "a" }, `peer "a": the name is taken`},
		"peer named as a trunk": {func(s *Site) { s.Trunks[0].Name = "peer-b" }, `peer "b": the name is taken`},
		"peer nowhere":          {func(s *Site) { s.Peers[0].SIP = netip.AddrPort{} }, `peer "b": an address with a port`},
		"peers without secret":  {func(s *Site) { s.Secret = "" }, `peers: the password is empty`},
		"TLS nowhere":           {func(s *Site) { s.TLS.Listen = netip.AddrPort{} }, `telephone "8001" speaks TLS, but Asterisk would not`},
		"TLS without key":       {func(s *Site) { s.TLS.Key = "" }, `TLS key: "" is not an absolute path`},
		"unknown fallback":      {func(s *Site) { s.Fallback = []string{"8009"} }, `there is no telephone "8009"`},
	} {
		t.Run(name, func(t *testing.T) {
			s := harbin()
			c.spoil(&s)
			_, err := Render(s)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestEveryProblemIsReported(t *testing.T) {
	s := harbin()
	s.SIP, s.Trunks[0].Name, s.Phones[0].Password = netip.AddrPort{}, "a b", ""
	_, err := Render(s)
	require.Len(t, strings.Split(err.Error(), "\n"), 3)
}

func TestErrorsKeepPasswords(t *testing.T) {
	s := harbin()
	s.Phones[0].Password = "hush;hush"
	_, err := Render(s)
	require.ErrorContains(t, err, `telephone "8001": the password has characters`)
	require.NotContains(t, err.Error(), "hush")
}

// Whatever a name, password or address holds, it is refused or stays inside its
// own line: the lines of the file and all others are the same.
func TestNothingEscapesItsLine(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z0-9";\[\]\\\n\r#=<>(){}$ ]{1,12}`), rapid.StringMatching(`[a-z0-9.:]{1,12}`))
	base, err := RenderPJSIP(harbin())
	require.NoError(t, err)
	lines := strings.Count(string(base), "\n")
	rapid.Check(t, func(rt *rapid.T) {
		s := harbin()
		value := text.Draw(rt, "value")
		field := rapid.SampledFrom([]*string{
			&s.Trunks[0].Contact, &s.Trunks[0].Match[0], &s.Phones[0].Name, &s.Phones[0].Password, &s.Guests[0].Number, &s.Guests[0].Password,
		}).Draw(rt, "field")
		*field = value
		got, err := RenderPJSIP(s)
		if err != nil || *field == "" {
			return
		}
		require.Equal(rt, lines, strings.Count(string(got), "\n"))
		require.NotContains(rt, value, ";")
		require.NotContains(rt, value, "\r")
		sections := func(b []byte) int { return strings.Count("\n"+string(b), "\n[") }
		require.Equal(rt, sections(base), sections(got))
	})
}
