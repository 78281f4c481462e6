//nolint:thelper // these are the tests; a failure is to name the line in them
package journaltest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
)

// Run tests journals made by open. Each test asks for a new, empty one and
// closes it.
func Run(t *testing.T, open func(t *testing.T) journal.Journal) {
	t.Helper()
	tests := []struct {
		name string
		run  func(ctx context.Context, t *testing.T, j journal.Journal)
	}{
		{"an empty journal has nothing to read", testEmpty},
		{"what is appended is read back as it was", testRoundTrip},
		{"groups are numbered from 1 in order", testNumbers},
		{"reading begins where it is told to", testFrom},
		{"a call is read by itself", testCall},
		{"a stream is read by itself", testStream},
		{"what is kept does not change with the appender's memory", testIndependence},
		{"a group that is not well formed keeps the whole Append out", testRefusal},
		{"nothing is appended for one who has gone", testCancelledAppend},
		{"reading ends when its context does", testCancelledRead},
		{"an error of the reader ends the reading", testReaderError},
		{"a reader may append", testAppendWhileReading},
		{"many writers lose nothing and keep their order", testManyWriters},
		{"a closed journal takes nothing", testClosed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			j := open(t)
			defer func() { require.NoError(t, j.Close()) }()
			test.run(ctx, t, j)
		})
	}
}

// Entry makes an entry of version 1 from JSON text.
func Entry(kind, data string) journal.Entry {
	return journal.Entry{Kind: kind, Version: 1, Data: json.RawMessage(data)}
}

// Collect reads a journal from a number on.
func Collect(ctx context.Context, t *testing.T, j journal.Reader, from int64) []journal.Group {
	t.Helper()
	groups, err := gather(func(fn func(journal.Group) error) error { return j.Read(ctx, from, fn) })
	require.NoError(t, err)
	return groups
}

func gather(read func(func(journal.Group) error) error) (groups []journal.Group, err error) {
	err = read(func(g journal.Group) error {
		groups = append(groups, g)
		return nil
	})
	return groups, err
}

func note(stream, call string, n int) *journal.Group {
	facts := []journal.Entry{Entry("note", fmt.Sprintf(`{"n":%d}`, n))}
	return &journal.Group{At: int64(n), Stream: stream, Call: call, Facts: facts}
}

func testEmpty(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NotEmpty(t, j.ID())
	require.NoError(t, j.Append(ctx))
	require.Empty(t, Collect(ctx, t, j, 0))
	last, err := j.Last(ctx)
	require.NoError(t, err)
	require.Zero(t, last)
}

func testRoundTrip(ctx context.Context, t *testing.T, j journal.Journal) {
	input := Entry("sign-in", `{"seat":"8001"}`)
	groups := []*journal.Group{
		{At: 1_767_225_600_123, Stream: "floor/黑龙江", Call: "c1", Input: &input, Facts: []journal.Entry{
			{Kind: "seat-signed-in", Version: 3, Data: json.RawMessage(`{"seat":"8001","why":"<早上>& \"好\""}`)},
			Entry("offered", `[1,2.5,null,true]`),
		}},
		{At: -1, Stream: "floor/x", Facts: []journal.Entry{Entry("tick", `null`)}},
		{At: 2, Stream: "floor/x", Input: &input},
	}
	require.NoError(t, j.Append(ctx, groups...))
	read := Collect(ctx, t, j, 1)
	require.Len(t, read, len(groups))
	for i, want := range groups {
		want.Facts = append([]journal.Entry{}, want.Facts...)
		require.Equal(t, *want, read[i])
	}
}

func testNumbers(ctx context.Context, t *testing.T, j journal.Journal) {
	want := int64(0)
	for _, size := range []int{1, 3, 2} {
		groups := make([]*journal.Group, 0, size)
		for range size {
			groups = append(groups, note("floor/x", "", len(groups)))
		}
		require.NoError(t, j.Append(ctx, groups...))
		for _, g := range groups {
			want++
			require.Equal(t, want, g.Seq)
		}
		last, err := j.Last(ctx)
		require.NoError(t, err)
		require.Equal(t, want, last)
	}
}

