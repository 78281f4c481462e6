package astconf

import (
	"bytes"
	"fmt"
	"io/fs"
	"text/template"

	asteriskconfig "hotline/asterisk-config"
)

// PJSIPFile is the file that holds the trunks and telephones and nothing else.
const PJSIPFile = "pjsip-hotline.conf"

// defaultApp is the Stasis application's name unless the site says otherwise.
const defaultApp = "hotline"

// Render gives every file of Asterisk's etc folder, by name. Equal sites give
// equal files. The error joins all problems of the site, one a line.
func Render(s Site) (map[string][]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if s.App == "" {
		s.App = defaultApp
	}
	names, err := fs.Glob(asteriskconfig.Files, "*.conf")
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte, len(names))
	for _, name := range names {
		if files[name], err = render(name, s); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// RenderPJSIP gives the content of PJSIPFile. Only the trunks and telephones of the
// site count and are checked.
func RenderPJSIP(s Site) ([]byte, error) {
	if err := s.checkLines(); err != nil {
		return nil, err
	}
	return render(PJSIPFile, s)
}

func render(name string, s Site) ([]byte, error) {
	t, err := template.New(name).Option("missingkey=error").ParseFS(asteriskconfig.Files, name)
	if err != nil {
		return nil, fmt.Errorf("asterisk-config/%s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, s); err != nil {
		return nil, fmt.Errorf("asterisk-config/%s: %w", name, err)
	}
	return out.Bytes(), nil
}
