package softphone

import (
	"net"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/stretchr/testify/require"
)

func TestMutedPhoneSendsNothing(t *testing.T) {
	sink, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	defer sink.Close()
	require.NoError(t, sink.SetReadDeadline(time.Now().Add(patience)))
	to := sink.LocalAddr().(*net.UDPAddr).AddrPort()
	s := newSender(sink)
	s.codec.Store(uint32(ALaw))
	s.remote.Store(&to)
	read := func() *rtp.Packet {
		buf := make([]byte, 2000)
		n, err := sink.Read(buf)
		require.NoError(t, err)
		p := new(rtp.Packet)
		require.NoError(t, p.Unmarshal(buf[:n]))
		return p
	}
	s.frame()
	before := read()
	s.muted.Store(true)
	for range 50 {
		s.frame()
	}
	s.muted.Store(false)
	s.frame()
	after := read()
	require.Equal(t, before.SequenceNumber+1, after.SequenceNumber, "nothing was sent, so nothing is missing")
	require.Equal(t, before.Timestamp+51*frameSize, after.Timestamp, "but time went on")
	require.True(t, after.Marker, "a new start of sound")
	s.frame()
	require.False(t, read().Marker)
}

func TestMutedAndHeardAgain(t *testing.T) {
	p := answeredPair(t)
	p.out.StartTone(440)
	require.NoError(t, p.in.WaitTone(deadline(t), 440, heardFor))
	p.out.Mute(true)
	require.NoError(t, p.in.WaitSilence(deadline(t), heardFor))
	p.out.Mute(false)
	ear := p.in.Listen()
	require.NoError(t, ear.WaitTone(deadline(t), 440, heardFor))
}
