package asterisk

import "time"

// Channel is one leg as Asterisk sees it.
type Channel struct {
	ID              string
	Name            string // "PJSIP/trunk-0000002a"
	State           string // "Down", "Ring", "Ringing", "Up", …
	CallerNumber    string
	CallerName      string
	ConnectedNumber string
	Context         string // place in the dialplan
	Exten           string // the number dialled, for a channel that came in
	Language        string
	Created         time.Time
}

// Bridge joins channels so that they hear each other.
type Bridge struct {
	ID       string
	Name     string
	Kind     string   // "mixing", "holding"
	Channels []string // ids of those inside
}
