package leak_test

import (
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/leak"
	"hotline/internal/numbering"
)

func known() *leak.Secrets {
	s := &leak.Secrets{}
	s.Number("13800138000")
	s.Number("045188886666")
	s.Number("+14155550123")
	s.Word("the PIN of seat 8001", "482913")
	s.Word("the password of ARI", "XQ3VTRWBV6")
	return s
}

func TestALeakIsFound(t *testing.T) {
	for line, what := range map[string]string{
		"level=INFO msg=arrived from=13800138000":               "a telephone number",
		`msg="cannot dial PJSIP/013800138000@carrier"`:          "a telephone number",
		"from=+8613800138000":                                   "a telephone number",
		"from=+864518888666600":                                 "a telephone number",
		"from=0014155550123":                                    "a telephone number",
		"name=王13800138000":                                     "a telephone number",
		"at 1.482913 was 482913":                                "the PIN of seat 8001",
		"dialled=*118001482913# msg=x":                          "the PIN of seat 8001",
		"PIN：482913。":                                           "the PIN of seat 8001",
		"the PIN is 482913.":                                    "the PIN of seat 8001",
		"ws://127.0.0.1:8088/events?api_key=hotline:XQ3VTRWBV6": "the password of ARI",
	} {
		text := "level=INFO msg=before\n" + line + "\nlevel=INFO msg=after\n"
		found := known().Find(text)
		require.Len(t, found, 1, line)
		require.Equal(t, what, found[0].What)
		require.Equal(t, line, found[0].Line)
	}
}

func TestWhatIsNoLeak(t *testing.T) {
	for _, line := range []string{
		"from=138******00 to=12385 seat=8001",
		"took=1.482913s", "took=482913.7ms", "id=A482913B", "channel=1795482913.12", "bytes=4829131", "n=1482913",
		"password=XQ3VTRWBV6LONGER",
	} {
		require.Empty(t, known().Find(line), line)
	}
	s := known()
	s.Number("8001")
	s.Number("heilongjiang")
	s.Number("12385")
	s.Number("")
	s.Word("the PIN of nobody", "")
	require.Empty(t, s.Find("seat=8001 to=12385"))
}

// Every line is reported, for each secret once.
func TestEveryLineIsReported(t *testing.T) {
	s := known()
	s.Number("13800138000")
	s.Number("+8613800138000")
	require.Len(t, s.Find("13800138000 and 13800138000\nnothing\n13800138000 482913\n"), 3)
	require.Equal(t, "a telephone number (13800138000) is in the log: x=13800138000", s.Find("x=13800138000\n")[0].String())
}

// A number that is logged as a string is found; as a Number it is masked.
func TestLog(t *testing.T) {
	var kept leak.Log
	log := slog.New(slog.NewTextHandler(&kept, nil))
	log.Info("arrived", "from", numbering.Number("13800138000"))
	require.Empty(t, known().Find(kept.Take()))
	log.Info("arrived", "from", "13800138000")
	require.Len(t, known().Find(kept.Take()), 1)
	require.Empty(t, kept.Take())
}
