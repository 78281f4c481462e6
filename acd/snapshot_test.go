package acd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// restored takes a snapshot and makes a floor of it, which has to be the same, and to be
// written down in the same way.
func restored(s *State) (*State, error) {
	data, err := s.Snapshot()
	if err != nil {
		return nil, err
	}
	again, err := Restore(data)
	if err != nil {
		return nil, err
	}
	second, err := again.Snapshot()
	if err == nil && !bytes.Equal(data, second) {
		err = fmt.Errorf("written down in another way:\n%s\n%s", data, second)
	}
	if err == nil {
		err = sameFloors(again, s)
	}
	return again, err
}

// TestAnyMomentRestored plays days under audit. At a moment of each a second floor is made
// from a snapshot: from then on both decide the same and show the same.
func TestAnyMomentRestored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := newTestFloor()
		day := day{t: t, floor: f, at: dawn}
		moment := rapid.IntRange(0, 400).Draw(t, "moment")
		var other *State
		for n := range moment + 150 {
			if n == moment {
				var err error
				other, err = restored(f.state)
				require.NoError(t, err)
			}
			in := day.next()
			made, err := f.give(in)
			require.NoError(t, err)
			if other == nil {
				continue
			}
			got := Decide(other, in)
			require.Equal(t, told(made), told(got), "%+v", in)
			require.Equal(t, looks(f.state), looks(other))
			other.Reuse(got)
		}
		require.NoError(t, sameFloors(other, f.state))
		want, err := f.state.Snapshot()
		require.NoError(t, err)
		got, err := other.Snapshot()
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}

// looks is what everybody sees of a floor.
func looks(s *State) string {
	at, ok := s.NextTimer()
	all := []any{s.Now(), at, ok, s.Seats(), s.Queues(), s.Callbacks()}
	for _, c := range s.Calls() {
		v, waits := s.View(c.ID)
		all = append(all, c, v, waits)
	}
	return fmt.Sprintf("%+v", all)
}

func TestSnapshotOfAnEmptyFloor(t *testing.T) {
	again, err := restored(New("harbin"))
	require.NoError(t, err)
	require.Equal(t, "harbin", again.Floor())
}

// keptFloor has something of everything.
func keptFloor(t *testing.T) *State {
	rules := sampleRules
	rules.Queues = append([]Queue{}, rules.Queues...)
	rules.Queues = append(rules.Queues, Queue{ID: "harbin/more", Strategy: RingAll, Ring: 9000, Return: 60_000})
	f := New("harbin")
	for _, in := range []Input{
		LoadRules{dawn, rules},
		SetHours{dawn, "harbin/more", sampleOpen},
		SignIn{dawn, "8001", "8051"},
		Enqueue{At: dawn, Call: "c1", Queue: "harbin/more", From: "13900000001", Prefer: []string{"手语"}},
		SeatAnswered{dawn + 1, 1},
		Enqueue{At: dawn + 2, Call: "c2", Queue: "harbin/more", Limits: sampleLimits, From: "13900000002"},
		Enqueue{At: dawn + 3, Call: "c3", Queue: "harbin/more", From: "13900000003"},
		HangUp{dawn + 4, "c3"},
		AskCallback{At: dawn + 5, Callback: "c4", Of: "c0", Queue: "harbin/advice", Number: "13900000004"},
		Pause{dawn + 6, "8001", "午休"},
		Enqueue{At: dawn + 7, Call: "c5", Queue: "harbin/more", Needs: sampleSkills},
	} {
		Decide(f, in)
	}
	require.Len(t, f.Calls(), 2)
	return f
}

// TestSnapshotsAreReadForEver keeps one of every schema.
func TestSnapshotsAreReadForEver(t *testing.T) {
	name := fmt.Sprintf("testdata/snapshot-%d.json", SnapshotSchema)
	if *update {
		data, err := keptFloor(t).Snapshot()
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(name, data, 0o600))
	}
	for schema := 1; schema <= SnapshotSchema; schema++ {
		data, err := os.ReadFile(fmt.Sprintf("testdata/snapshot-%d.json", schema))
		require.NoError(t, err)
		s, err := Restore(data)
		require.NoError(t, err)
		require.NoError(t, sameFloors(s, keptFloor(t)))
		if schema == SnapshotSchema {
			again, err := s.Snapshot()
			require.NoError(t, err)
			require.Equal(t, string(data), string(again), "written otherwise: is it a new schema?")
		}
	}
}

