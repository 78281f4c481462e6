package softphone

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
	"github.com/stretchr/testify/require"
)

// registrar is a server that knows one user and asks for the password.
type registrar struct {
	addr    string
	grant   int      // seconds; 0: what was asked
	seen    chan int // expires of every accepted REGISTER
	invited chan *sip.Request
	ua      *sipgo.UserAgent
}

const registrarPassword = "opensesame"

func newRegistrar(t *testing.T, grant int) *registrar {
	t.Helper()
	conn, err := net.ListenPacket("udp4", "127.0.0.3:0")
	require.NoError(t, err)
	r := &registrar{addr: conn.LocalAddr().String(), grant: grant, seen: make(chan int, 100), invited: make(chan *sip.Request, 10)}
	r.ua, err = sipgo.NewUA()
	require.NoError(t, err)
	server, err := sipgo.NewServer(r.ua)
	require.NoError(t, err)
	server.OnRegister(r.register)
	server.OnInvite(r.invite)
	server.OnAck(func(*sip.Request, sip.ServerTransaction) {})
	served := make(chan error, 1)
	go func() { served <- server.ServeUDP(conn) }()
	t.Cleanup(func() {
		conn.Close()
		<-served
		r.ua.Close()
	})
	return r
}

func (r *registrar) register(req *sip.Request, tx sip.ServerTransaction) {
	if !r.authorised(req, tx) {
		return
	}
	expires, _ := strconv.Atoi(req.GetHeader("Expires").Value())
	granted := expires
	if r.grant != 0 && expires != 0 {
		granted = r.grant
	}
	res := sip.NewResponseFromRequest(req, 200, "OK", nil)
	res.AppendHeader(sip.NewHeader("Expires", strconv.Itoa(granted)))
	_ = tx.Respond(res)
	r.seen <- expires
}

// invite asks for the password, then says that nobody is there.
func (r *registrar) invite(req *sip.Request, tx sip.ServerTransaction) {
	if r.authorised(req, tx) {
		_ = tx.Respond(sip.NewResponseFromRequest(req, 404, "Not Found", nil))
		r.invited <- req
	}
}

func (r *registrar) authorised(req *sip.Request, tx sip.ServerTransaction) bool {
	chal := digest.Challenge{Realm: "test", Nonce: "0123456789", Algorithm: "MD5"}
	if h := req.GetHeader("Authorization"); h != nil {
		if cred, err := digest.ParseCredentials(h.Value()); err == nil {
			want, err := digest.Digest(&chal, digest.Options{
				Method: string(req.Method), URI: cred.URI, Username: cred.Username, Password: registrarPassword,
			})
			if err == nil && want.Response == cred.Response && cred.Username == "1001" {
				return true
			}
		}
	}
	res := sip.NewResponseFromRequest(req, 401, "Unauthorized", nil)
	res.AppendHeader(sip.NewHeader("WWW-Authenticate", chal.String()))
	_ = tx.Respond(res)
	return false
}

func (r *registrar) next(t *testing.T) int {
	t.Helper()
	select {
	case expires := <-r.seen:
		return expires
	case <-deadline(t).Done():
		t.Fatal("no REGISTER came")
		return 0
	}
}

func TestRegisterAndUnregister(t *testing.T) {
	r := newRegistrar(t, 0)
	p := newPhone(t, Config{User: "1001", Password: registrarPassword, Server: r.addr})
	require.NoError(t, p.Register(deadline(t)))
	require.Equal(t, 300, r.next(t))
	require.NoError(t, p.Register(deadline(t)), "again, as after a restart of the server")
	require.Equal(t, 300, r.next(t))
	require.NoError(t, p.Unregister(deadline(t)))
	require.Equal(t, 0, r.next(t))
	require.NoError(t, p.Unregister(deadline(t)), "nothing to give up")
	require.Empty(t, r.seen)
}

func TestRegistrationIsRefreshedAndGivenUpByClose(t *testing.T) {
	r := newRegistrar(t, 1)
	p := newPhone(t, Config{User: "1001", Password: registrarPassword, Server: r.addr})
	require.NoError(t, p.Register(deadline(t)))
	require.Equal(t, 300, r.next(t))
	require.Equal(t, 300, r.next(t), "refreshed before the granted second is over")
	require.NoError(t, p.Close())
	for expires := r.next(t); expires != 0; {
		expires = r.next(t)
	}
	require.Empty(t, r.seen)
}

func TestWrongPassword(t *testing.T) {
	r := newRegistrar(t, 0)
	for name, cfg := range map[string]Config{
		"password":    {User: "1001", Password: "guess"},
		"user":        {User: "1002", Password: registrarPassword},
		"no password": {User: "1001"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg.Server = r.addr
			p := newPhone(t, cfg)
			err := p.Register(deadline(t))
			require.ErrorIs(t, err, ErrCredentials)
			require.ErrorContains(t, err, "REGISTER refused: 401 Unauthorized")
		})
	}
}

func TestPasswordIsForItsRealmOnly(t *testing.T) {
	r := newRegistrar(t, 0)
	p := newPhone(t, Config{User: "1001", Password: registrarPassword, Server: r.addr, Realm: "test"})
	require.NoError(t, p.Register(deadline(t)))
	q := newPhone(t, Config{User: "1001", Password: registrarPassword, Server: r.addr, Realm: "other"})
	require.ErrorIs(t, q.Register(deadline(t)), ErrCredentials)
}

func TestRegisterWithNobodyThere(t *testing.T) {
	conn, err := net.ListenPacket("udp4", "127.0.0.3:0") // takes packets, says nothing
	require.NoError(t, err)
	defer conn.Close()
	p := newPhone(t, Config{User: "1001", Server: conn.LocalAddr().String()})
	ctx, cancel := context.WithTimeout(deadline(t), 100*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, p.Register(ctx), context.DeadlineExceeded)
}

func TestDialAuthenticates(t *testing.T) {
	r := newRegistrar(t, 0)
	p := newPhone(t, Config{User: "1001", Password: registrarPassword, Server: r.addr, Domain: "city.example"})
	c, err := p.Dial(deadline(t), "12385", DialOptions{})
	require.NoError(t, err)
	require.Equal(t, End{ByRemote: true, Code: 404, Reason: "Not Found"}, endOf(t, c))
	req := <-r.invited
	require.Equal(t, "sip:12385@city.example", req.Recipient.String())
	require.Equal(t, c.ID(), req.CallID().Value())
	c, err = p.Dial(deadline(t), "12385", DialOptions{})
	require.NoError(t, err)
	require.NoError(t, c.Hangup(deadline(t)), "in the middle of the challenge, or after it")
	q := newPhone(t, Config{User: "1001", Password: "guess", Server: r.addr})
	c, err = q.Dial(deadline(t), "12385", DialOptions{})
	require.NoError(t, err)
	require.Equal(t, 401, endOf(t, c).Code)
}

func TestGranted(t *testing.T) {
	res := sip.NewResponse(200, "OK")
	require.Equal(t, time.Minute, granted(res, time.Minute))
	res.AppendHeader(sip.NewHeader("Expires", "90"))
	require.Equal(t, 90*time.Second, granted(res, time.Minute))
	contact := &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", Host: "127.0.0.1"}}
	contact.Params.Add("expires", fmt.Sprint(45))
	res.AppendHeader(contact)
	require.Equal(t, 45*time.Second, granted(res, time.Minute))
}
