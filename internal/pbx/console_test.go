package pbx

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
)

// What Asterisk prints is in the log at its level, and nobody's number in full.
func TestConsoleMasksNumbers(t *testing.T) {
	var log bytes.Buffer
	c := newConsole(slog.New(slog.NewTextHandler(&log, nil)))
	_, err := c.Write([]byte("[2026-11-23 23:53:33.951] WARNING[13165]: res_pjsip.c:2613 set_id_from_hdr: " +
		"CallerID Name 'x' for number '13800138000' has invalid UTF-8 characters\n"))
	require.NoError(t, err)
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "for number '138******00' has")
	require.Contains(t, c.lastWords(), "138******00")
	require.Equal(t, "port 5060, seat 8001, hotline 12385, 045112385", masked("port 5060, seat 8001, hotline 12385, 045112385"))
}
