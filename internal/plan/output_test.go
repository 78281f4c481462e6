package plan

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// morning is a day of three half hours, one of them quiet.
func morning(name string, r Rules) DayPlan {
	d := Day{Name: name}
	d.HalfHours[17] = HalfHour{Calls: 12, AHT: threeMinutes, Lines: 12, OnLine: threeMinutes}
	d.HalfHours[19] = HalfHour{Calls: 30.5, AHT: threeMinutes, Lines: 30.5, OnLine: threeMinutes}
	return Make(d, r)
}

func everything() Rules {
	r := standard()
	r.Shrinkage, r.Patience = 0.3, time.Minute
	return r
}

func TestTextOfDays(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteText(&out, []DayPlan{morning("mon", standard()), morning("", everything()), {Name: "wed", Rules: standard()}}))
	require.Equal(t, `mon
TIME   CALLS  AHT   ERLANGS  SEATS  IN-TIME  ASA   OCCUPIED  TRUNKS
08:30  12.0   180s  1.20     4      97.1%    2.4s  30.0%     5
09:00  0.0    0s    0.00     0      100.0%   0.0s  0.0%      0
09:30  30.5   180s  3.05     7      97.1%    1.9s  43.6%     8
42.5 calls; at most 7 seats (09:30) and 8 trunks; 5.5 seat hours; 95% within 15s

TIME   CALLS  AHT   ERLANGS  SEATS  ROSTERED  IN-TIME  ASA   OCCUPIED  SEATS-A  GIVE-UP  TRUNKS
08:30  12.0   180s  1.20     4      6         97.1%    2.4s  30.0%     4        1.4%     5
09:00  0.0    0s    0.00     0      0         100.0%   0.0s  0.0%      0        0.0%     0
09:30  30.5   180s  3.05     7      10        97.1%    1.9s  43.6%     7        1.1%     8
42.5 calls; at most 7 seats (09:30) and 8 trunks; 5.5 seat hours; 95% within 15s

wed
TIME  CALLS  AHT  ERLANGS  SEATS  IN-TIME  ASA  OCCUPIED  TRUNKS
no calls
`, out.String())
}

func TestTextOfANeed(t *testing.T) {
	r := everything()
	r.Patience = threeMinutes
	var out strings.Builder
	require.NoError(t, Size(13.2, threeMinutes, r).WriteText(&out, r))
	require.Equal(t, `load        13.2 erlangs, 3m a call
asked for   95% within 15s, at most 1% of calls blocked
seats       20 by Erlang C, 29 rostered (30% shrinkage)
            96.8% within 15s, ASA 1.5s, 5.7% wait, occupancy 66.0%
seats       19 by Erlang A, 28 rostered (30% shrinkage), with a patience of 3m
            95.7% within 15s (96.2% without those who gave up before), ASA 1.4s, 0.8% give up, occupancy 68.9%
trunks      22 by Erlang B, 0.75% of calls blocked
`, out.String())
}

func TestJSONOfDays(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteJSON(&out, []DayPlan{morning("mon", everything())}, everything()))
	var got struct {
		Asked struct {
			Answer    float64 `json:"answer"`
			Within    float64 `json:"within_s"`
			Shrinkage float64 `json:"shrinkage"`
			Patience  float64 `json:"patience_s"`
		} `json:"asked"`
		Days []struct {
			Day       string `json:"day"`
			PeakSeats int    `json:"peak_seats"`
			HalfHours []struct {
				Time     string  `json:"time"`
				Calls    float64 `json:"calls"`
				Seats    int     `json:"seats"`
				Rostered int     `json:"rostered"`
				Service  float64 `json:"service_level"`
				Patience struct {
					Seats       int     `json:"seats"`
					Abandonment float64 `json:"abandonment"`
				} `json:"with_patience"`
			} `json:"half_hours"`
		} `json:"days"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &got))
	require.InDelta(t, 0.95, got.Asked.Answer, 1e-12)
	require.InDelta(t, 15, got.Asked.Within, 1e-12)
	require.InDelta(t, 60, got.Asked.Patience, 1e-12)
	require.Len(t, got.Days, 1)
	day := got.Days[0]
	require.Equal(t, "mon", day.Day)
	require.Equal(t, 7, day.PeakSeats)
	require.Len(t, day.HalfHours, 3)
	busy := day.HalfHours[2]
	require.Equal(t, "09:30", busy.Time)
	require.Equal(t, []int{7, 10, 7}, []int{busy.Seats, busy.Rostered, busy.Patience.Seats})
	require.InDelta(t, 30.5, busy.Calls, 1e-12)
	require.InDelta(t, 0.0114, busy.Patience.Abandonment, 5e-4)
	require.Zero(t, day.HalfHours[1].Patience.Seats)
}

// pictures are days of every kind.
func pictures() map[string]DayPlan {
	var long Day
	for slot := range long.HalfHours {
		long.HalfHours[slot] = HalfHour{Calls: float64(slot * 100), AHT: threeMinutes, Lines: float64(slot * 100), OnLine: threeMinutes}
	}
	return map[string]DayPlan{
		"a morning": morning("mon", everything()), "no shrinkage": morning("2026-10-12", standard()),
		"nobody calls": {Rules: everything()}, "around the clock": Make(long, everything()),
	}
}

func TestPictureIsXMLOfWhatIsPlanned(t *testing.T) {
	for name, p := range pictures() {
		picture := p.SVG()
		require.Equal(t, picture, p.SVG(), name)
		bars := 0
		for d := xml.NewDecoder(bytes.NewReader(picture)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, name)
			start, ok := token.(xml.StartElement)
			for _, a := range start.Attr {
				require.NotContains(t, a.Value, "NaN", name)
				require.NotContains(t, a.Value, "Inf", name)
				if ok && a.Name.Local == "class" && a.Value == "calls" {
					bars++
				}
			}
		}
		require.Equal(t, len(p.Rows), bars, name)
		require.Equal(t, p.Rules.Shrinkage > 0, bytes.Contains(picture, []byte("rostered, 30% shrinkage")), name)
		require.Equal(t, p.Rules.Patience > 0, bytes.Contains(picture, []byte("give up after 1m, Erlang A")), name)
	}
	require.Contains(t, string(pictures()["a morning"].SVG()), "Calls and seats needed: Monday")
	require.Contains(t, string(pictures()["no shrinkage"].SVG()), "Calls and seats needed: 2026-10-12")
}

func TestAxesAreRoundNumbers(t *testing.T) {
	for value, want := range map[float64][2]float64{ // step, top
		0: {1, 1}, 0.4: {1, 1}, 3: {1, 3}, 5: {1, 5}, 7: {2, 8}, 13: {5, 15}, 41.8: {10, 50}, 99: {20, 100}, 101: {50, 150}, 4700: {1000, 5000}, 6000: {2000, 6000},
	} {
		require.InDelta(t, want[0], niceStep(value), 1e-9, value)
		require.InDelta(t, want[1], niceTop(value), 1e-9, value)
		require.InDelta(t, want[0], niceStep(niceTop(value)), 1e-9, value)
	}
}
