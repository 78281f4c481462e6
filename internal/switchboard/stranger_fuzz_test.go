package switchboard

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/journal"
	"hotline/internal/leak"
	"hotline/internal/numbering"
)

// stranger is what telephones say that are not ours to trust.
type stranger struct {
	name, number string // of a caller
	called       string // what the trunk says he dialled
	dialled      string // what a seat's telephone dials
	to           string // where a seat's telephone sends a call, and to whom it transfers one
}

// FuzzStrangers lets telephones say whatever they like: calls go on, what is on record is
// clean JSON, the log has no control characters and no full numbers, and what seats'
// telephones are sent breaks no header. The names that Asterisk reports are checked
// before, by the asterisk package; here nothing is.
func FuzzStrangers(f *testing.F) {
	for _, s := range []stranger{
		{"张三", "13800138000", "12385", "*11", "8002"},
		{"a\x00\x01\x1b[31m\tb\x7fc\r\nX-Evil: 1", "+86 138 0013 8000", "12385\r\nX: 1", "*118001482913", "01088881234"},
		{"\xd5\xc5\xc8\xfd \xc0\xee\x81\x30\x81\x30", "anonymous", "\xd5\xc5", "\xc8\xfd", "\xd5"}, // GB18030
		{strings.Repeat("长", 200), strings.Repeat("1", 200), strings.Repeat("9", 4096), strings.Repeat("8", 4096), strings.Repeat("7", 4096)},
		{`\"x\" <sip:8000@x>;a=b`, "sip:13800138000@192.0.2.1;user=phone", "sip:" + strings.Repeat("a", 4096) + "@x", "01088881234", "sip:8002@x"},
		{"a\u202eb\u2066c\u2028", "+14155550123", "073112385", "*2301088881234", "13900139000@carrier"},
		{"", "", "", "", ""},
		{"0", "0", "\xf3\xc5", "\x7f\xffC\xc2?Y\x1em", "("},
		{"%0d%0a%s%n${CALLERID(num)}", "045188886666", "12384", "*90", "*11"},
		{"x", "013800138000", "12386", "60", "62"},
	} {
		f.Add(s.name, s.number, s.called, s.dialled, s.to)
	}
	tree := loadTree(f)
	f.Fuzz(func(t *testing.T, name, number, called, dialled, to string) {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			s.open(tree)
			s.meet(stranger{name, number, called, dialled, to})
			require.Zero(t, s.metric("hotline_call_panics_total"), s.log.String())
			s.close()
			s.cleanRecord()
			s.cleanLog(number, called, dialled, to)
		})
	})
}

// meet lets one call be sent on, one be transferred, one go wherever it was dialled to,
// and a seat dial. Then all hang up.
func (s *scene) meet(w stranger) {
	comes := func(id string, ch *channel) {
		ch.id = id
		s.do(func(p *phones) { p.channels[id] = ch; p.enter(ch) })
		s.cleanLegs()
	}
	s.at(0).online("8001")
	comes("ann", &channel{number: w.number, name: w.name, args: []string{"trunk", "carrier", "12385"}})
	s.heard("ann").answers("8001")
	leg := s.channel("8001")
	s.do(func(p *phones) { p.tell(leg, asterisk.TransferAsked{ID: leg, Blind: true, To: w.to}) })
	s.cleanLegs()
	s.at(1).online("8002")
	comes("bob", &channel{number: w.number, name: w.name, args: []string{"trunk", "carrier", "12385"}})
	s.heard("bob")
	s.cleanLegs()
	if s.ringsAt("8002") {
		s.sendsOn("8002", w.to)
		s.cleanLegs()
	}
	comes("cat", &channel{number: w.number, name: w.name, args: []string{"trunk", "carrier", w.called, w.to, w.dialled}})
	comes("dan", &channel{number: w.number, name: w.name, args: []string{"trunk", "nobodys", w.called}})
	comes("desk", &channel{number: "9001", name: w.name, args: []string{"seat", "8003", w.dialled}})
	s.at(30)
	s.cleanLegs()
	s.everybodyHangsUp()
	s.at(300)
}

// rung: the telephone has been called.
func (s *scene) ringsAt(seat string) bool {
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	for _, ch := range s.phones.channels {
		if ch.number == "PJSIP/"+seat && !ch.up {
			return true
		}
	}
	return false
}

func (s *scene) everybodyHangsUp() {
	for {
		var id string
		s.do(func(p *phones) {
			if ids := sorted(p.channels); len(ids) > 0 {
				id = ids[0]
				p.end(id, true, 16, 0)
			}
		})
		if id == "" {
			return
		}
	}
}

// What Asterisk is asked to dial, and what it is to show.
var (
	cleanEndpoint = regexp.MustCompile(`^PJSIP/[0-9+*#]+(@carrier)?$`)
	cleanCallerID = regexp.MustCompile(`^"[^"\\<>]*" <(anonymous|[0-9+*#]+)>$`)
)

// cleanLegs looks at all legs that are there.
func (s *scene) cleanLegs() {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	for _, ch := range s.phones.channels {
		o := ch.asked
		if o.Endpoint == "" {
			continue // it came by itself
		}
		require.Regexp(s.t, cleanEndpoint, o.Endpoint)
		require.Regexp(s.t, cleanCallerID, o.CallerID)
		cleanText(s.t, o.CallerID)
		for header, value := range o.Variables {
			cleanText(s.t, header)
			cleanText(s.t, value)
			said, err := url.PathUnescape(value)
			require.NoError(s.t, err)
			cleanText(s.t, said)
			require.LessOrEqual(s.t, len(value), 3*utf8.UTFMax*longestName)
		}
	}
}

func cleanText(t testing.TB, text string) {
	t.Helper()
	require.True(t, utf8.ValidString(text), "%q", text)
	require.False(t, strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", text)
}

// cleanRecord reads everything that is on record.
func (s *scene) cleanRecord() {
	s.t.Helper()
	require.NoError(s.t, s.story.journal.Read(s.t.Context(), 1, func(g journal.Group) error {
		entries := g.Facts
		if g.Input != nil {
			entries = append(entries, *g.Input)
		}
		for _, e := range entries {
			require.True(s.t, json.Valid(e.Data), "%q", e.Data)
			require.True(s.t, utf8.Valid(e.Data), "%q", e.Data)
			require.False(s.t, bytes.ContainsFunc(e.Data, unicode.IsControl), "%q", e.Data)
		}
		return nil
	}))
}

// longNumber is one that stands nowhere in a log by chance.
const longNumber = 10

// cleanLog looks for control characters, and for the numbers in full.
func (s *scene) cleanLog(numbers ...string) {
	s.t.Helper()
	log := s.log.String()
	for line := range strings.Lines(log) {
		cleanText(s.t, strings.TrimSuffix(line, "\n"))
	}
	var secrets leak.Secrets
	for _, text := range numbers {
		for _, n := range []numbering.Number{numbering.Caller(text), numbering.Called(text)} {
			if len(n) >= longNumber && n.Mask() != string(n) {
				secrets.Number(string(n))
			}
		}
	}
	require.Empty(s.t, secrets.Find(log))
}
