package softphone

import (
	"errors"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

// receiver turns the incoming RTP stream into a recording and keys. Packets from
// anywhere but the agreed address are dropped: ports are reused quickly on one
// machine, and another call's last packets must not be heard in this one.
type receiver struct {
	conn   *net.UDPConn
	from   atomic.Pointer[netip.AddrPort] // nil: not agreed yet
	events atomic.Uint32                  // payload type of keys
	heard  *Recording
	digit  func(Digit)

	// Only the receiving goroutine touches these.
	began   bool
	ssrc    uint32
	nextSeq uint16
	nextTS  uint32
	keyTS   uint32 // timestamp of the last key: one key has many packets
	keySeen bool
}

func (r *receiver) run() {
	buf := make([]byte, 2048)
	for {
		n, from, err := r.conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		agreed := r.from.Load()
		if err != nil || agreed == nil || netip.AddrPortFrom(from.Addr().Unmap(), from.Port()) != *agreed {
			continue
		}
		var packet rtp.Packet
		if err := packet.Unmarshal(buf[:n]); err != nil || packet.Version != 2 {
			continue
		}
		r.packet(time.Now(), &packet)
	}
}

func (r *receiver) packet(now time.Time, p *rtp.Packet) {
	switch {
	case Codec(p.PayloadType).known():
		r.audio(now, p)
	case uint32(p.PayloadType) == r.events.Load():
		r.key(now, p)
	}
}

// maxGap is the longest jump of timestamps that is taken for silence; a longer one
// is a stream that started anew.
const maxGap = 10 * SampleRate

func (r *receiver) audio(now time.Time, p *rtp.Packet) {
	sound := Codec(p.PayloadType).decode(p.Payload)
	same := r.began && p.SSRC == r.ssrc
	if same && int16(p.SequenceNumber-r.nextSeq) < 0 {
		return // late or doubled
	}
	jump := int32(p.Timestamp - r.nextTS)
	gap := 0
	switch {
	case same && jump >= 0 && jump <= maxGap:
		gap = int(jump)
	case r.began:
		gap = r.heard.behind(now)
	}
	r.began, r.ssrc = true, p.SSRC
	r.nextSeq, r.nextTS = p.SequenceNumber+1, p.Timestamp+uint32(len(sound))
	r.heard.add(now, gap, sound)
}

func (r *receiver) key(now time.Time, p *rtp.Packet) {
	if len(p.Payload) < 4 || int(p.Payload[0]) >= len(keys) {
		return
	}
	if r.began && p.SSRC == r.ssrc && p.SequenceNumber == r.nextSeq {
		r.nextSeq++ // keys are part of the stream's numbering
	}
	if r.keySeen && p.Timestamp == r.keyTS {
		return
	}
	r.keySeen, r.keyTS = true, p.Timestamp
	r.digit(Digit{Key: rune(keys[p.Payload[0]]), Mode: RFC4733, At: now})
}