// More groups than any sensible page holds, so that paging is seen to join up.
func testFrom(ctx context.Context, t *testing.T, j journal.Journal) {
	const n = 1000
	groups := make([]*journal.Group, 0, n)
	for i := range n {
		groups = append(groups, note("floor/x", "", i))
	}
	require.NoError(t, j.Append(ctx, groups...))
	for _, from := range []int64{-1, 0, 1, 2, 256, 257, n, n + 1} {
		read := Collect(ctx, t, j, from)
		require.Len(t, read, n-int(max(from, 1))+1, "from %d", from)
		for i, g := range read {
			require.Equal(t, max(from, 1)+int64(i), g.Seq)
		}
	}
}

func testCall(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NoError(t, j.Append(ctx,
		note("call/c1", "", 1), note("floor/x", "c1", 2), note("floor/x", "", 3),
		note("call/c2", "c2", 4), note("floor/x", "c2", 5), note("call/c1", "c1", 6)))
	for call, want := range map[string][]int64{"c1": {1, 2, 6}, "c2": {4, 5}, "c": nil, "": nil} {
		groups, err := gather(func(fn func(journal.Group) error) error { return j.ReadCall(ctx, call, fn) })
		require.NoError(t, err)
		require.Equal(t, want, numbers(groups), "call %q", call)
		for _, g := range groups {
			require.Equal(t, call, g.Call)
		}
	}
}

func testStream(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NoError(t, j.Append(ctx,
		note(journal.FloorStream("x"), "", 1), note(journal.FloorStream("xy"), "", 2),
		note(journal.CallStream("x"), "", 3), note(journal.FloorStream("x"), "x", 4)))
	for _, c := range []struct {
		stream string
		from   int64
		want   []int64
	}{
		{"floor/x", 1, []int64{1, 4}},
		{"floor/x", 2, []int64{4}},
		{"floor/x", 5, nil},
		{"floor/xy", 0, []int64{2}},
		{"call/x", 1, []int64{3}},
		{"floor/", 1, nil},
	} {
		groups, err := gather(func(fn func(journal.Group) error) error { return j.ReadStream(ctx, c.stream, c.from, fn) })
		require.NoError(t, err)
		require.Equal(t, c.want, numbers(groups), "%s from %d", c.stream, c.from)
	}
}

func numbers(groups []journal.Group) (seqs []int64) {
	for _, g := range groups {
		seqs = append(seqs, g.Seq)
	}
	return seqs
}

func testIndependence(ctx context.Context, t *testing.T, j journal.Journal) {
	g := note("floor/x", "", 1)
	require.NoError(t, j.Append(ctx, g))
	g.Facts[0].Kind = "other"
	copy(g.Facts[0].Data, `{"n":9}`)
	for range 2 { // nor with the memory of one who has read it
		read := Collect(ctx, t, j, 1)
		require.Equal(t, []journal.Entry{Entry("note", `{"n":1}`)}, read[0].Facts)
		copy(read[0].Facts[0].Data, `{"n":8}`)
	}
}

func testRefusal(ctx context.Context, t *testing.T, j journal.Journal) {
	fact := Entry("note", `{}`)
	noKind, noVersion, noJSON := Entry("", `{}`), fact, Entry("note", `{`)
	noVersion.Version = 0
	noData := journal.Entry{Kind: "note", Version: 1}
	for _, c := range []struct {
		name  string
		group journal.Group
		says  string
	}{
		{"no stream", journal.Group{Facts: []journal.Entry{fact}}, "group 2 of 2: it has no stream"},
		{"nothing in it", journal.Group{Stream: "floor/x"}, "group 2 of 2: it has neither an input nor facts"},
		{"no kind", journal.Group{Stream: "floor/x", Facts: []journal.Entry{fact, noKind}}, "fact 2: it has no kind"},
		{"no version", journal.Group{Stream: "floor/x", Facts: []journal.Entry{noVersion}}, "fact 1: note has version 0"},
		{"no JSON", journal.Group{Stream: "floor/x", Facts: []journal.Entry{noJSON}}, "fact 1: the data of note is not JSON"},
		{"no data", journal.Group{Stream: "floor/x", Facts: []journal.Entry{noData}}, "fact 1: the data of note is not JSON"},
		{"bad input", journal.Group{Stream: "floor/x", Input: &noJSON}, "input: the data of note is not JSON"},
	} {
		err := j.Append(ctx, note("floor/x", "", 1), &c.group)
		require.ErrorContains(t, err, c.says, c.name)
		require.Empty(t, Collect(ctx, t, j, 1), c.name)
	}
}

