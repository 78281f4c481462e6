package prompt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/problem"
)

func TestManifestReportsEveryMistake(t *testing.T) {
	dir := t.TempDir()
	whole := wavOf(t, make([]int16, 100))
	for name, data := range map[string][]byte{
		"good.wav": whole, "cut.wav": whole[:90], "cd.wav": with(with(whole, 24, uint32(44100)), 22, uint16(2)), "silent.wav": wavOf(t, nil), "good.mp3": whole,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	path := filepath.Join(dir, "manifest.yaml")
	require.NoError(t, os.WriteFile(path, []byte(`prompts:
  - {text: 您好, recording: good.wav}
  - {text: 一, recoding: good.wav}
  - {text: 二, recording: none.wav}
  - {text: 三, recording: cut.wav}
  - {text: 四, recording: cd.wav}
  - {text: 五, recording: silent.wav}
  - {text: 六, recording: good.mp3}
  - {recording: good.wav}
  - {text: 七}
  - text: 您好
    id: hello
  - {text: 您好, recording: good.wav, lang: yue}
  - {text: 八, id: hello}
  - {text: [九], id: nine}
  - 十
`), 0o600))
	_, err := LoadManifest(path)
	var problems problem.Problems
	require.ErrorAs(t, err, &problems)
	problems.Sort()
	var got []string
	for _, p := range problems {
		p.Source = ""
		got = append(got, strings.ReplaceAll(p.String(), dir+"/", ""))
	}
	require.Equal(t, []string{
		`manifest.yaml:3:15: "recoding" is not known here; did you mean "recording"?`,
		`manifest.yaml:4:26: recording none.wav: no such file`,
		`manifest.yaml:5:26: recording cut.wav: damaged WAV: 46 of 200 bytes of sound`,
		`manifest.yaml:6:26: recording cd.wav has 44100 Hz, 2 channels, 16 bits, codec 1; want 8000 Hz, mono, 16-bit PCM: ffmpeg -i cd.wav -ar 8000 -ac 1 -c:a pcm_s16le cd-8k.wav`,
		`manifest.yaml:7:26: recording silent.wav: holds no sound`,
		`manifest.yaml:8:26: recording good.mp3: want a .wav file: ffmpeg -i good.mp3 -ar 8000 -ac 1 -c:a pcm_s16le good-8k.wav`,
		`manifest.yaml:9:5: text is missing; add text: …`,
		`manifest.yaml:10:5: this prompt changes nothing; give it a recording, or an id that flows can use`,
		`manifest.yaml:11:11: "您好" (cmn) is already on line 2; take one of them out`,
		`manifest.yaml:14:19: "hello" (cmn) is already on line 12; take one of them out`,
		`manifest.yaml:15:12: text: expected a text, found a list`,
		`manifest.yaml:16:5: prompts: expected keys and values, found "十"`,
	}, got)
}

func TestManifestWithoutPrompts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "manifest.yaml")
	for text, want := range map[string]string{
		"promts: []\n":  `"promts" is not known here`,
		"- a\n":         "expected keys and values",
		"prompts: a\n":  "expected a list",
		"prompts: [a\n": "manifest.yaml:1:",
	} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := LoadManifest(path)
		require.ErrorContains(t, err, want)
	}
}
