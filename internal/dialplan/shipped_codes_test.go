package dialplan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/internal/dialplan"
	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
)

// What agents and supervisors are told in docs/seats.md.
func TestShippedCodes(t *testing.T) {
	tree := shipped(t)
	for dialled, want := range map[string]dialplan.Code{
		"*11": {Flow: "sign-in"}, "*118003": {Flow: "sign-in", Digits: "8003"}, "*12": {Flow: "sign-out"}, "*13": {Flow: "ready"},
		"*14": {Flow: "pause"}, "*142": {Flow: "pause", Digits: "2"}, "*15": {Flow: "more-time"}, "*1623": {Flow: "classify", Digits: "23"},
		"*17": {Flow: "help"}, "*18": {Flow: "figures"}, "*21": {Flow: "follow-up"}, "*2212345": {Flow: "call-out", Digits: "12345"},
		"*418001": {Flow: "listen", Digits: "8001"}, "*428001": {Flow: "whisper", Digits: "8001"},
		"*438001": {Flow: "barge", Digits: "8001"}, "*448001": {Flow: "take-over", Digits: "8001"},
	} {
		got, ok := tree.Code(dialled)
		require.True(t, ok, dialled)
		require.Equal(t, want, got)
	}
	acts := []string{}
	for _, act := range tree.TalkCodes {
		acts = append(acts, act)
	}
	require.ElementsMatch(t, dialplan.TalkActs(), acts, "each can be pressed, by one code")
	require.Equal(t, "用餐", tree.PauseReasons['2'])
	require.Equal(t, 180*24*time.Hour, tree.Recordings.Keep)
}

// Four functions, nine fields of business, five reasons.
func TestShippedClassification(t *testing.T) {
	classes, count := shipped(t).Classes, 0
	for first := range 10 {
		for second := range 10 {
			if _, ok := classes.Read(string([]byte{byte('0' + first), byte('0' + second)})); ok {
				count++
			}
		}
	}
	require.Equal(t, 4*9+5, count)
	class, _ := classes.Read("23")
	require.Equal(t, "投诉请求，康复", class.String())
}

func TestShippedTargets(t *testing.T) {
	tree := shipped(t)
	for dialled, want := range map[string]dialplan.Target{
		"8000":      {Kind: dialplan.TargetSeat, Seat: "8000", Title: "班长"},
		"811":       {Kind: dialplan.TargetQueue, Queue: "daqing/advice", Title: "咨询与求助"},
		"045112385": {Kind: dialplan.TargetCentre, Centre: "heilongjiang", Title: "黑龙江省残疾人服务热线"},
		"12345":     {Kind: dialplan.TargetOutside, Number: "12345", Trunk: "carrier", Title: "政务服务便民热线"},
		"02012385":  {Kind: dialplan.TargetCentre, Centre: "guangzhou", Title: "广州市残疾人服务热线"},
	} {
		got, ok := tree.Target(dialled, "")
		require.True(t, ok, dialled)
		require.Equal(t, want, got)
	}
	require.Equal(t, []string{"8000"}, tree.Supervisors("8001"))
	require.Equal(t, []string{"8002", "8052"}, tree.Seats["8002"].Phones)
	require.Empty(t, tree.SeatOfPhone("9001"))
	require.Equal(t, "045988886666", tree.Seats["8111"].Outside.Number)
}

