package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/problem"
)

const goodCSV = "\ufeffTime, calls, aht\r\n# the morning\r\nmon 08:30, 14, 175s\r\nmon 9:00, 26.5, 3m\r\n2026-10-12 08:30,0,\r\nMON 00:00,\"7\",90\r\n"

const goodYAML = `
- {time: mon 08:30, calls: 14, aht: 175s}
- {time: "mon 9:00", calls: 26.5, aht: 3m}
- {time: 2026-10-12 08:30, calls: 0}
- {time: mon 00:00, calls: 7, aht: 90}
`

func TestForecastsOfBothForms(t *testing.T) {
	row := func(calls float64, aht time.Duration) HalfHour {
		return HalfHour{Calls: calls, AHT: aht, Lines: calls, OnLine: aht + 10*time.Second - 30*time.Second}
	}
	var mon Day
	mon.Name = "mon"
	mon.HalfHours[17], mon.HalfHours[18], mon.HalfHours[0] = row(14, 175*time.Second), row(26.5, threeMinutes), row(7, 90*time.Second)
	defaults := Defaults{Prompts: 10 * time.Second, WrapUp: 30 * time.Second}
	for name, text := range map[string]string{"a.csv": goodCSV, "a.yaml": goodYAML, "b.YML": goodYAML} {
		days, err := ReadForecast(name, []byte(text), defaults)
		require.NoError(t, err, name)
		require.Equal(t, []Day{mon, {Name: "2026-10-12"}}, days, name)
	}
}

func TestForecastWithoutAHT(t *testing.T) {
	days, err := ReadForecast("a.csv", []byte("calls,time\n5,10:00\n"), Defaults{AHT: threeMinutes})
	require.NoError(t, err)
	require.Equal(t, HalfHour{Calls: 5, AHT: threeMinutes, Lines: 5, OnLine: threeMinutes}, days[0].HalfHours[20])
	require.Empty(t, days[0].Name)
}

func TestMistakesInForecasts(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a.csv", "", "a.csv: the forecast has no rows; write a row"},
		{"a.csv", "time,calls,aht\n", "a.csv: the forecast has no rows"},
		{"a.txt", "x", "a.txt: no forecast can be read from a file called so; let the name end in .csv or .yaml"},
		{"a.csv", "time,call,aht\n", `a.csv:1:6: there is no column "call"; the first row names`},
		{"a.csv", "time,time,calls\n", `a.csv:1:6: the column time is there twice`},
		{"a.csv", "time,aht\n", `a.csv:1:1: there is no column "calls"`},
		{"a.csv", "time,calls\n08:30\n", "a.csv:2:1: wrong number of fields; give each row as many columns"},
		{"a.csv", "time,calls\n08:30,\"5\n", "a.csv:2:"},
		{"a.csv", "time,calls,aht\n08:15,5,3m\n", "a.csv:2:1: time: a half hour begins at :00 or :30, not at 08:15; add the calls up"},
		{"a.csv", "time,calls,aht\n8.30,5,3m\n", `a.csv:2:1: time: expected the beginning of a half hour, found "8.30"; write it like 08:30`},
		{"a.csv", "time,calls,aht\n,5,3m\n", `a.csv:2:1: time: expected the beginning of a half hour, found nothing`},
		{"a.csv", "time,calls,aht\n24:00,5,3m\n", `found "24:00"`},
		{"a.csv", "time,calls,aht\n周一 08:30,5x,3m\n", `a.csv:2:10: calls: expected a number from 0 to 1000000, found "5x"`},
		{"a.csv", "time,calls,aht\n2026-02-30 08:30,5,3m\n", `a.csv:2:1: time: expected`},
		{"a.csv", "time,calls,aht\n08:30,-1,3m\n", `a.csv:2:7: calls: expected a number`},
		{"a.csv", "time,calls,aht\n08:30,NaN,3m\n", `found "NaN"`},
		{"a.csv", "time,calls,aht\n08:30,5,soon\n", `a.csv:2:9: aht: expected a time from 1s to 24h, found "soon"; write it like 180s or 3m`},
		{"a.csv", "time,calls,aht\n08:30,5,0s\n", `aht: expected a time from 1s`},
		{"a.csv", "time,calls,aht\n08:30,5,\n", `a.csv:2:9: aht is missing; write it, or give one for all with --aht`},
		{"a.csv", "time,calls\n08:30,5\n", `a.csv:2:1: aht is missing`},
		{"a.csv", "time,calls,aht\n08:30,5,20s\n", `aht: 20s is less than the wrap-up of 30s`},
		{"a.csv", "time,calls,aht\n08:30,5,3m\n8:30,6,3m\n", `a.csv:3:1: 08:30 is in line 2 already; take one of them out`},
		{"a.csv", "time,calls,aht\n08:30,1000000,24h\n", `a.csv:2:7: this half hour has more than 100000 erlangs`},
		{"a.csv", strings.Repeat("x", 2<<20), `a.csv: the file has more than 1024 KB; split it`},
		{"a.yaml", "", "a.yaml: the file is empty"},
		{"a.yaml", "calls: 3\n", "a.yaml:1:1: expected a list, found keys and values"},
		{"a.yaml", "- 08:30\n", "a.yaml:1:3: expected keys and values"},
		{"a.yaml", "- {time: 08:30, call: 5}\n", `"call" is not known here; did you mean "calls"?`},
		{"a.yaml", "- {time: 08:30, aht: 3m}\n", `a.yaml:1:3: calls is missing`},
		{"a.yaml", "- {time: 08:30, calls: [5], aht: 3m}\n", `a.yaml:1:24: calls: expected a text, found a list`},
		{"a.yaml", "- {time: 08:30, calls: 5}\n", `a.yaml:1:3: aht is missing`},
		{"a.yaml", "- {time: 08:31, calls: 5, aht: 3m}\n", `a.yaml:1:10: time: a half hour begins`},
	} {
		_, err := ReadForecast(c.name, []byte(c.text), Defaults{WrapUp: 30 * time.Second})
		require.ErrorContains(t, err, c.want, c.text)
		var problems problem.Problems
		require.ErrorAs(t, err, &problems, c.text)
	}
}

func TestAllMistakesAreTold(t *testing.T) {
	text := "time,calls,aht\n08:15,5,3m\n09:00,x,y\n09:30,5,3m\n"
	_, err := ReadForecast("a.csv", []byte(text), Defaults{})
	var problems problem.Problems
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems, 3)

	many := "time,calls,aht\n" + strings.Repeat("x,x,x\n", 1000)
	_, err = ReadForecast("a.csv", []byte(many), Defaults{})
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems, 100)
}

func FuzzReadForecast(f *testing.F) {
	f.Add("a.csv", []byte(goodCSV))
	f.Add("a.yaml", []byte(goodYAML))
	f.Add("a.csv", []byte("time,calls,aht\n\"08:30\n\",5,3m\n"))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		days, err := ReadForecast(name, text, Defaults{AHT: threeMinutes})
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotEmpty(t, days)
		for _, d := range days {
			for slot, h := range d.HalfHours {
				erlangs := load(h.Calls, h.AHT)
				require.True(t, erlangs >= 0 && erlangs <= MaxErlangs, fmt.Sprint(slot, h))
			}
		}
	})
}
