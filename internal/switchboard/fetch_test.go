package switchboard

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/dip"
)

// inquires begins a call that asks another server, which does not answer yet.
func (s *scene) inquires() chan struct{} {
	s.server.wait = make(chan struct{})
	s.at(0).arrives("ann", "12373")
	return s.server.wait
}

func TestFetch(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12373").told("ann", "play ann 已经找到").notTold("ann", "music ann default")
		require.Equal(t, []dip.Request{{Method: "GET", URL: "https://example.org/case?caller=13800138000", Timeout: 5 * time.Second}}, s.server.asked)
		require.Equal(t, 1.0, s.counter("hotline_fetches_total", resultOK))
		s.hangsUp("ann")
	})
}

func TestFetchWithoutAnswer(t *testing.T) {
	for name, wrong := range map[string]func(s *scene){
		"an error": func(s *scene) { s.server.answer, s.server.err = dip.Answer{Status: 500}, errors.New("it answers 500") },
		"too late": func(s *scene) { s.server.wait = make(chan struct{}) },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				wrong(s)
				s.at(0).arrives("ann", "12373").at(5).told("floor city", "call-queued ann").plays("ann", "calm")
				require.Equal(t, 1.0, s.counter("hotline_fetches_total", resultFailed))
				require.NotContains(t, s.log.String(), "13800138000")
				s.hangsUp("ann")
			})
		})
	}
}

// Most answers are there at once; for the others there is music.
func TestMusicWhileAnotherServerThinks(t *testing.T) {
	play(t, func(s *scene) {
		answer := s.inquires()
		s.at(0.5).plays("ann", "").at(1).plays("ann", "default")
		close(answer)
		s.at(2).plays("ann", "").told("ann", "play ann 已经找到").hangsUp("ann")
	})
}

func TestCallerLeavesWhileAnotherServerThinks(t *testing.T) {
	t.Run("to a person", func(t *testing.T) {
		play(t, func(s *scene) {
			answer := s.inquires()
			s.at(2).presses("ann", '0').plays("ann", "").heard("ann").plays("ann", "calm").look()
			close(answer)
			s.at(3).happened("ann").plays("ann", "calm").hangsUp("ann") // nobody waits for it any more
			s.ended("ann", call.AbandonedInQueue, "caller")
		})
	})
	t.Run("hanging up", func(t *testing.T) {
		play(t, func(s *scene) {
			s.inquires()
			s.at(2).hangsUp("ann").ended("ann", call.AbandonedInMenu, "caller")
		})
	})
}

func TestServerIsAskedAgainAfterARestart(t *testing.T) {
	play(t, func(s *scene) {
		s.inquires()
		s.at(2).crash()
		s.server.wait = nil
		s.restart(loadTree(t)).told("ann", "play ann 已经找到").plays("ann", "").hangsUp("ann")
		require.Len(t, s.server.asked, 2)
	})
}
