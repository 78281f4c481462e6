package asterisk

import (
	"strings"
	"time"
	"unicode"
)

// Channel is one leg as Asterisk sees it.
type Channel struct {
	ID              string
	Name            string // "PJSIP/trunk-0000002a"
	State           string // "Down", "Ring", "Ringing", "Up", …
	CallerNumber    string
	CallerName      string // what the caller says it is, made fit to be shown; at most 79 bytes
	ConnectedNumber string
	Context         string // place in the dialplan
	Exten           string // the number dialled, for a channel that came in
	Language        string
	Created         time.Time
}

// isSnoop tells a channel that Snoop made.
func (c Channel) isSnoop() bool { return strings.HasPrefix(c.Name, "Snoop/") }

// shown is text of others on one line: a blank stands for each character that
// would steer a terminal, turn the direction of writing or end a SIP header.
func shown(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return ' '
	}, s))
}

// Bridge joins channels so that they hear each other.
type Bridge struct {
	ID       string
	Name     string
	Kind     string   // "mixing", "holding"
	Channels []string // ids of those inside
}
