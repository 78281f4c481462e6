package dialplan_test

import (
	"reflect"
	"strings"
	"testing"

	"hotline/acd"
	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

const fullQueue = `centre: harbin
tier: city
entry: city
queues:
  plain: {}
  advice:
    title: 咨询与求助
    strategy: weighted
    ring: 25s
    wrap-up: {time: 15s, extendable: 2m}
    weight: 30s
    needs: {普通话: 2, 粤语: 3}
    prefer: [粤语, 手语]
    levels: 1
    relax:
      - {after: 30s, levels: 2, needs: {粤语: 1}}
      - {after: 1m, levels: all, needs: {粤语: 0}}
    reserve: {waiting: 3, wait: 45s}
    last-seat: {within: 24h, wait: 20s}
    return: 5m
    no-answer: {after: 2, then: rest, rest: 15s}
    callback: {first: caller, attempts: 4, pause: 12m, missed: true, least: 5s, delay: 2m, spare: 1, patience: 20m}
`

const fullSeats = `seats:
  "1002": {queues: [harbin/plain], wrap-up: until-ended}
  "801":
    queues: [harbin/plain, {queue: harbin/advice, level: 2, weight: 10s, share: 3, reserve: true}]
    skills: {粤语: 3, 普通话: 9}
    wrap-up: {time: 30s, extendable: true}
  "802": {queues: [harbin/advice], skills: {手语: 1, 普通话: 2, 粤语: 5}, wrap-up: 40s}
fallback: ["801"]
`

// full says everything that can be said of queues and seats.
func full(t *testing.T, queues, seats string) *dialplan.Tree {
	t.Helper()
	files := small()
	files["trunks.yaml"] = "trunks:\n  carrier: {match: [192.0.2.1], contact: \"sip:192.0.2.1\", centre: harbin, allow: [callers]}\n"
	files["centres/harbin.yaml"], files["seats.yaml"] = queues, seats
	tree, err := dialplan.Load(plant(t, files))
	require.NoError(t, err)
	require.Empty(t, tree.Warnings)
	return tree
}

func TestEverythingSaidOfAQueue(t *testing.T) {
	rules := full(t, fullQueue, fullSeats).Rules("harbin")
	require.Equal(t, acd.Queue{
		ID: "harbin/advice", Strategy: acd.Weighted, Ring: 25_000,
		WrapUp: 15_000, WrapUpMode: acd.WrapUpExtendable, WrapUpMost: 120_000,
		Weight: 30_000, Needs: []acd.Skill{{Skill: "普通话", Level: 2}, {Skill: "粤语", Level: 3}}, Prefer: []string{"手语", "粤语"}, Levels: 1,
		Relax: []acd.Stage{
			{After: 30_000, Levels: 2, Needs: []acd.Skill{{Skill: "粤语", Level: 1}}},
			{After: 60_000, Levels: acd.AllLevels, Needs: []acd.Skill{{Skill: "粤语"}}},
		},
		Pressed:  acd.Pressure{Waiting: 3, Wait: 45_000},
		LastSeat: 24 * 3_600_000, LastWait: 20_000, Return: 300_000,
		Missed: acd.Missed{After: 2, Then: acd.MissedRest, Rest: 15_000},
		Callback: acd.CallbackRules{
			Attempts: 4, Pause: 720_000, Missed: true, Least: 5_000, Delay: 120_000, Spare: 1, Patience: 1_200_000, First: acd.FirstCaller,
		},
	}, rules.Queues[0])
	require.Equal(t, acd.Queue{ID: "harbin/plain", Strategy: acd.LongestIdle, Ring: 20_000, WrapUp: 10_000}, rules.Queues[1])
}

func TestEverythingSaidOfASeat(t *testing.T) {
	tree := full(t, fullQueue, fullSeats)
	seats := tree.Rules("harbin").Seats
	span := func(ms int64) *int64 { return &ms }
	mode := func(m acd.WrapUpMode) *acd.WrapUpMode { return &m }
	require.Equal(t, []acd.Seat{
		{
			ID:     "801", // by number, not by letter
			Queues: []acd.Post{{Queue: "harbin/plain"}, {Queue: "harbin/advice", Level: 2, Weight: 10_000, Share: 3, Reserve: true}},
			Skills: []acd.Skill{{Skill: "普通话", Level: 9}, {Skill: "粤语", Level: 3}},
			WrapUp: span(30_000), WrapUpMode: mode(acd.WrapUpExtendable),
		},
		{
			ID: "802", Queues: acd.Serving("harbin/advice"),
			Skills: []acd.Skill{{Skill: "手语", Level: 1}, {Skill: "普通话", Level: 2}, {Skill: "粤语", Level: 5}},
			WrapUp: span(40_000), WrapUpMode: mode(acd.WrapUpFixed),
		},
		{ID: "1002", Queues: acd.Serving("harbin/plain"), WrapUp: span(0), WrapUpMode: mode(acd.WrapUpUntilEnded)},
	}, seats)
	require.Equal(t, []string{"harbin/plain", "harbin/advice"}, tree.Seats["801"].Queues)
}

// What the rules can hold and no file can say would be lost to engineers.
func TestFilesCanSayAllThatRulesHold(t *testing.T) {
	rules := full(t, fullQueue, fullSeats).Rules("harbin")
	unsaid := func(v any) (names []string) {
		of := reflect.ValueOf(v)
		for i := range of.NumField() {
			if of.Field(i).IsZero() {
				names = append(names, of.Type().Field(i).Name)
			}
		}
		return names
	}
	q, seat := rules.Queues[0], rules.Seats[0]
	for _, v := range []any{q, q.Relax[0], q.Pressed, q.Missed, q.Callback, seat, seat.Queues[1]} {
		require.Empty(t, unsaid(v), "%T", v)
	}
}

func TestStrategies(t *testing.T) {
	for _, s := range acd.Strategies() {
		tree := full(t, strings.Replace("centre: harbin\ntier: city\nentry: city\nqueues: {advice: {strategy: X}}\n", "X", string(s), 1), small()["seats.yaml"])
		q := tree.Rules("harbin").Queues[0]
		require.Equal(t, s, q.Strategy)
		require.Equal(t, s == acd.RingAll, q.Missed.Then == acd.MissedRest, "a call that nobody takes pauses no centre")
	}
}

// The usual may be said too.
func TestTheUsualInWords(t *testing.T) {
	q := full(t, `centre: harbin
tier: city
entry: city
queues:
  advice: {wrap-up: until-ended, levels: all, no-answer: {then: pause}, callback: {first: seat, missed: false}}
`, small()["seats.yaml"]).Rules("harbin").Queues[0]
	require.Equal(t, acd.Queue{ID: "harbin/advice", Strategy: acd.LongestIdle, Ring: 20_000, WrapUpMode: acd.WrapUpUntilEnded}, q)
}

// The order in which a file says something changes nothing.
func TestHashGoesByMeaning(t *testing.T) {
	first := full(t, fullQueue, fullSeats).Rules("harbin").Hash
	turned := strings.NewReplacer("{普通话: 2, 粤语: 3}", "{粤语: 3, 普通话: 2}", "[粤语, 手语]", "[手语, 粤语]", "    ring: 25s\n", "").Replace(fullQueue) + "    ring: 25s\n"
	require.Equal(t, first, full(t, turned, fullSeats).Rules("harbin").Hash)
	require.NotEqual(t, first, full(t, strings.Replace(fullQueue, "粤语: 3", "粤语: 2", 1), fullSeats).Rules("harbin").Hash)
}
