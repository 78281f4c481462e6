package softphone

import "github.com/zaf/g711"

// SampleRate is the rate of all sound in this package, in samples a second.
const SampleRate = 8000

// frameSize is the number of samples in one RTP packet: 20 ms.
const frameSize = SampleRate / 50

// Codec is a G.711 flavour; its value is the static RTP payload type.
type Codec uint8

// The two flavours of G.711. China's networks use A-law.
const (
	ULaw Codec = 0
	ALaw Codec = 8
)

func (c Codec) known() bool { return c == ULaw || c == ALaw }

// String is the name used in SDP.
func (c Codec) String() string {
	if c == ULaw {
		return "PCMU"
	}
	return "PCMA"
}

func (c Codec) encode(samples []int16) []byte {
	law := g711.EncodeAlawFrame
	if c == ULaw {
		law = g711.EncodeUlawFrame
	}
	out := make([]byte, len(samples))
	for i, s := range samples {
		out[i] = law(s)
	}
	return out
}

func (c Codec) decode(payload []byte) []int16 {
	law := g711.DecodeAlawFrame
	if c == ULaw {
		law = g711.DecodeUlawFrame
	}
	out := make([]int16, len(payload))
	for i, b := range payload {
		out[i] = law(b)
	}
	return out
}
