package storm

import (
	"bufio"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// echo is a server that says back what it hears.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}

// line is a connection through a cable.
type line struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func dial(t *testing.T, c *cable) line {
	conn, err := net.Dial("tcp", c.Addr())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return line{t, conn, bufio.NewReader(conn)}
}

func (l line) say(text string) {
	_, err := io.WriteString(l.conn, text+"\n")
	require.NoError(l.t, err)
}

func (l line) hears() (string, error) {
	require.NoError(l.t, l.conn.SetReadDeadline(time.Now().Add(30*time.Second)))
	return l.in.ReadString('\n')
}

func TestCable(t *testing.T) {
	c, err := newCable(echo(t))
	require.NoError(t, err)
	t.Cleanup(c.close)
	first := dial(t, c)
	first.say("whole")
	said, err := first.hears()
	require.NoError(t, err)
	require.Equal(t, "whole\n", said)

	c.set(dead)
	first.say("held back")
	require.NoError(t, first.conn.SetReadDeadline(time.Now().Add(50*time.Millisecond)))
	_, err = first.in.ReadString('\n')
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "nothing comes, and nothing is closed")
	c.set(whole)
	said, err = first.hears()
	require.NoError(t, err)
	require.Equal(t, "held back\n", said, "what was sent meanwhile comes when it is mended")

	c.set(cut)
	_, err = first.hears()
	require.Error(t, err, "both ends notice")
	second := dial(t, c)
	_, err = second.hears()
	require.Error(t, err, "nobody gets through")
	c.set(whole)
	third := dial(t, c)
	third.say("mended")
	said, err = third.hears()
	require.NoError(t, err)
	require.Equal(t, "mended\n", said)
}
