package dialplan_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

// country has three tiers, a province with a shared code, and all area codes.
func country() map[string]string {
	areas, err := os.ReadFile("../../dialplans/area-codes.csv")
	if err != nil {
		panic(err)
	}
	files := small()
	files["area-codes.csv"] = string(areas)
	centre := func(id, text string) {
		entry := "entry: city\n"
		if strings.Contains(text, "entry:") {
			entry = ""
		}
		files["centres/"+id+".yaml"] = "centre: " + id + "\ntitle: " + id + "热线\nqueues: {advice: {}}\n" + entry + text
	}
	office := "entry: office\nhours: {days: working, times: [08:30-12:00, 13:00-17:30]}\n"
	files["flows/office.yaml"] = `flow: office
start: open?
person: open?
steps:
  open?: {hours: own, open: wait, closed: duty}
  wait: {queue: advice}
  duty: {forward: {number: 010-12345, else: message}}
  message: {voicemail: own, then: bye}
  bye: {hangup: done}
`
	centre("nation", "tier: nation\narea: \"010\"\n"+office)
	centre("beijing", "tier: province\narea: \"010\"\nparent: nation\n")
	centre("heilongjiang", "tier: province\narea: \"0451\"\nparent: nation\n"+office)
	centre("harbin", "tier: city\narea: \"0451\"\nparent: heilongjiang\n")
	centre("daqing", "tier: city\narea: \"0459\"\nparent: heilongjiang\nfloor: heilongjiang\n")
	centre("hunan", "tier: province\narea: \"0731\"\nparent: nation\n"+office)
	centre("changsha", "tier: city\narea: \"0731\"\nparent: hunan\n")
	centre("zhuzhou", "tier: city\narea: \"0731\"\nparent: hunan\n")
	centre("guangzhou", "tier: city\narea: \"020\"\n")
	files["flows/other.yaml"] = "flow: other\nstart: wait\nsteps:\n  wait: {queue: advice}\n"
	files["trunks.yaml"] = `default: carrier
trunks:
  carrier:
    match: [192.0.2.1]
    centre: harbin
    area: "0451"
    numbers:
      "88612385": {centre: harbin, flow: other}
      "88612386": {centre: daqing, old: {until: 2026-06-30, say: 号码改了。}}
  hunan:
    match: [192.0.2.2]
    area: "0731"
    language: zh
    ingress: {strip-called: ["9"], strip-caller: ["17909"], area-without-zero: true}
  daqing: {match: [192.0.2.3], area: "0459"}
  bare: {match: [192.0.2.4], contact: "sip:192.0.2.4", allow: [hotlines, callers, "12345", {number: 010-12345, open: always}]}
`
	files["numbering.yaml"] = `hops: 2
overrides:
  "0731": {digits: {"8": changsha, "2": zhuzhou}, ask: [changsha, zhuzhou]}
  "0452": {centre: daqing, flow: other}
  "0453": harbin
`
	return files
}

func load(tb testing.TB, files map[string]string) *dialplan.Tree {
	tb.Helper()
	tree, err := dialplan.Load(plant(tb, files))
	require.NoError(tb, err)
	return tree
}

