package site_test

import (
	"crypto/tls"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/site"
)

func fleet() *dialplan.Tree {
	return &dialplan.Tree{Machines: map[string]dialplan.Machine{
		"a": {Name: "a", SIP: netip.MustParseAddrPort("10.0.0.1:5060")},
		"b": {Name: "b", SIP: netip.MustParseAddrPort("10.0.0.2:5080")},
	}}
}

func TestPeersAreTheOtherMachines(t *testing.T) {
	var into astconf.Site
	require.NoError(t, site.Peers(&into, fleet(), "b", dialplan.Secrets{Peers: "hush"}))
	require.Equal(t, astconf.Site{
		Machine: "b", Secret: "hush", Peers: []astconf.Peer{{Name: "a", SIP: netip.MustParseAddrPort("10.0.0.1:5060")}},
	}, into)
	require.NoError(t, site.Peers(&into, tree(), "", dialplan.Secrets{}))
	require.Empty(t, into, "one machine alone has none")
}

func TestWhichMachineItIsMustBeSaid(t *testing.T) {
	for want, c := range map[string]struct {
		tree    *dialplan.Tree
		machine string
	}{
		"machines.yaml has several machines: say which one this is, with --machine a or --machine b":                       {fleet(), ""},
		`there is no machine "c" in machines.yaml; known here: a, b`:                                                       {fleet(), "c"},
		"there is no machine a: the tree has no machines.yaml":                                                             {tree(), "a"},
		"the machines have no password in the secrets file: add peers: …, the same at each, or let --new-secrets make one": {fleet(), "a"},
	} {
		var into astconf.Site
		require.EqualError(t, site.Peers(&into, c.tree, c.machine, dialplan.Secrets{}), want)
	}
}

func TestTheFleetGetsOnePassword(t *testing.T) {
	var alone, secrets dialplan.Secrets
	require.Equal(t, site.Complete(&alone, &dialplan.Tree{})+1, site.Complete(&secrets, fleet()))
	require.Empty(t, alone.Peers)
	made := secrets.Peers
	require.NotEmpty(t, made)
	require.Zero(t, site.Complete(&secrets, fleet()))
	require.Equal(t, made, secrets.Peers)
}

func TestCertificateFitsItsKey(t *testing.T) {
	made, err := site.Certificate(t.TempDir(), netip.MustParseAddr("127.0.0.1"))
	require.NoError(t, err)
	pair, err := tls.LoadX509KeyPair(made.Cert, made.Key)
	require.NoError(t, err)
	require.NoError(t, pair.Leaf.VerifyHostname("127.0.0.1"))
}
