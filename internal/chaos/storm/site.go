package storm

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hotline/internal/dialplan"
	"hotline/internal/parts"
)

//go:embed dialplans
var dialplans embed.FS

// site is what the machines have in common: the tree, the secrets, who sits where.
type site struct {
	names     []string
	addresses []string // of their SIP, host:port; several machines only
	sipp      parts.Program
	secrets   dialplan.Secrets
	fallback  []string
}

// newSite is one for so many machines. A single one has no name in the tree.
func newSite(machines int, sipp parts.Program) (*site, error) {
	s := &site{sipp: sipp, fallback: []string{"8901", "8902"}}
	for i := range machines {
		s.names = append(s.names, string(rune('a'+i)))
		if machines == 1 {
			break
		}
		at, err := udpPort(fmt.Sprintf("127.0.0.%d", 11+i)) // not the telephones' own address
		if err != nil {
			return nil, err
		}
		s.addresses = append(s.addresses, at)
	}
	return s, nil
}

// machine is the name that the tree has for a machine; empty if there is only one.
func (s *site) machine(i int) string {
	if len(s.addresses) == 0 {
		return ""
	}
	return s.names[i]
}

// writeTree puts the tree into dir/dialplans.
func (s *site) writeTree(dir string) error {
	if err := os.CopyFS(dir, dialplans); err != nil {
		return err
	}
	if len(s.addresses) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("machines:\n")
	for i, at := range s.addresses {
		host, port, _ := strings.Cut(at, ":")
		fmt.Fprintf(&b, "  %s: {address: %s, port: %s}\n", s.names[i], host, port)
	}
	return os.WriteFile(filepath.Join(dir, "dialplans", "machines.yaml"), []byte(b.String()), 0o600)
}

// loadSeats is how many seats serve the load.
const loadSeats = 20

// heardSeats are those whose talks are listened to.
func heardSeats() []string { return []string{"8001", "8002"} }

// probeSeats answer the probe.
func probeSeats() []string { return []string{"8098", "8099"} }

// load are the telephones of the load at a machine, and of the fallback group there.
func (s *site) load(i int) []string {
	all := make([]string, loadSeats)
	for n := range all {
		all[n] = strconv.Itoa(8101 + n)
	}
	return append(s.share(i, all), s.share(i, s.fallback)...)
}

// share deals numbers out to the machines.
func (s *site) share(i int, numbers []string) (mine []string) {
	for n, number := range numbers {
		if n%len(s.names) == i {
			mine = append(mine, number)
		}
	}
	return mine
}
