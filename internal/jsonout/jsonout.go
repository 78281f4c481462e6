// Package jsonout writes JSON as every command does: indented, for people as well,
// and with Chinese and signs as they are.
package jsonout

import (
	"encoding/json"
	"io"
)

// Write writes one value and a line break.
func Write(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
