package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/parts"
	"hotline/internal/softphone"
)

// tlsPhone runs a telephone that registers over TLS, answers by itself, says a tone, and
// writes down what it hears. It ends with the test. mediaenc is what it does with sound,
// commands are what it does first.
func (m *machine) tlsPhone(account, mediaenc string, commands ...string) (dir string) {
	m.Helper()
	cache, err := parts.CacheDir()
	require.NoError(m, err)
	program, err := parts.Baresip(m.ctx, cache, logger())
	require.NoError(m, err)
	dir = m.TempDir()
	require.NoError(m, softphone.WriteWAV(filepath.Join(dir, "tone.wav"), softphone.Tone(440, time.Minute)))
	at := m.rig.Server.Site().TLS.Listen
	for name, text := range map[string]string{
		"accounts": fmt.Sprintf("<sip:%s@%s;transport=tls>;auth_user=%s;auth_pass=%s;answermode=auto;regint=60;mediaenc=%s;audio_codecs=PCMA/8000/1\n",
			account, at, account, m.rig.Secrets.Seats[account], mediaenc),
		"config": fmt.Sprintf("module_path %s\nsip_listen 127.0.0.1:0\nsip_verify_server no\naudio_source aufile,%s/tone.wav\naudio_player aufile,%s/heard.wav\n"+
			"module g711.so\nmodule aufile.so\nmodule srtp.so\nmodule_app account.so\nmodule_app menu.so\n",
			filepath.Join(program.Root, "usr/lib/baresip/modules"), dir, dir),
		"contacts": "",
	} {
		require.NoError(m, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	ctx, cancel := context.WithCancel(m.ctx)
	flags := []string{"-f", dir}
	for _, c := range commands {
		flags = append(flags, "-e", c)
	}
	cmd := program.Cmd(ctx, flags...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Dir = &said, &said, dir
	require.NoError(m, cmd.Start())
	m.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if m.Failed() {
			m.Log(said.String())
		}
	})
	m.eventually("telephone "+account+" is registered", func() bool { return m.registered(account) })
	return dir
}

func TestATelephoneOverTLSIsHeardAndHears(t *testing.T) {
	m := &machine{scene: newScene(t)}
	m.connect()
	dir := m.tlsPhone("9002", "srtp-mand")
	caller, err := m.caller().Dial(m.ctx, "12385", softphone.DialOptions{})
	require.NoError(t, err)
	arrival := await[asterisk.ChannelArrived](m, m.link.Lobby())
	require.NoError(t, m.link.Answer(m.ctx, arrival.Channel.ID))
	box, leg := m.originate("PJSIP/9002", nil)
	await[asterisk.ChannelArrived](m, box)
	require.NoError(t, m.link.CreateBridge(m.ctx, "tls", "mixing", ""))
	require.NoError(t, m.link.AddChannels(m.ctx, "tls", arrival.Channel.ID, leg))
	require.NoError(t, caller.WaitTone(m.ctx, 440, 500*time.Millisecond), "the telephone is not heard")
	require.NoError(t, caller.PlayTone(m.ctx, 660, 2*time.Second))
	require.NoError(t, m.link.Hangup(m.ctx, leg, "normal"))
	require.NoError(t, m.link.DestroyBridge(m.ctx, "tls"))
	require.NoError(t, caller.Hangup(m.ctx))
	await[asterisk.ChannelEnded](m, arrival.Box)
	m.eventually("the telephone has heard the caller", func() bool {
		heard, err := softphone.ReadWAV(filepath.Join(dir, "heard.wav"))
		return err == nil && sounds(heard, 660) >= time.Second
	})
}

func TestATelephoneOverTLSCalls(t *testing.T) {
	m := &machine{scene: newScene(t)}
	m.connect()
	m.tlsPhone("9002", "srtp-mand", fmt.Sprintf("/dial sip:*11@%s;transport=tls", m.rig.Server.Site().TLS.Listen))
	arrival := await[asterisk.ChannelArrived](m, m.link.Lobby())
	require.Equal(t, []string{"seat", "9002", "*11"}, arrival.Args)
	require.NoError(t, m.link.Hangup(m.ctx, arrival.Channel.ID, "normal"))
	await[asterisk.ChannelEnded](m, arrival.Box)
}

// sounds is for how long a tone is in a recording.
func sounds(samples []int16, freq float64) (lasts time.Duration) {
	const frame = softphone.SampleRate / 10
	for ; len(samples) > frame; samples = samples[frame:] {
		crossed := 0.0
		for i := 1; i < frame; i++ {
			if samples[i-1] < 0 != (samples[i] < 0) {
				crossed++
			}
		}
		if crossed > 0.19*freq && crossed < 0.21*freq {
			lasts += 100 * time.Millisecond
		}
	}
	return lasts
}

// A telephone that is to encrypt and does not gets no call.
func TestATelephoneThatDoesNotEncryptHasNoCall(t *testing.T) {
	m := &machine{scene: newScene(t)}
	m.connect()
	m.tlsPhone("9002", "")
	box, _ := m.originate("PJSIP/9002", nil)
	require.Equal(t, 488, m.failed(box).end.TechCause)
}

// offers is sound that is encrypted, with its key.
const offers = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/SAVP 8\r\n" +
	"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n"

// A telephone that is to speak TLS and speaks UDP registers, is not within reach, and no
// call of its own comes to anybody: whoever listens could read its number and its keys.
func TestATelephoneForTLSHasNoCallOverUDP(t *testing.T) {
	m := &machine{scene: newScene(t)}
	m.connect()
	require.NoError(t, m.phoneOf("9002").Register(m.ctx))
	m.eventually("it is found not to be there", func() bool {
		said, err := m.rig.Server.CLI(m.ctx, "pjsip show contacts")
		return err == nil && regexp.MustCompile(`9002/sip:9002\S+\s+\S+\s+Unavail`).MatchString(said)
	})
	phones, err := m.link.Phones(m.ctx)
	require.NoError(t, err)
	require.False(t, phones["9002"], "it is within reach")
	err = m.link.Originate(m.ctx, asterisk.Origination{ID: "leg-9002", Endpoint: "PJSIP/9002", Timeout: patience})
	require.ErrorIs(t, err, asterisk.Server)

	for _, contact := range []string{"", ";transport=tls"} {
		answer := m.prove("9002", letter{from: "127.0.0.1", method: "INVITE", user: "*11", as: "9002", contact: contact, body: offers})
		require.Contains(t, answer, "SIP/2.0 403", contact)
	}
}
