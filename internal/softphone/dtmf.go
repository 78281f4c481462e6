package softphone

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/pion/rtp"
)

// DTMFMode is the way keys travel.
type DTMFMode int

// The two ways: in the RTP stream, or as SIP INFO requests.
const (
	RFC4733 DTMFMode = iota
	INFO
)

func (m DTMFMode) String() string {
	if m == INFO {
		return "INFO"
	}
	return "RFC4733"
}

// Digit is a key that the other side pressed.
type Digit struct {
	Key  rune // one of 0-9 * # A-D
	Mode DTMFMode
	At   time.Time
}

// keys in the order of their RFC 4733 event numbers.
const keys = "0123456789*#ABCD"

const (
	pressFrames = 5  // a key is held for 100 ms
	endFrames   = 3  // and its end is said three times
	pauseFrames = 4  // before 80 ms of nothing
	keyVolume   = 10 // -10 dBm0
	infoPress   = 100 * time.Millisecond
)

// parseKeys checks what somebody wants to dial.
func parseKeys(digits string) (string, error) {
	digits = strings.ToUpper(digits)
	for _, d := range digits {
		if !strings.ContainsRune(keys, d) {
			return "", fmt.Errorf("softphone: %q is not a key: use 0-9, *, #, A-D", d)
		}
	}
	return digits, nil
}

// keyPress is an RFC 4733 event on its way out.
type keyPress struct {
	event byte
	frame int
	ts    uint32 // when the key went down: the same in all packets
}

// keyClips are the frames for pressing digits one after the other.
func keyClips(digits string) []*clip {
	clips := make([]*clip, 0, 2*len(digits))
	for _, d := range digits {
		event := byte(strings.IndexRune(keys, d))
		clips = append(clips,
			&clip{key: &keyPress{event: event}, sent: make(chan struct{})},
			&clip{sound: make([]int16, pauseFrames*frameSize), sent: make(chan struct{})})
	}
	return clips
}

func (k *keyPress) next(now uint32) (packet *rtp.Packet, last bool) {
	if k.frame == 0 {
		k.ts = now
	}
	k.frame++
	held := uint16(min(k.frame, pressFrames) * frameSize)
	volume := byte(keyVolume)
	if k.frame > pressFrames {
		volume |= 0x80 // end of event
	}
	return &rtp.Packet{
		Header:  rtp.Header{Timestamp: k.ts, Marker: k.frame == 1},
		Payload: []byte{k.event, volume, byte(held >> 8), byte(held)},
	}, k.frame == pressFrames+endFrames
}

// infoBody is a key as SIP INFO carries it.
func infoBody(key rune) []byte {
	return fmt.Appendf(nil, "Signal=%c\r\nDuration=%d\r\n", key, infoPress.Milliseconds())
}

var infoSignal = regexp.MustCompile(`(?i)^\s*(?:Signal\s*=\s*)?([0-9*#A-D])\s*(?:\r?\n|$)`)

// parseInfo reads the key from the body of an INFO: application/dtmf-relay, or
// the bare key of application/dtmf.
func parseInfo(body []byte) (rune, bool) {
	m := infoSignal.FindSubmatch(body)
	if m == nil {
		return 0, false
	}
	return rune(strings.ToUpper(string(m[1]))[0]), true
}