func TestEveryFormOfANumberReachesItsTier(t *testing.T) {
	tree := load(t, country())
	for _, c := range []struct{ trunk, called, caller, centre, flow, area string }{
		// Bare: the city of the trunk.
		{"", "12385", "13800138000", "harbin", "city", "0451"},
		{"carrier", "+8612385", "", "harbin", "city", "0451"},
		{"carrier", "", "", "harbin", "city", "0451"},
		{"daqing", "12385", "13800138000", "daqing", "city", "0459"},
		{"bare", "12385", "13800138000", "", "", ""},
		// With an area code: the province; 010: the nation.
		{"carrier", "045112385", "13800138000", "heilongjiang", "office", "0451"},
		{"carrier", "0451-12385", "13800138000", "heilongjiang", "office", "0451"},
		{"carrier", "+8645112385", "13800138000", "heilongjiang", "office", "0451"},
		{"carrier", "045912385", "13800138000", "heilongjiang", "office", "0459"},
		{"carrier", "010-12385", "13800138000", "nation", "office", "010"},
		{"bare", "01012385", "", "nation", "office", "010"},
		{"carrier", "073412385", "13800138000", "hunan", "office", "0734"},
		{"carrier", "020-12385", "13800138000", "guangzhou", "city", "020"},
		{"carrier", "0755-12385", "13800138000", "", "", "0755"},
		// Overrides.
		{"carrier", "0452-12385", "13800138000", "daqing", "other", "0452"},
		{"carrier", "0453-12385", "13800138000", "harbin", "city", "0453"},
		// A shared code: by the caller's number, else a question.
		{"carrier", "0731-12385", "0731-88886666", "changsha", "city", "0731"},
		{"carrier", "0731-12385", "0731-28886666", "zhuzhou", "city", "0731"},
		{"carrier", "0731-12385", "0731-58886666", "hunan", "ask-0731", "0731"},
		{"carrier", "0731-12385", "0451-88886666", "hunan", "ask-0731", "0731"},
		{"carrier", "0731-12385", "13800138000", "hunan", "ask-0731", "0731"},
		{"hunan", "12385", "88886666", "changsha", "city", "0731"},
		{"hunan", "12385", "1790928886666", "zhuzhou", "city", "0731"},
		{"hunan", "12385", "13800138000", "hunan", "ask-0731", "0731"},
		// What the carrier does to numbers.
		{"hunan", "9045112385", "13800138000", "heilongjiang", "office", "0451"},
		{"hunan", "45112385", "13800138000", "heilongjiang", "office", "0451"},
		{"carrier", "45112385", "13800138000", "harbin", "city", "0451"},
		// The trunk's own list comes first.
		{"carrier", "88612385", "13800138000", "harbin", "other", "0451"},
		{"carrier", "0451-88612385", "13800138000", "harbin", "other", "0451"},
		{"carrier", "88612386", "13800138000", "daqing", "city", "0459"},
		{"carrier", "0451-88612399", "13800138000", "harbin", "city", "0451"},
		{"nowhere", "12385", "13800138000", "", "", ""},
	} {
		d, ok := tree.Route(dialplan.Query{Trunk: c.trunk, Called: c.called, Caller: c.caller})
		require.Equal(t, c.centre != "", ok, c)
		require.Equal(t, []string{c.centre, c.flow, c.area}, []string{d.Centre, d.Flow, d.Area}, c)
		require.NotEmpty(t, d.Why, c)
		if c.centre != "" {
			require.Equal(t, tree.Centres[c.centre].Tier, d.Tier)
		}
	}
}

func TestWhatIsNoAreaCodeIsTold(t *testing.T) {
	d, ok := load(t, country()).Route(dialplan.Query{Trunk: "carrier", Called: "0910-12385"})
	require.True(t, ok)
	require.Equal(t, "harbin", d.Centre)
	require.Contains(t, d.Why, "091012385 has no area code in use before 12385")
}

func TestAnotherPlatform(t *testing.T) {
	d, ok := load(t, country()).Route(dialplan.Query{Called: "0755-12385"})
	require.Equal(t, dialplan.Province, d.Tier)
	require.False(t, ok)
	require.Equal(t, "075512385", string(d.Elsewhere))
	require.Equal(t, "another platform answers 075512385", d.Why[len(d.Why)-1])
}

// A call that platforms have sent to and fro goes to no other one again.
func TestTooManyHops(t *testing.T) {
	tree := load(t, country())
	d, _ := tree.Route(dialplan.Query{Called: "0755-12385", Hops: tree.MaxHops - 1})
	require.NotEmpty(t, d.Elsewhere)
	d, ok := tree.Route(dialplan.Query{Called: "0755-12385", Hops: tree.MaxHops})
	require.False(t, ok)
	require.Empty(t, d.Elsewhere)
	require.Equal(t, "another platform answers 075512385, but the call was forwarded 2 times already", d.Why[len(d.Why)-1])
	d, ok = tree.Route(dialplan.Query{Called: "0451-12385", Hops: 9})
	require.True(t, ok)
	require.Equal(t, "heilongjiang", d.Centre)
}

