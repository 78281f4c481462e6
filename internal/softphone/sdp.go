package softphone

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// direction is who sends sound, as the describing side sees it (RFC 4566).
type direction string

const (
	sendRecv direction = "sendrecv"
	sendOnly direction = "sendonly"
	recvOnly direction = "recvonly"
	inactive direction = "inactive"
)

// answer is the direction that fits an offered one.
func (d direction) answer() direction {
	switch d {
	case sendOnly:
		return recvOnly
	case recvOnly:
		return sendOnly
	default:
		return d
	}
}

func (d direction) sends() bool    { return d == sendRecv || d == sendOnly }
func (d direction) receives() bool { return d == sendRecv || d == recvOnly }

// held is the direction without the wish to receive.
func (d direction) held() direction {
	if d.sends() {
		return sendOnly
	}
	return inactive
}

// eventPayload is the payload type we offer for RFC 4733 keys.
const eventPayload = 101

// description is the part of an SDP that a telephone cares about.
type description struct {
	addr   netip.AddrPort // where the describing side wants its sound
	codecs []Codec        // the G.711 flavours listed, in their order
	events int            // payload type of telephone-event/8000, 0 if absent
	dir    direction
}

// write renders the description as SDP. version must grow when it changes.
func (d description) write(session uint64, version int) []byte {
	var b strings.Builder
	ip := d.addr.Addr()
	fmt.Fprintf(&b, "v=0\r\no=- %d %d IN IP4 %s\r\ns=softphone\r\nc=IN IP4 %s\r\nt=0 0\r\n", session, version, ip, ip)
	fmt.Fprintf(&b, "m=audio %d RTP/AVP", d.addr.Port())
	for _, c := range d.codecs {
		fmt.Fprintf(&b, " %d", c)
	}
	if d.events != 0 {
		fmt.Fprintf(&b, " %d", d.events)
	}
	b.WriteString("\r\n")
	for _, c := range d.codecs {
		fmt.Fprintf(&b, "a=rtpmap:%d %s/8000\r\n", c, c)
	}
	if d.events != 0 {
		fmt.Fprintf(&b, "a=rtpmap:%d telephone-event/8000\r\na=fmtp:%d 0-16\r\n", d.events, d.events)
	}
	fmt.Fprintf(&b, "a=ptime:20\r\na=%s\r\n", d.dir)
	return []byte(b.String())
}

// parseDescription reads the first audio stream of an SDP.
func parseDescription(body []byte) (description, error) {
	p := sdpParser{d: description{dir: sendRecv}}
	for line := range strings.Lines(string(body)) {
		key, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		if !ok {
			continue
		}
		if err := p.line(key, value); err != nil {
			return description{}, err
		}
	}
	if !p.seen {
		return description{}, errors.New("softphone: SDP without an audio stream")
	}
	if !p.ip.IsValid() {
		return description{}, errors.New("softphone: SDP without a connection address")
	}
	p.d.addr = netip.AddrPortFrom(p.ip, p.port)
	return p.d, nil
}

type sdpParser struct {
	d     description
	ip    netip.Addr
	port  uint16
	seen  bool // the audio stream was found
	other bool // inside a stream that does not concern us
}

func (p *sdpParser) line(key, value string) error {
	switch {
	case key == "m":
		return p.stream(value)
	case p.other:
		return nil
	case key == "c":
		return p.connection(value)
	case key == "a":
		p.attribute(value)
	}
	return nil
}

func (p *sdpParser) stream(value string) error {
	fields := strings.Fields(value)
	p.other = p.seen || len(fields) < 4 || fields[0] != "audio"
	if p.other {
		return nil
	}
	port, err := strconv.ParseUint(fields[1], 10, 16)
	if err != nil {
		return fmt.Errorf("softphone: SDP media port %q: %w", fields[1], err)
	}
	p.seen, p.port = true, uint16(port)
	for _, f := range fields[3:] {
		if n, err := strconv.Atoi(f); err == nil && n < 128 && Codec(n).known() {
			p.d.codecs = append(p.d.codecs, Codec(n))
		}
	}
	return nil
}

func (p *sdpParser) connection(value string) error {
	fields := strings.Fields(value)
	if len(fields) != 3 {
		return fmt.Errorf("softphone: SDP connection %q: want three fields", value)
	}
	host, _, _ := strings.Cut(fields[2], "/")
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return fmt.Errorf("softphone: SDP connection address: %w", err)
	}
	p.ip = ip.Unmap()
	return nil
}

func (p *sdpParser) attribute(value string) {
	switch d := direction(value); d {
	case sendRecv, sendOnly, recvOnly, inactive:
		p.d.dir = d
		return
	}
	rtpmap, ok := strings.CutPrefix(value, "rtpmap:")
	if !ok {
		return
	}
	number, name, _ := strings.Cut(rtpmap, " ")
	if !strings.HasPrefix(strings.ToLower(name), "telephone-event/8000") {
		return
	}
	if n, err := strconv.Atoi(number); err == nil && p.d.events == 0 {
		p.d.events = n
	}
}

// common is the first of our codecs that the other side lists too.
func (d description) common(ours []Codec) (Codec, error) {
	for _, c := range ours {
		if slices.Contains(d.codecs, c) {
			return c, nil
		}
	}
	return 0, errors.New("softphone: no common codec: the other side offers no G.711 that we accept")
}
