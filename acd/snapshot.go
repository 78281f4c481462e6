package acd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
)

// SnapshotSchema is the version in which snapshots are written. Those of every version
// from 1 on can be read.
const SnapshotSchema = 1

// SchemaError says that a snapshot was written by a newer program than this one. The
// facts, or an older snapshot, have to be folded instead.
type SchemaError struct{ Schema int }

func (e *SchemaError) Error() string {
	return fmt.Sprintf("acd: the snapshot has schema %d, and this program reads 1 to %d: use the program that wrote it, or a newer one, or fold the facts",
		e.Schema, SnapshotSchema)
}

// ErrDamaged is in the error of [Restore] for what no [State.Snapshot] has written.
var ErrDamaged = errors.New("the snapshot is damaged: use an older one, or fold the facts")

// seal is the first line of a snapshot.
type seal struct {
	Schema int    `json:"schema"`
	Sum    uint32 `json:"sum"` // of all that follows, CRC-32C
	// Seats and Calls are how many there are, to have room for them.
	Seats int `json:"seats"`
	Calls int `json:"calls"`
}

// sum is CRC-32C.
func sum(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// Snapshot writes the floor down as it is after the last fact: a line with schema and
// checksum, and a JSON object. Equal floors give equal bytes. It is quick enough to be
// taken between two inputs (10,000 seats and calls in well under 100 ms).
func (s *State) Snapshot() ([]byte, error) {
	body, err := json.Marshal(s.save())
	if err != nil {
		return nil, fmt.Errorf("acd: snapshot: %w", err)
	}
	line, err := json.Marshal(seal{SnapshotSchema, sum(body), len(s.seats), len(s.calls)})
	if err != nil {
		return nil, fmt.Errorf("acd: snapshot: %w", err)
	}
	data := make([]byte, 0, len(line)+1+len(body))
	return append(append(append(data, line...), '\n'), body...), nil
}

// Restore makes the floor that a snapshot shows. From there on it decides as the other
// would have. A schema that this program cannot read is a [SchemaError], anything else
// that is wrong [ErrDamaged].
func Restore(data []byte) (*State, error) {
	first, body, _ := bytes.Cut(data, []byte("\n"))
	var is seal
	if err := strictly(first, &is); err != nil {
		return nil, damaged("first line: %v", err)
	}
	if is.Schema < 1 || is.Schema > SnapshotSchema {
		return nil, &SchemaError{is.Schema}
	}
	if got := sum(body); got != is.Sum {
		return nil, damaged("its checksum is %d, not %d", got, is.Sum)
	}
	v := saved{
		Seats: make([]savedSeat, 0, max(min(is.Seats, len(body)/64), 0)),
		Calls: make([]savedCall, 0, max(min(is.Calls, len(body)/64), 0)),
	}
	if err := strictly(body, &v); err != nil {
		return nil, damaged("%v", err)
	}
	return v.restore()
}

// strictly reads one JSON value and nothing after it. A field that is not known means
// something that this program would forget.
func strictly(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if rest := bytes.TrimSpace(data[d.InputOffset():]); len(rest) > 0 {
		return fmt.Errorf("%d bytes too many", len(rest))
	}
	return nil
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("acd: %w (%s)", ErrDamaged, fmt.Sprintf(format, args...))
}
