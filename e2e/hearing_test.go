package e2e

import (
	"context"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// party is somebody on the line, told from the others by a tone of his own. The tones lie
// above all partials of the music.
type party struct {
	*softphone.Call
	name string
	tone float64
}

func theCaller(c *softphone.Call) party     { return party{c, "caller", 1700} }
func theSeat(c *softphone.Call) party       { return party{c, "seat", 1900} }
func theThird(c *softphone.Call) party      { return party{c, "third party", 2150} }
func theSupervisor(c *softphone.Call) party { return party{c, "supervisor", 2400} }

// hearing is what somebody is to hear: these others and nobody else, or music alone.
type hearing struct {
	party
	others []party
	music  bool
}

func (p party) hears(others ...party) hearing { return hearing{party: p, others: others} }
func (p party) hearsNothing() hearing         { return hearing{party: p} }
func (p party) hearsMusic() hearing           { return hearing{party: p, music: true} }

// together is everybody hearing all others.
func together(all ...party) (list []hearing) {
	for _, p := range all {
		list = append(list, p.hears(slices.DeleteFunc(slices.Clone(all), func(q party) bool { return q == p })...))
	}
	return list
}

// enough is how long a sound has to be heard without a break.
const enough = 200 * time.Millisecond

// sound lets all parties sound and waits until everybody hears what he is to hear; and
// then once more, so that nobody did so only on the way.
func (s *scene) sound(list ...hearing) {
	s.Helper()
	for _, h := range list {
		h.StartTone(h.tone)
		defer h.StopTone()
	}
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	for range 2 {
		ears := make([]*softphone.Ear, len(list))
		for i, h := range list {
			ears[i] = h.Listen()
		}
		for i, h := range list {
			require.NoError(s, h.heard(ctx, ears[i], list), "the %s does not hear what he is to\n%s", h.name, s.story())
		}
	}
}

func (h hearing) heard(ctx context.Context, ear *softphone.Ear, list []hearing) error {
	tones := func(of []party) (tones []float64) {
		for _, p := range of {
			tones = append(tones, p.tone)
		}
		return tones
	}
	switch {
	case h.music:
		var all []party
		for _, other := range list {
			all = append(all, other.party)
		}
		return ear.WaitOther(ctx, enough, tones(all)...)
	case len(h.others) == 0:
		return ear.WaitSilence(ctx, enough)
	}
	return ear.WaitTones(ctx, enough, tones(h.others)...)
}