func TestRestoreRefuses(t *testing.T) {
	data, err := keptFloor(t).Snapshot()
	require.NoError(t, err)
	_, body, _ := bytes.Cut(data, []byte("\n"))
	var schema *SchemaError
	_, err = Restore(bytes.Replace(data, []byte(`"schema":1`), []byte(`"schema":99`), 1))
	require.ErrorAs(t, err, &schema)
	require.Equal(t, 99, schema.Schema)
	for says, bad := range map[string][]byte{
		"first line":   nil,
		"checksum":     bytes.Replace(data, []byte("8051"), []byte("8052"), 1),
		"unknown":      sealed(bytes.Replace(body, []byte(`{`), []byte(`{"newer":1,`), 1)),
		"too many":     sealed(append(bytes.Clone(body), "{}"...)),
		"is not there": sealed(bytes.Replace(body, []byte(`"turns":`), []byte(`"turns":-`), 1)),
		"no seat":      sealed(bytes.Replace(body, []byte(`"id":"8001","now"`), []byte(`"id":"8003","now"`), 1)),
		"EOF":          sealed(body[:len(body)/2]),
	} {
		_, err := Restore(bad)
		require.ErrorIs(t, err, ErrDamaged)
		require.ErrorContains(t, err, says)
	}
}

func sealed(body []byte) []byte {
	line, err := json.Marshal(seal{SnapshotSchema, sum(body), 1, -1})
	if err != nil {
		panic(err)
	}
	return append(append(line, '\n'), body...)
}

// FuzzRestore: what is damaged is an error; what is not is a floor that goes on.
func FuzzRestore(f *testing.F) {
	kept, err := os.ReadFile("testdata/snapshot-1.json")
	require.NoError(f, err)
	_, body, _ := bytes.Cut(kept, []byte("\n"))
	f.Add(body)
	l := newLoad(3, 2, 4)
	data, err := l.s.Snapshot()
	require.NoError(f, err)
	_, body, _ = bytes.Cut(data, []byte("\n"))
	f.Add(body)
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := Restore(body); err != nil {
			var schema *SchemaError
			require.True(t, errors.Is(err, ErrDamaged) || errors.As(err, &schema), "%v", err)
		}
		s, err := Restore(sealed(body))
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		goesOn(t, s)
	})
}

// goesOn: a floor that could be made can be written down, looked at and asked.
func goesOn(t require.TestingT, s *State) {
	_, err := restored(s)
	require.NoError(t, err)
	lookAround(s)
	for range 3 {
		for _, in := range nextInputs(s) {
			Decide(s, in)
		}
	}
	lookAround(s)
}

// TestDamagedSnapshots puts something else in the place of one thing or a few: what
// comes of it is refused, or is a floor that goes on.
func TestDamagedSnapshots(t *testing.T) {
	t.Parallel()
	refused, taken := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		f := newTestFloor()
		d := day{t: t, floor: f, at: dawn}
		for range 120 {
			Decide(f.state, d.next())
		}
		data, err := f.state.Snapshot()
		require.NoError(t, err)
		_, body, _ := bytes.Cut(data, []byte("\n"))
		for range 50 {
			var all any
			require.NoError(t, json.Unmarshal(body, &all))
			for range 1 + d.upTo(1) {
				d.begin()
				d.damage(all)
			}
			worse, err := json.Marshal(all)
			require.NoError(t, err)
			s, err := Restore(sealed(worse))
			if err != nil {
				require.ErrorIs(t, err, ErrDamaged)
				refused++
				continue
			}
			taken++
			goesOn(t, s)
		}
	})
	t.Logf("%d refused, %d taken", refused, taken)
	require.NotZero(t, refused*taken)
}

// damage walks into a JSON value and changes what it finds.
func (d *day) damage(v any) {
	switch v := v.(type) {
	case map[string]any:
		name := d.pick(sortedKeys(v))
		v[name] = d.worse(v[name])
	case []any:
		i := d.upTo(int64(len(v) - 1))
		if v[i] = d.worse(v[i]); d.oneIn(20) {
			v[i] = v[d.upTo(int64(len(v)-1))]
		}
	}
}

func (d *day) worse(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) > 0 {
			d.damage(v)
		}
	case []any:
		if len(v) > 0 {
			d.damage(v)
		}
	case float64:
		return []float64{-1, 0, 1, 2, 3, v + 1, v - 1, dawn + 5000, 1 << 62}[d.upTo(8)]
	case bool:
		return !v
	case string:
		return d.pick(slices.Concat(everyCall, daySeats, dayQueues, dayNumbers,
			[]string{"waiting", "offered", "talking", "leaving", "ready", "paused", "wrap-up", "occupied", "signed-out", "unreachable"}))
	}
	return v
}

// BenchmarkSnapshot is a floor of 10,000 seats with 10,000 calls.
func BenchmarkSnapshot(b *testing.B) {
	l := newLoad(10_000, 100, 0)
	data, err := l.s.Snapshot()
	require.NoError(b, err)
	b.Run("write", func(b *testing.B) {
		inProcessor(b, func() error { _, err := l.s.Snapshot(); return err })
		b.ReportMetric(float64(len(data)), "bytes")
	})
	b.Run("restore", func(b *testing.B) {
		inProcessor(b, func() error { _, err := Restore(data); return err })
	})
}

// inProcessor also tells the time on processors, collecting garbage included.
func inProcessor(b *testing.B, do func() error) {
	before := processor(b)
	for b.Loop() {
		if err := do(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processor(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
}