// Each code says what it did, gives a second chance, and ends with a friendly word.
func TestShippedCodeFlows(t *testing.T) {
	const ended = "→ PlayEnded"
	keys := func(digits string) string {
		var all []string
		for _, d := range digits {
			all = append(all, "→ Key "+string(d))
		}
		return lines(all...)
	}
	silence := lines(ended, "→ Timeout", ended, "→ Timeout", ended)
	for name, c := range map[string]struct {
		flow, digits, script string
		want                 []string
	}{
		"sign in at the own telephone": {
			"sign-in", "", lines("→ Start", keys("#0246#"), "→ Result done", ended),
			[]string{"请直接按井号键", "← SeatDo sign-in pin=0246", "← Play 签入成功", "← End done"},
		},
		"sign in as another seat": {
			"sign-in", "", lines("→ Start", keys("8003#24683579"), "→ Result done"),
			[]string{"← SeatDo sign-in seat=8003 pin=24683579", "← Play 签入成功"},
		},
		"the number behind the code": {
			"sign-in", "8003", lines("→ Start", keys("2468#"), "→ Result done"),
			[]string{"← Play 请输入密码", "← SeatDo sign-in seat=8003 pin=2468", "← Play 签入成功"},
		},
		"a wrong PIN, twice": {
			"sign-in", "8003", lines("→ Start", keys("2468#"), "→ Result failed wrong-pin", ended, keys("1357#"), "→ Result failed wrong-pin", ended, ended),
			[]string{"← Play 密码不正确。", "seat=8003 pin=1357", "← Play 密码不正确。", "← Play 没有签入", "← End done"},
		},
		"locked": {
			"sign-in", "8003", lines("→ Start", keys("2468#"), "→ Result failed locked", ended, ended),
			[]string{"← Play 密码已锁定，请稍后再试。", "← Play 没有签入", "← End done"},
		},
		"a wrong number": {
			"sign-in", "", lines("→ Start", keys("7000#2468#"), "→ Result failed unknown seat", ended, keys("8003#2468#"), "→ Result done"),
			[]string{"seat=7000 pin=2468", "← Play 没有这个座席号。", "← Play 请输入座席号。", "seat=8003 pin=2468", "← Play 签入成功"},
		},
		"sign in, and nothing pressed": {"sign-in", "", lines("→ Start", silence), []string{"← Play 没有签入", "← End done"}},
		"sign out":                     {"sign-out", "", lines("→ Start", "→ Result done", ended), []string{"← SeatDo sign-out", "← Play 已经签出", "← End done"}},
		"ready fails":                  {"ready", "", lines("→ Start", "→ Result failed", ended), []string{"← SeatDo ready", "← Play 示闲没有成功", "← End done"}},
		"pause":                        {"pause", "", lines("→ Start", "→ Result done", ended), []string{"← SeatDo pause 小休\n", "← Play 已经示忙", "← End done"}},
		"pause for a meal":             {"pause", "2", lines("→ Start", "→ Result done", ended), []string{"← SeatDo pause 小休 digits=2\n", "← Play 已经示忙"}},
		"an unknown reason": {
			"pause", "8", lines("→ Start", "→ Result failed unknown reason", keys("2"), "→ Result done"),
			[]string{"← Play 没有这个示忙原因", "digits=2\n", "← Play 已经示忙"},
		},
		"classify": {
			"classify", "23", lines("→ Start", `→ Result done {"text": "投诉请求，康复"}`, ended),
			[]string{"← SeatDo classify digits=23\n", "← Play 已经记录，投诉请求，康复。", "← End done"},
		},
		"a wrong class, twice": {
			"classify", "", lines("→ Start", keys("55"), "→ Result failed unknown class", ended, keys("00"), "→ Result failed unknown class", ended, ended),
			[]string{"digits=55\n", "← Play 没有这个分类码。", "digits=00\n", "← Play 没有这个分类码。", "← Play 没有记录分类", "← End done"},
		},
		"nothing to classify": {"classify", "23", lines("→ Start", "→ Result failed no call", ended, ended), []string{"← Play 没有找到对应的通话。", "← End done"}},
		"help":                {"help", "", lines("→ Start", ended, "→ Connected", "→ Result talked"), []string{"← Play 正在呼叫班长", "← SeatDo help", "← End done"}},
		"no help":             {"help", "", lines("→ Start", ended, "→ Result failed nobody", ended, ended), []string{"← Play 现在没有人可以接听。", "← Play 班长暂时不能接听", "← End done"}},
		"figures": {
			"figures", "", lines("→ Start", `→ Result done {"answered": 12, "talk": 31, "missed": 1}`, ended),
			[]string{"← SeatDo figures", "您今天接听12个来电，通话31分钟，漏接1个。", "← End done"},
		},
		"follow up": {"follow-up", "", lines("→ Start", ended, "→ Result failed no-answer", ended, ended), []string{"← SeatDo follow-up", "← Play 对方没有接听。", "← End done"}},
		"call out":  {"call-out", "12345", lines("→ Start", "→ Connected", "→ Result talked"), []string{"← SeatDo call number=12345\n", "← End done"}},
		"call out to what is not allowed": {
			"call-out", "", lines("→ Start", keys("0085212345678#"), "→ Result failed not allowed", ended, keys("110#"), "→ Result failed not allowed", ended, ended),
			[]string{"number=0085212345678\n", "← Play 这个号码不能拨打。", "number=110\n", "← Play 您没有这项权限。", "← Play 没有接通", "← End done"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			requireLines(t, walked(t, c.flow, ivr.Vars{Seat: "8001", Digits: c.digits}, c.script), c.want)
		})
	}
	t.Run("a telephone of nobody", func(t *testing.T) {
		got := walked(t, "sign-in", ivr.Vars{}, lines("→ Start", keys("#8003#2468#"), "→ Result done"))
		requireLines(t, got, []string{"← Enter sign-in/free-phone", "seat=8003 pin=2468", "签入成功"})
		require.NotContains(t, got, "本机")
	})
	for _, watch := range []string{"listen", "whisper", "barge", "take-over"} {
		t.Run(watch, func(t *testing.T) {
			supervisor := ivr.Vars{Seat: "8000", Digits: "8001"}
			requireLines(t, walked(t, watch, supervisor, lines("→ Start", "→ Connected", "→ Result talked")), []string{"← SeatDo " + watch + " number=8001\n", "← End done"})
			requireLines(t, walked(t, watch, supervisor, lines("→ Start", "→ Result failed unknown seat", ended, keys("8002#"), "→ Result failed not allowed", ended, ended)),
				[]string{"← Play 没有这个座席号。", "number=8002\n", "← Play 您没有这项权限。", "没有成功，再见。", "← End done"})
		})
	}
}

func walked(t *testing.T, flow string, vars ivr.Vars, script string) string {
	t.Helper()
	program := shipped(t).Program
	s, err := ivr.NewSession(program, flow, vars)
	require.NoError(t, err)
	got, err := ivrtest.Run(program, s, script)
	require.NoError(t, err)
	return got
}

// requireLines: they are there, in this order.
func requireLines(t *testing.T, got string, want []string) {
	t.Helper()
	rest := got
	for _, w := range want {
		_, after, ok := strings.Cut(rest, w)
		require.True(t, ok, "no %q in\n%s", w, got)
		rest = after
	}
}

// Every reason that a wish can fail for is put into words of its own.
func TestShippedReasons(t *testing.T) {
	said := map[string]bool{}
	reasons := []string{
		"wrong-pin", "locked", "unknown seat", "not allowed", "nobody", "busy", "no-answer", "declined", "no call",
		"unknown class", "unknown reason", "not possible now",
	}
	for _, reason := range reasons {
		got := walked(t, "help", ivr.Vars{Seat: "8001"}, lines("→ Start", "→ PlayEnded", "→ Result failed "+reason))
		i := strings.LastIndex(got, "← Play ")
		require.Positive(t, i)
		said[strings.SplitN(got[i:], "\n", 2)[0]] = true
	}
	require.Len(t, said, len(slices.Compact(reasons)))
}
