package probe

import (
	"log/slog"
	"os"

	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// Credentials answer a server that asks who calls.
type Credentials struct {
	User     string
	Password string
	Realm    string // the only one that gets the password; empty: any
}

// String hides everything, and so does a log.
func (c Credentials) String() string { return "(credentials)" }

// LogValue hides everything.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }

// LoadCredentials reads a file with user, password and, if it matters, realm. The
// error is a [problem.Problems]; no problem shows a line of the file. warnings are
// what does no harm to the call.
func LoadCredentials(path string) (c Credentials, warnings problem.Problems, err error) {
	var found problem.Problems
	text, err := os.ReadFile(path)
	if err != nil {
		found.Add(problem.Place{File: path}.Error("write user: and password: into it, or give another path", "the credentials cannot be read: %v", reason(err)))
		return c, nil, found
	}
	if root, ok := yamlfile.ReadSecret(path, text, &found); ok {
		if m, ok := root.Map(); ok {
			form.Read(m, c.settings())
		}
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o044 != 0 {
		found.Add(problem.Place{File: path}.Warning("chmod 600 "+path, "others than the owner can read the password"))
	}
	found.Sort()
	return c, found.Warnings(), found.Err()
}

func (c *Credentials) settings() []form.Setting {
	return []form.Setting{
		form.Needed(form.Text("user", "The user that the server knows.", &c.User)),
		form.Needed(form.Text("password", "Its password.", &c.Password)),
		form.Text("realm", "The realm that may ask for it; without it any may.", &c.Realm),
	}
}
