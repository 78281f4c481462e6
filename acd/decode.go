package acd

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// known refuses versions that this program cannot read.
func known(what, kind string, version, newest int) error {
	if version < 1 || version > newest {
		return fmt.Errorf("acd: %s %q has version %d, and this program reads 1 to %d: use the program that wrote it, or a newer one",
			what, kind, version, newest)
	}
	return nil
}

func unknown(what, kind string) error {
	return fmt.Errorf("acd: unknown kind of %s %q: use the program that wrote it, or a newer one", what, kind)
}

// decode reads one JSON object.
func decode[T any](kind string, data []byte) (v T, err error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		return v, fmt.Errorf("acd: %q is not a JSON object", kind)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("acd: %q: %w", kind, err)
	}
	return v, nil
}
