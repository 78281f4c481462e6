package dialplan_test

import (
	"strings"
	"testing"

	"hotline/internal/dialplan"
	"hotline/internal/numbering"

	"github.com/stretchr/testify/require"
)

func TestReach(t *testing.T) {
	tree := load(t, country())
	for area, want := range map[string]dialplan.Destination{
		"0451": {Centre: "heilongjiang"},
		"010":  {Centre: "nation"},
		"0731": {Centre: "hunan", Flow: "ask-0731"},
		"0453": {Centre: "harbin"},
		"020":  {Centre: "guangzhou"},
		"0755": {Number: "075512385"},
		"0378": {Number: "037112385"},
	} {
		got, ok := tree.Reach(area)
		require.True(t, ok, area)
		require.Equal(t, want, got, area)
	}
	for _, wrong := range []string{"", "0499", "451", "12385", "0"} {
		_, ok := tree.Reach(wrong)
		require.False(t, ok, wrong)
	}
}

func TestCityOfTheCaller(t *testing.T) {
	tree := load(t, country())
	for _, c := range []struct{ caller, trunk, centre, area string }{
		{"13800138000", "carrier", "harbin", "0451"},
		{"", "carrier", "harbin", "0451"},
		{"045188886666", "carrier", "harbin", "0451"},
		{"04598888666", "carrier", "daqing", "0459"},
		{"073188886666", "carrier", "changsha", "0731"},
		{"073158886666", "carrier", "", "0731"},
		{"075588886666", "carrier", "", "0755"},
		{"13800138000", "daqing", "daqing", "0459"},
		{"13800138000", "hunan", "", "0731"},
		{"073128886666", "hunan", "zhuzhou", "0731"},
		{"13800138000", "bare", "", ""},
		{"13800138000", "nowhere", "", ""},
	} {
		centre, area := tree.CityOf(numbering.Number(c.caller), c.trunk)
		require.Equal(t, []string{c.centre, c.area}, []string{centre, area}, c)
	}
}

func TestNumbersThatMayBeDialled(t *testing.T) {
	tree := load(t, country())
	for number, want := range map[string]bool{
		"12345": true, "010-12345": true, "0755-12385": true, "010-12385": true,
		"12385": false, "0499-12385": false, "0755-12345": false, "110": false, "13800138000": false, "": false,
	} {
		trunk, ok := tree.TrunkFor(number, "")
		require.Equal(t, want, ok, number)
		require.Equal(t, want, trunk == "bare", number)
	}
	for number, want := range map[string]bool{
		"13800138000": true, "+8613800138000": true, "0451-88886666": true, "04598888666": true,
		"88886666": false, "+14155550123": false, "110": false, "12385": false, "045112385": false,
		"04998888666": false, "95588": false, "4008001234": false, "anonymous": false, "": false,
	} {
		trunk, ok := tree.TrunkForCallback(number)
		require.Equal(t, want, ok, number)
		require.Equal(t, want, trunk == "bare", number)
	}
	require.True(t, tree.AlwaysAnswered("+861012345"))
	require.False(t, tree.AlwaysAnswered("12345"))
	require.True(t, tree.Trunks["bare"].Hotlines)
	_, ok := load(t, small()).TrunkForCallback("13800138000")
	require.False(t, ok)
}

func TestTheQuestionAboutASharedCode(t *testing.T) {
	tree := load(t, country())
	f, ok := tree.Program.Flow("ask-0731")
	require.True(t, ok)
	require.Equal(t, "区号0731由几个地方共用", f.Title)
	var to []string
	for _, r := range f.Refs() {
		to = append(to, r.Name)
	}
	require.Equal(t, []string{"changsha", "zhuzhou"}, to)
	require.Contains(t, dialplan.Reasons(), dialplan.Unstaffed)
}

// Where none of them is open at all hours, who does not choose gets to the
// province, which need not be among them.
func TestTheQuestionAboutCentresThatClose(t *testing.T) {
	files := country()
	for _, id := range []string{"changsha", "zhuzhou"} {
		files["centres/"+id+".yaml"] = strings.Replace(files["centres/"+id+".yaml"], "entry: city", "entry: office\nhours: {days: every, times: [09:00-17:00]}", 1)
	}
	tree := load(t, files)
	f, ok := tree.Program.Flow("ask-0731")
	require.True(t, ok)
	var to []string
	for _, r := range f.Refs() {
		to = append(to, r.Name)
	}
	require.Equal(t, []string{"changsha", "zhuzhou", "hunan"}, to)
}
