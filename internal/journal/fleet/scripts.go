package fleet

import (
	"embed"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var luaFiles embed.FS //nolint:gochecknoglobals // embedded files cannot stand elsewhere

// scripts are what Redis does in one piece. They are sent once and named from then on; a
// Redis that has forgotten them is sent them again.
type scripts struct {
	submit, beat, append, heal, jump, keep, release *redis.Script
}

func loadScripts() (*scripts, error) {
	var s scripts
	for name, to := range map[string]**redis.Script{
		"submit": &s.submit, "beat": &s.beat, "append": &s.append, "heal": &s.heal,
		"jump": &s.jump, "keep": &s.keep, "release": &s.release,
	} {
		text, err := luaFiles.ReadFile("lua/" + name + ".lua")
		if err != nil {
			return nil, err
		}
		*to = redis.NewScript(string(text))
	}
	return &s, nil
}

// keys are those of one log. Their common tag in braces puts them on one node of a Redis
// Cluster, as scripts need it.
type keys struct {
	state    string // hash: head, token, holder, until, epoch, epochplace, cursor, inputs, snapshot, seen, born
	inputs   string // stream of what machines have handed in
	facts    string // stream of groups; the id is the place
	members  string // hash: when each machine was heard last, and its place
	sent     string // hash: the highest input of each machine that is in the stream, or was
	applied  string // hash: the highest input of each machine that is on record
	epochs   string // hash: which epoch begins at which place
	snapshot string
}

func keysOf(prefix, name string) keys {
	p := prefix + "{" + name + "}:"
	return keys{
		state: p + "state", inputs: p + "inputs", facts: p + "facts", members: p + "members",
		sent: p + "sent", applied: p + "applied", epochs: p + "epochs", snapshot: p + "snapshot",
	}
}
