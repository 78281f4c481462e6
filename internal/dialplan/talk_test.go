package dialplan_test

import (
	"testing"
	"time"

	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

// office is a tree that says all that can be said of telephones and talks.
func office() map[string]string {
	files := small()
	files["trunks.yaml"] = `trunks:
  carrier: {match: [192.0.2.1], contact: "sip:192.0.2.1", centre: harbin, area: "0451", allow: ["12345", {number: 0451-87654321, open: always}, callers]}
  other: {match: [192.0.2.2], contact: "sip:192.0.2.2", allow: [hotlines, "12345"]}
  inward: {match: [192.0.2.3]}
`
	files["centres/harbin.yaml"] = `centre: harbin
title: 哈尔滨热线
tier: city
area: "0451"
entry: city
consult: back
queues:
  advice: {title: 咨询, record: true, briefing: "{{ queue }}来电，等候{{wait}}。"}
  back: {title: 后台, briefing: 后台来电。}
`
	files["centres/daqing.yaml"] = "centre: daqing\ntier: city\narea: \"0459\"\nparent: hlj\nfloor: harbin\nentry: city\nqueues: {advice: {title: 大庆咨询}}\n"
	files["centres/hlj.yaml"] = "centre: hlj\ntitle: 省热线\ntier: province\narea: \"0451\"\nentry: served\n"
	files["flows/served.yaml"] = "flow: served\nstart: wait\nsteps:\n  wait: {queue: harbin/advice}\n"
	files["seats.yaml"] = `seats:
  "8000": {name: 班长, supervises: [harbin/advice]}
  "8001": {name: 座席一, queues: [harbin/advice]}
  "8002": {name: 座席二, queues: [harbin/advice, daqing/advice], phones: ["8052", "8002"]}
  "8003": {queues: [harbin/back], supervises: [harbin/advice, daqing/advice], phones: ["8053"]}
  "8111": {name: 远程, queues: [daqing/advice], outside: {number: 0459-88886666, trunk: other, key: 5}}
phones:
  "9001": {name: 备用}
fallback: ["8001", "8002"]
`
	files["codes.yaml"] = `codes: {"*1+": act, "*11": plain, "*41+": act, "*12#": plain}
talk: {"*1": hold, "**": confidential, "*#": machine}
targets:
  "900": {seat: "8000"}
  "901": {queue: daqing/advice}
  "902": {centre: hlj, title: 省里}
  "110": {number: "110", trunk: carrier, title: 报警}
  "903": {number: 0451-87654321}
reasons: {1: 小休, 9: 用餐}
`
	files["flows/act.yaml"] = "flow: act\nstart: act\nsteps:\n  act: {seat: listen, number: \"{{ dialled }}\"}\n"
	files["flows/plain.yaml"] = "flow: plain\nstart: act\nsteps:\n  act: {seat: ready}\n"
	files["classification.yaml"] = "functions: {1: 政策咨询, 4: 生活帮助}\nfields: {3: 康复}\nrefusals: {2: 已经办结}\n"
	files["recordings.yaml"] = "keep: 180d\n"
	files["area-codes.csv"] = country()["area-codes.csv"]
	return files
}

func loadOffice(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load(plant(t, office()))
	require.NoError(t, err)
	require.Len(t, tree.Warnings, 2, "of codes that begin alike: see below")
	return tree
}

func TestPhones(t *testing.T) {
	tree := loadOffice(t)
	require.Equal(t, map[string]dialplan.Phone{
		"8000": {Number: "8000", Name: "班长", Seat: "8000"},
		"8001": {Number: "8001", Name: "座席一", Seat: "8001"},
		"8002": {Number: "8002", Name: "座席二", Seat: "8002"},
		"8052": {Number: "8052", Name: "座席二", Seat: "8002"},
		"8053": {Number: "8053", Seat: "8003"},
		"9001": {Number: "9001", Name: "备用"},
	}, tree.Phones)
	require.Equal(t, []string{"8052", "8002"}, tree.Seats["8002"].Phones)
	require.Equal(t, []string{"8001"}, tree.Seats["8001"].Phones)
	require.Equal(t, "8002", tree.SeatOfPhone("8052"))
	for _, nobodys := range []string{"9001", "8003", "8111", "", "7000"} {
		require.Empty(t, tree.SeatOfPhone(nobodys), nobodys)
	}
	require.Equal(t, []string{"8001", "8052", "8002"}, tree.Fallback, "accounts, not seats")
}

func TestRemoteSeat(t *testing.T) {
	remote := loadOffice(t).Seats["8111"]
	require.Equal(t, &dialplan.Outside{Number: "045988886666", Trunk: "other", Key: '5'}, remote.Outside)
	require.Empty(t, remote.Phones)
	require.Equal(t, dialplan.Always, remote.SignIn)
}

func TestSupervisors(t *testing.T) {
	tree := loadOffice(t)
	for seat, want := range map[string][]string{"8001": {"8000", "8003"}, "8002": {"8000", "8003"}, "8111": {"8003"}, "8003": {}, "8000": {}, "7000": {}} {
		require.Equal(t, want, append([]string{}, tree.Supervisors(seat)...), seat)
	}
	require.True(t, tree.MaySupervise("8000", "8001"))
	require.False(t, tree.MaySupervise("8001", "8000"))
	require.False(t, tree.MaySupervise("8003", "8003"))
	require.Equal(t, "harbin", tree.FloorOfSeat("8000"), "though it serves no queue")
	seats := tree.Rules("harbin").Seats
	require.Len(t, seats, 5)
	require.NoError(t, tree.Rules("harbin").Check())
}

func TestCodes(t *testing.T) {
	tree := loadOffice(t)
	for dialled, want := range map[string]dialplan.Code{
		"*11":      {Flow: "plain"}, // not *1 with a 1 behind it
		"*11#":     {Flow: "plain"},
		"*12#":     {Flow: "plain"},
		"*1":       {Flow: "act"},
		"*12":      {Flow: "act", Digits: "2"},
		"*112":     {Flow: "act", Digits: "12"},
		"*418001":  {Flow: "act", Digits: "8001"},
		"*418001#": {Flow: "act", Digits: "8001"},
		"*41":      {Flow: "act"},
	} {
		got, ok := tree.Code(dialled)
		require.True(t, ok, dialled)
		require.Equal(t, want, got, dialled)
	}
	for _, wrong := range []string{"", "*", "*2", "*41+", "*1+", "*418*01", "*41８００１", "*41 8001", "*41123456789012345678901", "8001", "#"} {
		_, ok := tree.Code(wrong)
		require.False(t, ok, wrong)
	}
	require.Equal(t, map[string]string{"*1": dialplan.ActHold, "**": dialplan.ActConfidential, "*#": dialplan.ActMachine}, tree.TalkCodes)
	require.Equal(t, map[byte]string{'1': "小休", '9': "用餐"}, tree.PauseReasons)
}

func TestClassification(t *testing.T) {
	classes := loadOffice(t).Classes
	for digits, want := range map[string]dialplan.Class{
		"13": {Code: "13", Function: "政策咨询", Field: "康复"},
		"02": {Code: "02", Refused: "已经办结"},
	} {
		got, ok := classes.Read(digits)
		require.True(t, ok)
		require.Equal(t, want, got)
	}
	require.Equal(t, "政策咨询，康复", dialplan.Class{Function: "政策咨询", Field: "康复"}.String())
	require.Equal(t, "不予受理，已经办结", dialplan.Class{Refused: "已经办结"}.String())
	for _, wrong := range []string{"", "1", "131", "23", "12", "01", "00", "1３", "*1"} {
		_, ok := classes.Read(wrong)
		require.False(t, ok, wrong)
	}
	_, ok := (*dialplan.Classification)(nil).Read("13")
	require.False(t, ok, "a tree without one")
}

func TestQueueOfCentre(t *testing.T) {
	tree := loadOffice(t)
	for centre, want := range map[string]string{"harbin": "harbin/back", "daqing": "daqing/advice", "hlj": "", "gone": ""} {
		queue, ok := tree.QueueOfCentre(centre)
		require.Equal(t, want, queue, centre)
		require.Equal(t, want != "", ok, centre)
	}
}

func TestBriefings(t *testing.T) {
	tree := loadOffice(t)
	advice, back := tree.Centres["harbin"].Queues[0], tree.Centres["harbin"].Queues[1]
	require.True(t, advice.Record)
	require.False(t, back.Record)
	for wait, want := range map[time.Duration]string{
		-time.Second: "不到10秒", 9 * time.Second: "不到10秒", 10 * time.Second: "10秒", 59 * time.Second: "50秒",
		time.Minute: "1分钟", 95 * time.Second: "1分30秒", 5*time.Minute + 50*time.Second: "5分钟", 61 * time.Minute: "61分钟",
	} {
		require.Equal(t, "咨询来电，等候"+want+"。", advice.Brief(wait))
		require.Equal(t, "后台来电。", back.Brief(wait))
	}
	require.Empty(t, tree.Centres["daqing"].Queues[0].Brief(time.Minute))
	said := ""
	for _, text := range tree.Texts() {
		said += text.Text + "\n"
	}
	require.Contains(t, said, "后台来电。", "it is spoken ahead")
	require.NotContains(t, said, "来电，等候")
	require.Equal(t, 180*24*time.Hour, tree.Recordings.Keep)
}
