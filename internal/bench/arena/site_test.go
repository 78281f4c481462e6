package arena

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/dialplan"
)

func TestTheTreeIsGood(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, writeTree(dir, 5, 3))
	tree, err := dialplan.Load(dir)
	require.NoError(t, err)
	require.Len(t, tree.Seats, 5)
	serving := 0
	for _, s := range tree.Seats {
		for _, q := range s.Queues {
			if q == "bench/advice" {
				serving++
			}
		}
	}
	require.Equal(t, 3, serving)
}

func TestQueuesConfHasTheSeatsAsMembers(t *testing.T) {
	conf := queuesConf(2)
	require.Equal(t, 2, strings.Count(conf, "\nmember => PJSIP/"))
	require.Contains(t, conf, "member => PJSIP/10002,0,10002,PJSIP/10002\n")
	require.NotContains(t, queuesConf(0), "[bench]")
}

func TestFreeMembers(t *testing.T) {
	require.Equal(t, 2, freeMembers(`bench has 0 calls
   Members:
      10001 (PJSIP/10001) (ringinuse disabled) (Not in use) has taken no calls yet
      10002 (PJSIP/10002) (ringinuse disabled) (in call) (In use) has taken 1 calls
      10003 (PJSIP/10003) (ringinuse disabled) (Unavailable) has taken no calls yet
      10004 (PJSIP/10004) (ringinuse disabled) (Not in use) has taken no calls yet`))
}

func TestReadySeats(t *testing.T) {
	require.Equal(t, 12, readySeats(`hotline_seats{floor="a",state="ready"} 10
hotline_seats{floor="a",state="talking"} 3
hotline_seats{floor="b",state="ready"} 2
hotline_queue_calls_waiting{floor="a",queue="ready"} 7
`))
}
