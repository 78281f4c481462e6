package numbering

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// harbin is a trunk with everything a carrier may do.
func harbin() Rules {
	return Rules{Area: "0451", StripCaller: []string{"17909"}, StripCalled: []string{"9", "77"}, AreaWithoutZero: true}
}

func TestRulesOfCallers(t *testing.T) {
	for raw, want := range map[string]Number{
		"13800138000":         "13800138000",
		"013800138000":        "13800138000",
		"8613800138000":       "13800138000",
		"+8613800138000":      "13800138000",
		"008613800138000":     "13800138000",
		"045188886666":        "045188886666",
		"0451-8888666":        "04518888666",
		"45188886666":         "045188886666",
		"88886666":            "045188886666",
		"8888 666":            "04518888666",
		"1790913800138000":    "13800138000",
		"17909045188886666":   "045188886666",
		"17909045912345678":   "045912345678",
		"1790988886666":       "045188886666",
		"010-88886666":        "01088886666",
		"12385":               "12385",
		"1790912385":          "12385",
		"045912385":           "045912385",
		"8001":                "8001",
		"10010":               "10010",
		"+14155550123":        "+14155550123",
		"anonymous":           "",
		"":                    "",
		"17909":               "17909",
		"12345678":            "12345678", // no subscriber's number begins with 1
		"1790917909170908001": "0170908001",
	} {
		require.Equal(t, want, harbin().Caller(raw), "caller %q", raw)
	}
	require.Equal(t, Number("88886666"), Rules{}.Caller("88886666"))
}

func TestRulesOfCalled(t *testing.T) {
	for raw, want := range map[string]Number{
		"12385":           "12385",
		"912385":          "12385",
		"7712385":         "12385",
		"9-0451-12385":    "045112385",
		"045112385":       "045112385",
		"0451-12385":      "045112385",
		"45112385":        "045112385",
		"945112385":       "045112385",
		"1012385":         "01012385",
		"2112385":         "02112385",
		"010-12385":       "01012385",
		"+8645112385":     "045112385",
		"+8612385":        "12385",
		"0086 0451 12385": "045112385",
		"88612345":        "88612345",
		"988612345":       "88612345",
		"12345":           "12345",
		"912345":          "12345",
		"913800138000":    "13800138000",
		"*11":             "*11",
		"9*":              "9*",
		"s":               "",
		"":                "",
	} {
		require.Equal(t, want, harbin().Called(raw), "called %q", raw)
	}
}

// Without the rule eight digits are a subscriber's number; with it, only a code
// that exists makes them the hotline of an area.
func TestAreaWithoutZero(t *testing.T) {
	require.Equal(t, Number("45112385"), Rules{}.Called("45112385"))
	table, found := LoadAreas("t", []byte(header+"\n0451,active,230000,黑龙江省,230100,哈尔滨市,\n"))
	require.Empty(t, found)
	rules := Rules{AreaWithoutZero: true, Areas: table}
	require.Equal(t, Number("045112385"), rules.Called("45112385"))
	require.Equal(t, Number("88612385"), rules.Called("88612385"))
}

// An outside line by 0 makes a number look as if it came from abroad.
func TestOutsideLineByZero(t *testing.T) {
	rules := Rules{StripCalled: []string{"0"}, StripCaller: []string{"0"}, Area: "0451", Areas: china(t)}
	for raw, want := range map[string]Number{
		"0045112385": "045112385", "012385": "12385", "045112385": "045112385",
		"0010-12385": "01012385", "088812345": "088812345", "086612385": "86612385",
	} {
		require.Equal(t, want, rules.Called(raw), "called %q", raw)
	}
	for raw, want := range map[string]Number{
		"0013800138000": "13800138000", "0045188886666": "045188886666", "088886666": "045188886666",
	} {
		require.Equal(t, want, rules.Caller(raw), "caller %q", raw)
	}
}

func FuzzRules(f *testing.F) {
	f.Add("9045112385", "9", "0451", true)
	f.Add("0088886666", "0", "010", false)
	f.Add("+8604888888888", "04", "0451", true)
	f.Add("177112385", "1", "", true)
	f.Fuzz(func(t *testing.T, raw, prefix, area string, withoutZero bool) {
		if !IsAreaCode(area) {
			area = ""
		}
		prefix = strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, prefix)
		r := Rules{Area: area, StripCaller: []string{prefix, "17"}, StripCalled: []string{"9", prefix}, AreaWithoutZero: withoutZero}
		require.Equal(t, Hotline, r.Called("12385"))
		require.Equal(t, Hotline, r.Caller("+8612385"))
		require.Equal(t, Number("045112385"), r.Called("0451-12385"))
		caller, called := r.Caller(raw), r.Called(raw)
		for _, n := range []Number{caller, called} {
			require.Regexp(t, `^(\+?[0-9*#]+)?$`, string(n))
			require.LessOrEqual(t, len(n), longest)
		}
		require.Equal(t, caller, r.Caller(string(caller)), "caller %q", raw)
		require.Equal(t, called, r.Called(string(called)), "called %q", raw)
	})
}
