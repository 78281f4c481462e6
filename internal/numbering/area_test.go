package numbering

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// china is the shipped table.
func china(tb testing.TB) *Areas {
	tb.Helper()
	text, err := os.ReadFile("../../dialplans/area-codes.csv")
	require.NoError(tb, err)
	areas, found := LoadAreas("area-codes.csv", text)
	require.Empty(tb, found)
	return areas
}

func TestShippedTable(t *testing.T) {
	areas := china(t)
	require.Len(t, areas.Codes(), 319)
	require.Equal(t, "010", areas.Codes()[0])
	require.Equal(t, []Area{{
		Code: "0451", Province: "230000", ProvinceName: "黑龙江省", City: "230100", Name: "哈尔滨市",
	}}, areas.Of("0451"))
	require.Len(t, areas.Of("0731"), 3)
	require.Equal(t, "added by hand; verify", areas.Of("0371")[1].Note)
	require.Equal(t, "430000", areas.Province("0731"))
	require.Empty(t, areas.Of("0999999"))
	require.Equal(t, "0371", areas.Current("0378"))
	require.Equal(t, "0451", areas.Current("0451"))
	require.NotContains(t, areas.Codes(), "0378")
	for _, code := range areas.Codes() {
		got, rest, ok := areas.Split(Number(code) + Hotline)
		require.True(t, ok, code)
		require.Equal(t, code, got)
		require.Equal(t, Hotline, rest)
	}
}

func TestSplit(t *testing.T) {
	areas := china(t)
	for n, want := range map[Number][2]string{
		"045112385":     {"0451", "12385"},
		"01012385":      {"010", "12385"},
		"02188886666":   {"021", "88886666"},
		"073188886666":  {"0731", "88886666"},
		"037812385":     {"0378", "12385"},
		"0451":          {"0451", ""},
		"088812385":     {"0888", "12385"},
		"049912385":     {},
		"02612385":      {},
		"13800138000":   {},
		"88886666":      {},
		"12385":         {},
		"":              {},
		"0":             {},
		"+861012385":    {},
		"*0451":         {},
		"00451":         {},
		"0451123850000": {"0451", "123850000"},
	} {
		code, rest, ok := areas.Split(n)
		require.Equal(t, want[0] != "", ok, n)
		if !ok {
			require.Equal(t, n, rest)
			continue
		}
		require.Equal(t, want, [2]string{code, string(rest)}, n)
	}
}

// Without a table codes are known by their form.
func TestNoTable(t *testing.T) {
	var none *Areas
	code, rest, ok := none.Split("049912385")
	require.True(t, ok)
	require.Equal(t, "0499", code)
	require.Equal(t, Hotline, rest)
	require.Empty(t, none.Of("0451"))
	require.Empty(t, none.Codes())
	require.Empty(t, none.Province("0451"))
	require.Equal(t, "0451", none.Current("0451"))
	require.True(t, none.Known("021"))
	for _, wrong := range []string{"", "0", "02", "0211", "045", "04511", "011", "12385", "02a", "0x51"} {
		require.False(t, none.Known(wrong), wrong)
	}
}

func TestEveryMistakeOfTheTable(t *testing.T) {
	text := strings.Join([]string{
		"code,name",
		"0451,active,230000,黑龙江省,230100,哈尔滨市,",
		"451,active,230000,黑龙江省,230100,哈尔滨市,",
		"0452,open,230000,黑龙江省,230200,齐齐哈尔市,",
		"0453,active,23,黑龙江省,231000,牡丹江市,",
		"0454,active,230000,黑龙江省,230800,,",
		"0455,active",
		"0451,active,430000,湖南省,430100,长沙市,",
		"0451,retired->0452,230000,黑龙江省,230100,哈尔滨市,",
		"0456,retired->0499,230000,黑龙江省,231100,黑河市,",
		`0457,active,230000,"黑龙江省,232700,x,`,
	}, "\n")
	areas, found := LoadAreas("a.csv", []byte(text))
	var got []string
	for _, p := range found {
		require.NotEmpty(t, p.Source)
		p.Source = ""
		got = append(got, p.String())
	}
	require.Equal(t, []string{
		"a.csv:1:1: the first line must name the columns; write " + header,
		`a.csv:3:1: "451" is not an area code; write it like 010, 021 or 0451`,
		`a.csv:4:1: "open" is not a status; write active, or retired->0371 with the code that took its place`,
		"a.csv:5:1: the administrative code is not right; write the six digits of GB/T 2260",
		"a.csv:6:1: the name is missing",
		"a.csv:7:1: there are 2 columns, not 7; write " + header,
		"a.csv:8:1: 0451 cannot be in two provinces",
		"a.csv:9:1: 0451 is retired and in use at once; take one of them out",
		"a.csv:11:1: there are 4 columns, not 7; write " + header,
		`a.csv:10:1: there is no area code "0499" that could take its place`,
	}, got)
	require.Equal(t, []string{"0451"}, areas.Codes())
}

func FuzzLoadAreas(f *testing.F) {
	f.Add(header + "\n0451,active,230000,黑龙江省,230100,哈尔滨市,\n0378,retired->0451,230000,a,,b,c\n")
	f.Add("\"\n,,")
	f.Fuzz(func(t *testing.T, text string) {
		areas, _ := LoadAreas("t", []byte(text))
		for _, code := range areas.Codes() {
			got, rest, ok := areas.Split(Number(code) + "1")
			require.True(t, ok)
			require.Equal(t, code, got)
			require.Equal(t, Number("1"), rest)
		}
	})
}
