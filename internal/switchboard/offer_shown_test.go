package switchboard

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestWhatASeatsPhoneShows(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).leaves("far", "8041").do(func(p *phones) {
			ch := &channel{id: "ann", number: "13800138000", name: "王\x00\"小\"明", args: []string{"trunk", "carrier", "12392"}}
			p.channels["ann"] = ch
			p.enter(ch)
		})
		s.heard("ann").at(80).online("8042")
		asked := s.asked("8042")
		require.Equal(t, `"康复 等待1分20秒" <13800138000>`, asked.CallerID)
		require.Equal(t, map[string]string{
			callHeader:   strings.TrimSuffix(s.leg("ann", 1), "-1"),
			queueHeader:  "%E5%BA%B7%E5%A4%8D",
			centreHeader: "%E8%BF%9C%E6%96%B9%E5%B8%82%E6%AE%8B%E8%81%94",
			waitHeader:   "80",
			nameHeader:   "%E7%8E%8B%3F%3F%E5%B0%8F%3F%E6%98%8E",
		}, asked.Variables)
		s.hangsUp("ann")
	})
}

func TestWithheldNumber(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").enters("ann", "", "trunk", "carrier", "12385").heard("ann")
		require.Equal(t, `"匿名 city/advice 等待0秒" <anonymous>`, s.asked("8001").CallerID)
		require.NotContains(t, s.asked("8001").Variables, nameHeader)
		s.hangsUp("ann")
	})
	require.Equal(t, `"匿名" <anonymous>`, callerID(""))
	require.Equal(t, `"12385" <12385>`, callerID("12385"))
}

func TestWaitAsItIsWritten(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0秒", 59 * time.Second: "59秒", 80*time.Second + 999*time.Millisecond: "1分20秒", time.Hour: "60分0秒"} {
		require.Equal(t, want, minutes(d))
	}
}

// Whatever a caller's telephone says of him, ours shows it without harm.
func TestSanitised(t *testing.T) {
	require.Equal(t, "王小明", sanitised(" 王小明\t"[:len(" 王小明")]))
	require.Equal(t, strings.Repeat("长", longestName), sanitised(strings.Repeat("长", 200)))
	rapid.Check(t, func(t *rapid.T) {
		name := sanitised(rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "name"))
		require.True(t, utf8.ValidString(name))
		require.LessOrEqual(t, utf8.RuneCountInString(name), longestName)
		require.False(t, strings.ContainsAny(name, "\"\\<>\r\n\x00\x7f\ufffd"), "%q", name)
		require.Equal(t, name, sanitised(name))
	})
}

func TestHandsets(t *testing.T) {
	for text, h := range map[string]handset{
		"8001":                {number: "8001"},
		"01088882222@carrier": {number: "01088882222", trunk: "carrier"},
	} {
		require.Equal(t, h, readHandset(text, ""))
		require.Equal(t, "PJSIP/"+text, h.endpoint())
	}
}
