package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/softphone"
)

// Whatever a caller's telephone calls itself, the call goes through, and the seat's shows
// clean text.
func TestNamesOfCallers(t *testing.T) {
	names := map[string]struct {
		raw  []byte
		name string // that the seat's telephone is told; "*": any clean text
	}{
		"Chinese":            {[]byte("张三"), "张三"},
		"control characters": {[]byte("a\x01\x1b[31m\tb\x7fc"), "*"},
		"GB18030":            {[]byte{0xD5, 0xC5, 0xC8, 0xFD}, "*"}, // 张三
		"200 characters":     {[]byte(strings.Repeat("长", 200)), "*"},
		"bidi":               {[]byte("a\u202eb\u2066c"), "*"},
		"quotes":             {[]byte(`\"x\" <sip:8000@x>;a=b`), "*"},
		"empty":              {[]byte(""), ""},
	}
	s := open(t)
	desk := s.seat("8001")
	for _, name := range slices.Sorted(maps.Keys(names)) {
		s.part(name, func() {
			caller := theCaller(s.dialFrom(s.caller(), direct, softphone.DialOptions{RawDisplay: names[name].raw}))
			seat := theSeat(s.rings(desk))
			require.Equal(s, "13800138000", seat.From().User)
			require.Regexp(s, "等待[0-9]+秒$", seat.From().Display)
			shown := seat.HeaderText("X-Hotline-Name")
			for _, text := range []string{seat.From().Display, shown} {
				require.True(s, utf8.ValidString(text))
				require.LessOrEqual(s, utf8.RuneCountInString(text), 79)
				require.NotContains(s, text, "<")
				for _, r := range text {
					require.True(s, unicode.IsGraphic(r), "%q of %q", r, text)
				}
			}
			if want := names[name].name; want != "*" {
				require.Equal(s, want, shown)
			} else {
				require.NotEmpty(s, shown)
			}
			require.NoError(s, seat.Answer(s.ctx))
			s.sound(together(caller, seat)...)
			s.hangsUp(caller, seat)
		})
	}
}

// A seat's telephone sends its calls elsewhere: to an allowed number, where somebody has
// to accept them by a key; to no other.
func TestATelephoneSendsCallsOn(t *testing.T) {
	s := open(t)
	desk := s.seat("8001")
	s.part("to an allowed number", func() {
		caller := theCaller(s.dial(direct))
		require.NoError(s, s.rings(desk).Redirect("sip:12345@127.0.0.1"))
		outside := theSeat(s.outsideRings())
		require.Equal(s, "12345", outside.To().User)
		require.NoError(s, outside.Answer(s.ctx))
		s.hears(outside.Call, remoteWord)
		s.press(outside, "1")
		s.sound(together(caller, outside)...)
		s.hangsUp(caller, outside)
		require.Equal(s, "8001", s.ended(1).Seat)
	})
	for _, number := range []string{"13900001111", "8002", "045112385"} {
		s.part("to "+number, func() {
			caller := theCaller(s.dial(direct))
			require.NoError(s, s.rings(desk).Redirect("sip:"+number+"@127.0.0.1"))
			require.Equal(s, acd.Declined, until(s, 1, any1[*acd.OfferEnded]).Result)
			s.sound(caller.hearsMusic())
			require.Empty(s, dialled(s))
			s.does(desk, "*13", "", "已经示闲。")
			seat := theSeat(s.rings(desk))
			require.NoError(s, seat.Answer(s.ctx))
			s.sound(together(caller, seat)...)
			s.hangsUp(caller, seat)
		})
	}
}
