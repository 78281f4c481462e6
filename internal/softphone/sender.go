package softphone

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

const (
	frameTime = 20 * time.Millisecond
	// maxBurst is how many late packets are caught up with; beyond that (the
	// process was stopped) time is skipped instead.
	maxBurst = 10
)

// sender paces the outgoing RTP stream: 50 packets a second, always, so that the
// other side sees a living stream. A packet carries what is queued, else the
// continuous tone, else silence.
type sender struct {
	conn   *net.UDPConn
	ssrc   uint32
	remote atomic.Pointer[netip.AddrPort] // nil: nobody to send to
	codec  atomic.Uint32
	muted  atomic.Bool
	events atomic.Uint32 // payload type of keys; 0: the other side takes none

	mu        sync.Mutex
	queue     []*clip
	tone      float64 // hertz; 0: none
	toneStart int     // phase of the tone, in samples

	// Only the sending goroutine touches these.
	seq    uint16
	ts     uint32
	marked bool // the first packet of the stream, or after a break, is out
}

func newSender(conn *net.UDPConn) *sender {
	return &sender{conn: conn, ssrc: rand.Uint32(), seq: uint16(rand.Uint32()), ts: rand.Uint32()}
}

// clip is something to send once: sound, or a key, in whole frames.
type clip struct {
	sound []int16       // nil: a key
	key   *keyPress     // nil: sound
	sent  chan struct{} // closed after the last frame
}

func (s *sender) setTone(freq float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tone, s.toneStart = freq, 0
}

func (s *sender) enqueue(clips []*clip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, clips...)
}

func (s *sender) drop(clips []*clip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = slices.DeleteFunc(s.queue, func(c *clip) bool { return slices.Contains(clips, c) })
}

func (s *sender) run(stop <-chan struct{}) {
	ticker := time.NewTicker(frameTime)
	defer ticker.Stop()
	start, sent := time.Now(), 0
	for {
		due := int(time.Since(start)/frameTime) + 1
		if late := due - sent - maxBurst; late > 0 {
			sent += late
			s.ts += uint32(late * frameSize)
		}
		for ; sent < due; sent++ {
			s.frame()
		}
		select {
		case <-ticker.C:
		case <-stop:
			return
		}
	}
}

// frame sends the next 20 ms. Time goes on while there is nobody to send to and
// while the phone is muted, but the queue waits.
func (s *sender) frame() {
	defer func() { s.ts += frameSize }()
	remote := s.remote.Load()
	if remote == nil {
		return
	}
	if s.muted.Load() {
		s.marked = false // what comes next is a new start of sound
		return
	}
	packet := s.next()
	packet.Version, packet.SSRC, packet.SequenceNumber = 2, s.ssrc, s.seq
	s.seq++
	raw, err := packet.Marshal()
	if err != nil {
		return
	}
	// A lost packet is no news on UDP, nor is a socket that was just closed.
	_, _ = s.conn.WriteToUDPAddrPort(raw, *remote)
}

// next builds the packet that is due, in all but its stream fields.
func (s *sender) next() *rtp.Packet {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return s.audio(s.background())
	}
	head := s.queue[0]
	packet, last := s.fromClip(head)
	if last {
		s.queue = s.queue[1:]
		close(head.sent)
	}
	return packet
}

func (s *sender) fromClip(c *clip) (packet *rtp.Packet, last bool) {
	if c.key != nil {
		packet, last = c.key.next(s.ts)
		packet.PayloadType = uint8(s.events.Load())
		return packet, last
	}
	n := min(frameSize, len(c.sound))
	frame := make([]int16, frameSize)
	copy(frame, c.sound[:n])
	c.sound = c.sound[n:]
	return s.audio(frame), len(c.sound) == 0
}

func (s *sender) background() []int16 {
	frame := make([]int16, frameSize)
	if s.tone > 0 {
		fillTone(frame, s.tone, s.toneStart)
		s.toneStart += frameSize
	}
	return frame
}

func (s *sender) audio(frame []int16) *rtp.Packet {
	codec := Codec(s.codec.Load())
	packet := &rtp.Packet{
		Header:  rtp.Header{PayloadType: uint8(codec), Timestamp: s.ts, Marker: !s.marked},
		Payload: codec.encode(frame),
	}
	s.marked = true
	return packet
}
