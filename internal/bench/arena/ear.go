package arena

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/zaf/g711"

	"hotline/internal/softphone"
)

// listener calls once a round, before the measured callers, and must hear himself: the seats'
// telephones send all sound back. Then he hangs up.
const (
	listener  = "13800138000"
	listening = 20 * time.Second // after which the seat would
)

// listen makes his call.
func (r *round) listen(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, listening)
	defer cancel()
	p, err := r.arena.rig.CarrierPhone(ctx, listener)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	call, err := p.Dial(ctx, r.contender.number(r.arena.Serves, 0), softphone.DialOptions{})
	if err != nil {
		return err
	}
	if err := call.WaitAnswered(ctx); err != nil {
		return fmt.Errorf("nobody answered: %w", err)
	}
	call.StartTone(660)
	if err := call.WaitTone(ctx, 660, 200*time.Millisecond); err != nil {
		return fmt.Errorf("his own tone does not come back: %w", err)
	}
	return call.Hangup(ctx)
}

// tone is a second of sound for SIPp to send: A-law, 8 kHz.
func tone() []byte {
	pcm := make([]byte, 0, 2*8000)
	for i := range 8000 {
		v := int16(8000 * math.Sin(2*math.Pi*400*float64(i)/8000))
		pcm = append(pcm, byte(v), byte(uint16(v)>>8))
	}
	return g711.EncodeAlaw(pcm)
}