func TestRetiredAreaCode(t *testing.T) {
	files := country()
	files["numbering.yaml"] = "overrides: {\"0371\": harbin}\n"
	d, ok := load(t, files).Route(dialplan.Query{Called: "0378-12385"})
	require.True(t, ok)
	require.Equal(t, []string{"harbin", "0371"}, []string{d.Centre, d.Area})
	require.Contains(t, d.Why, "area code 0378 was replaced by 0371")
}

// An old number tells the new one first, and the call goes on, even when its time
// is over.
func TestOldNumber(t *testing.T) {
	tree := load(t, country())
	at := time.Date(2026, 6, 30, 23, 59, 0, 0, china())
	for _, c := range []struct {
		at   time.Time
		why  string
		over int
	}{
		{at, "it is an old number, in use until 2026-06-30: the caller hears of the new one first", 0},
		{at.Add(time.Minute), "it is an old number whose last day was 2026-06-30: the caller hears of the new one first", 1},
	} {
		d, ok := tree.Route(dialplan.Query{At: c.at, Called: "88612386"})
		require.True(t, ok)
		require.Equal(t, "号码改了。", d.Lead)
		require.Contains(t, d.Why, c.why)
		require.Len(t, oldWarnings(tree, c.at), c.over)
	}
	d, _ := tree.Route(dialplan.Query{At: at, Called: "12385"})
	require.Empty(t, d.Lead)
}

func oldWarnings(tree *dialplan.Tree, at time.Time) []string {
	var found []string
	for _, w := range tree.CalendarWarnings(at) {
		if strings.Contains(w.Message, "old number") {
			found = append(found, w.String())
		}
	}
	return found
}

func china() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// Without a default two trunks are none.
func TestNoDefaultTrunk(t *testing.T) {
	files := country()
	files["trunks.yaml"] = strings.Replace(files["trunks.yaml"], "default: carrier\n", "", 1)
	d, ok := load(t, files).Route(dialplan.Query{Called: "12385"})
	require.False(t, ok)
	require.Equal(t, []string{"no trunk is named, and there is no default one"}, d.Why)
}

func TestOnlyOneTrunkIsTheDefault(t *testing.T) {
	tree := load(t, small())
	require.Equal(t, "carrier", tree.Default)
	require.Equal(t, 3, tree.MaxHops)
	require.Equal(t, 2, load(t, country()).MaxHops)
}

// Without a table an area code is known by its form, and reaches the province
// whose centre has it.
func TestNoTableOfAreaCodes(t *testing.T) {
	files := country()
	delete(files, "area-codes.csv")
	tree := load(t, files)
	for called, want := range map[string]string{"045112385": "heilongjiang", "01012385": "nation", "045912385": "daqing", "02012385": "guangzhou", "049912385": ""} {
		d, ok := tree.Route(dialplan.Query{Called: called})
		require.Equal(t, want != "", ok)
		require.Equal(t, want, d.Centre)
	}
}

func FuzzRoute(f *testing.F) {
	tree := load(f, country())
	f.Add("hunan", "9045112385", "1790988886666")
	f.Add("", "0731-12385", "")
	f.Fuzz(func(t *testing.T, trunk, called, caller string) {
		q := dialplan.Query{Trunk: trunk, Called: called, Caller: caller}
		d, ok := tree.Route(q)
		require.Equal(t, d.Centre != "", ok)
		require.NotEmpty(t, d.Why)
		if !ok {
			return
		}
		_, known := tree.Program.Flow(d.Flow)
		require.True(t, known)
		q.Called, q.Caller = string(d.Called), string(d.Caller)
		again, _ := tree.Route(q)
		require.Equal(t, d.Centre, again.Centre, "in one form: %v", q)
		require.Equal(t, d.Flow, again.Flow)
	})
}
