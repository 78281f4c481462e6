package dialplan_test

import (
	"strings"
	"testing"

	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

func TestTargets(t *testing.T) {
	tree := loadOffice(t)
	for _, c := range []struct {
		dialled, trunk string
		want           dialplan.Target
	}{
		{"900", "", dialplan.Target{Kind: dialplan.TargetSeat, Seat: "8000", Title: "班长"}},
		{"901", "", dialplan.Target{Kind: dialplan.TargetQueue, Queue: "daqing/advice", Title: "大庆咨询"}},
		{"902", "", dialplan.Target{Kind: dialplan.TargetCentre, Centre: "hlj", Title: "省里"}},
		{"110", "other", dialplan.Target{Kind: dialplan.TargetOutside, Number: "110", Trunk: "carrier", Title: "报警"}},
		{"903", "", dialplan.Target{Kind: dialplan.TargetOutside, Number: "045187654321", Trunk: "carrier"}},
		{"8111", "", dialplan.Target{Kind: dialplan.TargetSeat, Seat: "8111", Title: "远程"}},
		{"8001", "", dialplan.Target{Kind: dialplan.TargetSeat, Seat: "8001", Title: "座席一"}},
		{"045112385", "", dialplan.Target{Kind: dialplan.TargetCentre, Centre: "hlj", Title: "省热线"}},
		{"02012385", "", dialplan.Target{Kind: dialplan.TargetOutside, Number: "02012385", Trunk: "other"}},
		{"12345", "", dialplan.Target{Kind: dialplan.TargetOutside, Number: "12345", Trunk: "carrier"}},
		{"12345", "other", dialplan.Target{Kind: dialplan.TargetOutside, Number: "12345", Trunk: "other"}},
		{"045187654321", "other", dialplan.Target{Kind: dialplan.TargetOutside, Number: "045187654321", Trunk: "carrier"}},
	} {
		got, ok := tree.Target(c.dialled, c.trunk)
		require.True(t, ok, c.dialled)
		require.Equal(t, c.want, got, c.dialled)
	}
}

// A seat's telephone, and who gets hold of one, reaches nothing that the tree does
// not name.
func TestNothingElseIsEverConnected(t *testing.T) {
	tree := loadOffice(t)
	for _, dialled := range []string{
		"", "0", "00", "0085212345678", "008612345", "00012345", "+8612345", "+12345",
		"13800138000", "013800138000", "88886666", "045988886666", // a remote seat's own number is not dialled as a number
		"16812345", "9612345678", "17951013800138000", "1180012345", "10086", "119", "1100", "8052", "9001",
		"12385", "045112385000", "045012385", "99912345", "123451", "012345",
		"１２３４５", "12345\n", " 12345", "12345 ", "12345\x00", "1234\u200b5", "١٢٣٤٥", "12345#", "*12345", "12345*1", "12345,1", "12345;ext=1", "12345@evil", "sip:12345", "0451-87654321", "12345w1",
		strings.Repeat("1", 21), strings.Repeat("0", 40) + "12345",
	} {
		for _, trunk := range []string{"", "carrier", "other", "inward", "gone"} {
			got, ok := tree.Target(dialled, trunk)
			require.False(t, ok, "%q is %+v", dialled, got)
			require.Zero(t, got)
		}
	}
}

func FuzzTarget(f *testing.F) {
	tree := loadOffice(f)
	for _, text := range []string{"12345", "8001", "045112385", "02012385", "900", "0086451", "１２３４５", "+8612345"} {
		f.Add(text, "carrier")
	}
	f.Fuzz(func(t *testing.T, dialled, trunk string) {
		to, ok := tree.Target(dialled, trunk)
		if !ok {
			require.Zero(t, to)
			return
		}
		require.Regexp(t, "^[0-9]{1,20}$", dialled)
		if to.Kind != dialplan.TargetOutside {
			require.Empty(t, to.Number+to.Trunk)
			return
		}
		require.NotEmpty(t, tree.Trunks[to.Trunk].Contact)
		if dialled != "110" {
			_, allowed := tree.TrunkFor(to.Number, to.Trunk)
			require.True(t, allowed, to.Number)
		}
	})
}
