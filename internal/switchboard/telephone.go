package switchboard

import (
	"context"
	"io"

	"hotline/internal/asterisk"
	"hotline/internal/prompt"
)

// Telephone is what the switchboard needs of Asterisk. *asterisk.Link is one.
type Telephone interface {
	Lobby() *asterisk.Mailbox
	NewMailbox() *asterisk.Mailbox
	Route(box *asterisk.Mailbox, ids ...string)
	Unroute(ids ...string)

	AnswerSoon(ctx context.Context, channel string) (wait func() error)
	Hangup(ctx context.Context, channel, reason string) error
	Play(ctx context.Context, channel, playback string, media ...string) error
	StopPlayback(ctx context.Context, playback string) error
	StartMusic(ctx context.Context, channel, class string) error
	StopMusic(ctx context.Context, channel string) error
	Continue(ctx context.Context, channel, dialplanContext, exten string, priority int) error
	SetVariable(ctx context.Context, channel, name, value string) error

	Originate(ctx context.Context, o asterisk.Origination) error
	CreateBridge(ctx context.Context, id, kinds, name string) error
	DestroyBridge(ctx context.Context, id string) error
	AddChannels(ctx context.Context, bridge string, channels ...string) error
	AddQuietly(ctx context.Context, bridge string, channels ...string) error
	RemoveChannel(ctx context.Context, bridge, channel string) error
	PlayBridge(ctx context.Context, bridge, playback string, media ...string) error
	Snoop(ctx context.Context, channel string, s asterisk.Snooping) error
	TransferProgress(ctx context.Context, channel, state string) error

	Record(ctx context.Context, channel, recording string, r asterisk.Recording) error
	RecordBridge(ctx context.Context, bridge, recording string, r asterisk.Recording) error
	MuteRecording(ctx context.Context, recording string) error
	UnmuteRecording(ctx context.Context, recording string) error
	StopRecording(ctx context.Context, recording string) error
	FetchRecording(ctx context.Context, recording string) (io.ReadCloser, error)
	StoredRecordings(ctx context.Context) ([]string, error)
	DeleteRecording(ctx context.Context, recording string) error
}

// Sounds turns a text into a sound that Asterisk can play.
type Sounds interface {
	Get(ctx context.Context, lang, text string) (prompt.Sound, error)
	// GetSlow is Get for callers who want it slowly.
	GetSlow(ctx context.Context, lang, text string) (prompt.Sound, error)
}

var _ Telephone = (*asterisk.Link)(nil)
