package dialplan_test

import (
	"testing"

	"hotline/acd"
	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

// province has a floor of its own that also serves a city without seats.
func province(t *testing.T) *dialplan.Tree {
	t.Helper()
	files := small()
	files["trunks.yaml"] = `trunks:
  carrier:
    match: [192.0.2.1, 192.0.2.16/28]
    centre: harbin
    numbers:
      0451-12385: heilongjiang
      "88612385": {centre: harbin, flow: other}
  outside: {match: [198.51.100.1], contact: "sip:198.51.100.1", allow: ["12345", 010-12385]}
`
	files["centres/heilongjiang.yaml"] = "centre: heilongjiang\ntier: province\nentry: city\nqueues: {advice: {ring: 15s, wrap-up: 0s}}\n"
	files["centres/daqing.yaml"] = "centre: daqing\ntier: city\nparent: heilongjiang\nfloor: heilongjiang\nentry: city\nqueues: {advice: {}}\n"
	files["seats.yaml"] = `seats:
  "8001": {queues: [harbin/advice]}
  "8101": {queues: [heilongjiang/advice, daqing/advice], sign-in: always}
  "8102": {queues: [daqing/advice]}
fallback: ["8001"]
`
	files["flows/other.yaml"] = "flow: other\nstart: wait\nsteps:\n  wait: {queue: daqing/advice}\n"
	tree, err := dialplan.Load(plant(t, files))
	require.NoError(t, err)
	return tree
}

func TestRoute(t *testing.T) {
	tree := province(t)
	for _, c := range []struct{ trunk, called, centre, flow string }{
		{"carrier", "12385", "harbin", "city"},
		{"carrier", "045112385", "heilongjiang", "city"},
		{"carrier", "+8645112385", "heilongjiang", "city"},
		{"carrier", "88612385", "harbin", "other"},
		{"carrier", "", "harbin", "city"},
		{"outside", "12385", "", ""},
		{"unknown", "12385", "", ""},
	} {
		d, ok := tree.Route(dialplan.Query{Trunk: c.trunk, Called: c.called})
		require.Equal(t, c.centre != "", ok, c)
		require.Equal(t, c.centre, d.Centre, c)
		require.Equal(t, c.flow, d.Flow, c)
	}
}

func TestOnlyAllowedNumbersAreDialled(t *testing.T) {
	tree := province(t)
	for number, want := range map[string]string{"12345": "outside", "010 12385": "outside", "+861012385": "outside", "110": "", "": "", "13800138000": ""} {
		trunk, ok := tree.TrunkFor(number, "")
		require.Equal(t, want != "", ok, number)
		require.Equal(t, want, trunk, number)
	}
}

func TestFloors(t *testing.T) {
	tree := province(t)
	require.Equal(t, []string{"harbin", "heilongjiang"}, tree.Floors())
	require.Equal(t, "heilongjiang", tree.FloorOfQueue("daqing/advice"))
	require.Equal(t, "heilongjiang", tree.FloorOfSeat("8102"))
	require.Empty(t, tree.FloorOfQueue("daqing/other"))
	require.Empty(t, tree.FloorOfSeat("9999"))
	require.Equal(t, dialplan.Always, tree.Seats["8101"].SignIn)
}

func TestRulesOfAFloor(t *testing.T) {
	rules := province(t).Rules("heilongjiang")
	require.Equal(t, []acd.Queue{
		{ID: "daqing/advice", Strategy: acd.LongestIdle, Ring: 20_000, WrapUp: 10_000},
		{ID: "heilongjiang/advice", Strategy: acd.LongestIdle, Ring: 15_000},
	}, rules.Queues)
	require.Equal(t, []acd.Seat{
		{ID: "8101", Queues: acd.Serving("heilongjiang/advice", "daqing/advice")},
		{ID: "8102", Queues: acd.Serving("daqing/advice")},
	}, rules.Seats)
	require.Equal(t, rules, province(t).Rules("heilongjiang"))
	require.NotEqual(t, rules.Hash, province(t).Rules("harbin").Hash)
	require.Empty(t, province(t).Rules("gone").Queues)
}
