// Package asteriskconfig holds the Asterisk side of hotline as files: the
// configuration that internal/astconf fills in, and the script that fetches
// Asterisk and espeak-ng for the current user.
//
// The files here are authoritative: nothing about Asterisk's configuration is
// written anywhere else.
package asteriskconfig

import (
	"embed"
	"regexp"
)

// Files are the configuration templates, one *.conf for each file of
// Asterisk's etc directory.
//
//go:embed *.conf
var Files embed.FS

// Fetch is the bash script that unpacks Debian's packages; see its head.
//
//go:embed fetch
var Fetch string

//go:embed modules.conf
var modulesConf string

var moduleLine = regexp.MustCompile(`(?m)^require\s*=\s*(\S+\.so)`)

// Modules lists the files of the modules that modules.conf loads.
func Modules() []string {
	lines := moduleLine.FindAllStringSubmatch(modulesConf, -1)
	names := make([]string, len(lines))
	for i, line := range lines {
		names[i] = line[1]
	}
	return names
}
