package dialplan

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// Secrets are what must not stand in the tree.
type Secrets struct {
	Seats    map[string]string // SIP account -> password
	PINs     map[string]string // seat -> what it signs in with, 4 to 8 digits
	ARI      string            // password of the engine's ARI user
	Peers    string            // that machines of a fleet know each other by
	Redis    string            // of the fleet's Redis; empty = it wants none
	Grafana  string            // of Grafana's user admin; only docker-compose.yml reads it
	Warnings problem.Problems
}

// String hides everything, and so does a log.
func (s Secrets) String() string { return "(secrets)" }

// LogValue hides everything.
func (s Secrets) LogValue() slog.Value { return slog.StringValue(s.String()) }

// LoadSecrets reads a file of secrets:
//
//	ari: <password>
//	peers: <password>
//	redis: <password>
//	grafana: <password>
//	seats:
//	  "8001": <password>
//	pins:
//	  "8001": <4 to 8 digits>
//
// The error is a [problem.Problems]; no problem shows a line of the file.
func LoadSecrets(path string) (Secrets, error) {
	s := Secrets{Seats: map[string]string{}, PINs: map[string]string{}}
	var found problem.Problems
	text, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		found.Add(problem.Place{File: path}.Error("write it, or give another path", "there is no such file of secrets"))
		return s, found
	} else if err != nil {
		found.Add(problem.Place{File: path}.Error("", "the secrets cannot be read: %v", reason(err)))
		return s, found
	}
	if root, ok := yamlfile.ReadSecret(path, text, &found); ok {
		s.load(root)
	}
	s.checkMode(path, &found)
	found.Sort()
	s.Warnings = found.Warnings()
	return s, found.Err()
}

func (s *Secrets) load(root yamlfile.Node) {
	m, ok := root.Map()
	if !ok {
		return
	}
	m.Only("seats", "pins", "ari", "peers", "redis", "grafana")
	s.ARI, s.Peers = optionalText(m, "ari"), optionalText(m, "peers")
	s.Redis, s.Grafana = optionalText(m, "redis"), optionalText(m, "grafana")
	s.loadSeats(m)
	s.loadPINs(m)
}

// numbered visits what a key of the file says of numbers.
func numbered(m yamlfile.Map, key, hint string, read func(p yamlfile.Pair)) {
	n, ok := m.Get(key)
	if !ok {
		return
	}
	all, _ := n.Map()
	for _, p := range all.Pairs() {
		if !seatForm.MatchString(p.Name) {
			p.Key.Error(hint, "this is not the number of a seat or telephone")
			continue
		}
		read(p)
	}
}

func (s *Secrets) loadSeats(m yamlfile.Map) {
	numbered(m, "seats", `write "8001": password`, func(p yamlfile.Pair) { s.Seats[p.Name], _ = p.Value.Text() })
}

func (s *Secrets) checkMode(path string, found *problem.Problems) {
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o044 != 0 {
		found.Add(problem.Place{File: path}.Warning("chmod 600 "+path, "others than the owner can read the secrets"))
	}
}
