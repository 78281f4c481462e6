package softphone

import (
	"errors"
	"net/url"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// quoted is a name as it stands between the quotes of a From header: what would
// end or break it is escaped (RFC 3261 §25.1). A line break has no escape.
func quoted(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case c == '\r' || c == '\n':
			b.WriteByte(' ')
			continue
		case c == '"' || c == '\\' || c < ' ' || c == 0x7F:
			b.WriteByte('\\')
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

// unquoted is the name that quoted was made from. Bytes stay what they are: a name
// in GB18030 comes out as GB18030.
func unquoted(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// HeaderText is a header of the INVITE as text for people: without the quotes and
// escapes of a quoted string, and with %E5%91%BC read as the byte values it stands
// for. "" means that there is none.
func (c *Call) HeaderText(name string) string {
	text := strings.TrimSpace(c.Header(name))
	if n := len(text); n >= 2 && text[0] == '"' && text[n-1] == '"' {
		text = unquoted(text[1 : n-1])
	}
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

var errLineBreak = errors.New("softphone: DialOptions.RawDisplay has a line break, which would end the header: leave it out")

// display is what stands between the quotes of From.
func (o *DialOptions) display(usual string) (string, error) {
	switch {
	case o.RawDisplay != nil:
		if strings.ContainsAny(string(o.RawDisplay), "\r\n") {
			return "", errLineBreak
		}
		return string(o.RawDisplay), nil
	case o.Display != "":
		return quoted(o.Display), nil
	}
	return quoted(usual), nil
}

func partyOf(display string, uri sip.Uri) Party {
	return Party{User: uri.User, Display: unquoted(display), Host: uri.Host}
}