func testCancelledAppend(ctx context.Context, t *testing.T, j journal.Journal) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, j.Append(gone, note("floor/x", "", 1)), context.Canceled)
	require.Empty(t, Collect(ctx, t, j, 1))
}

func testCancelledRead(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NoError(t, j.Append(ctx, note("floor/x", "", 1)))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err := j.Read(gone, 1, func(journal.Group) error {
		t.Error("a group was passed on")
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
}

func testReaderError(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NoError(t, j.Append(ctx, note("floor/x", "c", 1), note("floor/x", "c", 2), note("floor/x", "c", 3)))
	enough := errors.New("enough")
	for name, read := range map[string]func(func(journal.Group) error) error{
		"Read":       func(fn func(journal.Group) error) error { return j.Read(ctx, 1, fn) },
		"ReadCall":   func(fn func(journal.Group) error) error { return j.ReadCall(ctx, "c", fn) },
		"ReadStream": func(fn func(journal.Group) error) error { return j.ReadStream(ctx, "floor/x", 1, fn) },
	} {
		seen := 0
		err := read(func(journal.Group) error {
			if seen++; seen == 2 {
				return enough
			}
			return nil
		})
		require.Equal(t, enough, err, name) // as it is, not wrapped
		require.Equal(t, 2, seen, name)
	}
}

func testAppendWhileReading(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NoError(t, j.Append(ctx, note("floor/x", "", 1), note("floor/x", "", 2)))
	appended := 0
	err := j.Read(ctx, 1, func(g journal.Group) error {
		if appended == 2 {
			return nil
		}
		appended++
		return j.Append(ctx, note("floor/x", "", 2+appended))
	})
	require.NoError(t, err)
	require.Len(t, Collect(ctx, t, j, 1), 4)
}

func testManyWriters(ctx context.Context, t *testing.T, j journal.Journal) {
	const writers, each = 16, 25
	given := make([][]int64, writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				pair := []*journal.Group{note(fmt.Sprintf("floor/%d", w), "", 2*i), note(fmt.Sprintf("floor/%d", w), "", 2*i+1)}
				if err := j.Append(ctx, pair...); err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				given[w] = append(given[w], pair[0].Seq, pair[1].Seq)
			}
		})
	}
	all.Wait()
	read := Collect(ctx, t, j, 1)
	require.Len(t, read, 2*writers*each)
	for i, g := range read {
		require.Equal(t, int64(i)+1, g.Seq)
	}
	for w := range writers {
		groups, err := gather(func(fn func(journal.Group) error) error {
			return j.ReadStream(ctx, fmt.Sprintf("floor/%d", w), 1, fn)
		})
		require.NoError(t, err)
		require.Equal(t, given[w], numbers(groups))
		for i, g := range groups {
			require.Equal(t, int64(i), g.At, "writer %d", w)
			if i%2 == 1 {
				require.Equal(t, groups[i-1].Seq+1, g.Seq, "the groups of one Append stand together")
			}
		}
	}
}

func testClosed(ctx context.Context, t *testing.T, j journal.Journal) {
	require.NoError(t, j.Append(ctx, note("floor/x", "", 1)))
	require.NoError(t, j.Close())
	require.NoError(t, j.Close())
	require.ErrorIs(t, j.Append(ctx, note("floor/x", "", 2)), journal.ErrClosed)
	require.Error(t, j.Read(ctx, 1, func(journal.Group) error { return nil }))
}
