package fleet

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

const usualPort = "6379"

// ReadRedis reads where Redis is: host, host:port, or a URL such as
// rediss://user@host:6379/0, which speaks TLS with that s. A password may stand in it,
// for those who give the URL by the environment.
func ReadRedis(text string) (Redis, error) {
	if !strings.Contains(text, "://") {
		text = "redis://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return Redis{}, errors.New("it is no address of Redis: write host:port, or redis://host:port/0") // the cause may hold a password
	}
	r := Redis{User: u.User.Username()}
	r.Password, _ = u.User.Password()
	switch {
	case u.Scheme != "redis" && u.Scheme != "rediss":
		return Redis{}, fmt.Errorf("%s: is no way to Redis: write redis:// or rediss://", u.Scheme)
	case u.Hostname() == "":
		return Redis{}, errors.New("the address of Redis has no host: write host:port")
	}
	port := u.Port()
	if port == "" {
		port = usualPort
	}
	r.Addr = net.JoinHostPort(u.Hostname(), port)
	if u.Scheme == "rediss" {
		r.TLS = &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	}
	if db := strings.Trim(u.Path, "/"); db != "" {
		if r.DB, err = strconv.Atoi(db); err != nil || r.DB < 0 {
			return Redis{}, fmt.Errorf("database %q of Redis is no number: write redis://host:port/0", db)
		}
	}
	return r, nil
}

// Trust lets Redis' certificate stand on those of a PEM file, instead of on those that
// this machine trusts anyway.
func (r *Redis) Trust(file string) error {
	if r.TLS == nil {
		return fmt.Errorf("certificates mean nothing without TLS: write rediss://%s as the address of Redis", r.Addr)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return fmt.Errorf("%s: there is no certificate in it: give a PEM file", file)
	}
	r.TLS.RootCAs = roots
	return nil
}
