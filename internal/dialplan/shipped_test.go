package dialplan_test

import (
	"strings"
	"testing"
	"time"

	"hotline/internal/dialplan"
	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
)

func shipped(t *testing.T) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load("../../dialplans")
	require.NoError(t, err)
	return tree
}

func TestShippedTree(t *testing.T) {
	tree := shipped(t)
	require.Empty(t, tree.Warnings)
	require.Empty(t, tree.CalendarWarnings(time.Date(2026, 10, 1, 0, 0, 0, 0, china())))
	require.Equal(t, []string{"changsha", "harbin", "heilongjiang", "hunan", "nation"}, tree.Floors())
	require.Len(t, tree.Rules("nation").Seats, 10)
	require.Len(t, tree.Rules("harbin").Seats, 5)              // and one who supervises them
	require.Len(t, tree.Rules("heilongjiang").Queues, 2)       // its own, and of a city without a centre
	require.Equal(t, "heilongjiang", tree.FloorOfSeat("8111")) // which stands in Daqing
	require.Equal(t, []string{"8001", "8002", "8052", "8003", "8004"}, tree.Fallback)
}

func TestShippedRoutes(t *testing.T) {
	tree := shipped(t)
	for _, c := range []struct{ trunk, called, caller, centre, flow string }{
		{"", "12385", "13800138000", "harbin", "city"},
		{"", "88612385", "13800138000", "harbin", "city-menu"},
		{"", "0451-88612386", "13800138000", "harbin", "city"},
		{"", "0451-12385", "13800138000", "heilongjiang", "office"},
		{"", "0459-12385", "13800138000", "heilongjiang", "office"},
		{"", "010-12385", "13800138000", "nation", "office"},
		{"", "020-12385", "13800138000", "guangzhou", "merged"},
		{"", "0731-12385", "13800138000", "hunan", "ask-0731"},
		{"", "0731-12385", "0731-58886666", "xiangtan", "city"},
		{"", "0730-12385", "13800138000", "hunan", "office"},
		{"changzhutan", "912385", "28886666", "zhuzhou", "city"},
		{"changzhutan", "73112385", "88886666", "changsha", "city"},
		{"capital", "12385", "13800138000", "beijing", "merged"},
		{"capital", "01012385", "88886666", "nation", "office"},
		{"platforms", "045112385", "075588886666", "heilongjiang", "office"},
	} {
		d, ok := tree.Route(dialplan.Query{Trunk: c.trunk, Called: c.called, Caller: c.caller})
		require.True(t, ok, c)
		require.Equal(t, []string{c.centre, c.flow}, []string{d.Centre, d.Flow}, c)
	}
	for _, number := range []string{"12345", "010-12345", "020-12345"} {
		require.True(t, tree.AlwaysAnswered(number), number)
	}
	trunk, _ := tree.TrunkFor("0755-12385", "")
	require.Equal(t, "platforms", trunk)
	for _, own := range []string{"carrier", "capital"} {
		trunk, _ = tree.TrunkFor("010-12345", own)
		require.Equal(t, "capital", trunk, "the only one that may")
	}
	trunk, _ = tree.TrunkForCallback("13800138000")
	require.Equal(t, "carrier", trunk)
}

// In the shipped flows every caller hears words first and then waits for a person.
func TestShippedFlows(t *testing.T) {
	const ended, left, talked = "→ PlayEnded", "→ Result left no-seat", "→ Result talked"
	queued := "← Queue harbin/advice music=calm"
	for name, c := range map[string]struct {
		flow, script string
		want         []string
	}{
		"greeting, queue, talk, grade": {
			"city", lines("→ Start", ended, "→ Connected", talked, "→ Key 1", ended, ended),
			[]string{"← Play 您好，这里是哈尔滨", queued + " no-seat", "← Play 请您对刚才的服务作出评价。", "← Rate 5", "← Play 感谢您的来电，再见。", "← End done"},
		},
		"nobody signed in: the chain, then a message": {
			"city", lines("→ Start", ended, left, "→ Result failed voicemail"),
			[]string{queued + " no-seat", "← Forward chain=unstaffed", "← Enter city/message"},
		},
		"0 in the greeting": {
			"city", lines("→ Start", "→ Key 0"),
			[]string{"← StopPlay", queued + " no-seat", "← Play 正在为您转接人工服务"},
		},
		"menu: a choice": {
			"city-menu", lines("→ Start", "→ Key 1"),
			[]string{"要咨询、求助，或者反映问题，请按 1。", "← StopPlay", queued},
		},
		"menu: about, then silence": {
			"city-menu", lines("→ Start", "→ Key 2", ended, ended, "→ Timeout", ended, "→ Timeout"),
			[]string{"← Play 我们解答", "← Play 您好", "← SetTimer 12s", "← Play 要咨询", queued, "← Play 正在为您转接人工服务"},
		},
		"menu: two wrong keys": {
			"city-menu", lines("→ Start", "→ Key 7", "→ Key 8"),
			[]string{"← Play 没有这个选项", queued, "← Play 正在为您转接人工服务"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tree := shipped(t)
			s, err := ivr.NewSession(tree.Program, c.flow, ivr.Vars{Call: "c1", Centre: "harbin", Title: tree.Centres["harbin"].Title})
			require.NoError(t, err)
			got, err := ivrtest.Run(tree.Program, s, c.script)
			require.NoError(t, err)
			rest := got
			for _, want := range c.want {
				_, after, ok := strings.Cut(rest, want)
				require.True(t, ok, "no %q in\n%s", want, got)
				rest = after
			}
		})
	}
}

func lines(l ...string) string { return strings.Join(l, "\n") }

// What callers of the old number hear is spoken ahead, as all else is.
func TestShippedTexts(t *testing.T) {
	tree := shipped(t)
	old := tree.Trunks["carrier"].Numbers["88612386"].Old
	require.NotNil(t, old)
	require.Contains(t, tree.Texts(), ivr.Text{Text: old.Say})
	require.Contains(t, tree.Texts(), ivr.Text{Text: "您好，这里是大庆市残疾人服务热线，正在为您转接人工座席。"})
}
