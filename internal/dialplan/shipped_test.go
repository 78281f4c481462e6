package dialplan_test

import (
	"strings"
	"testing"

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
	require.Equal(t, []string{"harbin"}, tree.Floors())
	rules := tree.Rules("harbin")
	require.Len(t, rules.Queues, 1)
	require.Len(t, rules.Seats, 4)
	require.Len(t, tree.Fallback, 4)
	require.Equal(t, map[string]string{"*11": "sign-in", "*12": "sign-out", "*13": "ready", "*14": "pause"}, tree.Codes)
	for called, flow := range map[string]string{"12385": "city", "045112385": "city", "88612385": "city-menu"} {
		route, ok := tree.Route("carrier", called)
		require.True(t, ok)
		require.Equal(t, dialplan.Route{Centre: "harbin", Flow: flow}, route)
	}
}

// In the shipped flows every caller hears words first and then waits for a person.
func TestShippedFlows(t *testing.T) {
	const ended, left, talked = "→ PlayEnded", "→ Result left no-seat", "→ Result talked"
	queued := "← Queue harbin/advice music=calm"
	for name, c := range map[string]struct {
		flow, script string
		want         []string
	}{
		"greeting, queue, talk": {
			"city", lines("→ Start", ended, "→ Connected", talked, ended),
			[]string{"← Play 您好，", queued + " no-seat", "← Play 感谢您的来电，再见。", "← End done"},
		},
		"nobody signed in": {
			"city", lines("→ Start", ended, left, ended, "→ Timeout", "→ View 1/1"),
			[]string{queued + " no-seat", "← Play 非常抱歉，", queued + "\n", "← Look", "← Play 您是下一位"},
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
		"sign in": {
			"sign-in", lines("→ Start", "→ Result done", ended),
			[]string{"← SeatDo sign-in", "← Play 签入成功", "← End done"},
		},
		"sign out": {
			"sign-out", lines("→ Start", "→ Result done", ended),
			[]string{"← SeatDo sign-out", "← Play 已经签出", "← End done"},
		},
		"ready fails": {
			"ready", lines("→ Start", "→ Result failed", ended),
			[]string{"← SeatDo ready", "← Play 示闲没有成功", "← End done"},
		},
		"pause": {
			"pause", lines("→ Start", "→ Result done", ended),
			[]string{"← SeatDo pause 小休", "← Play 已经示忙", "← End done"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tree := shipped(t)
			s, err := ivr.NewSession(tree.Program, c.flow, ivr.Vars{Call: "c1", Centre: "harbin"})
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
