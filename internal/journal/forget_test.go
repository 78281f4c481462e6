package journal

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// says reads marks from the kinds of facts: "begins:x", "ends:x", "says:x".
func says(g Group) (all []Mark, err error) {
	for _, f := range g.Facts {
		how, of, _ := strings.Cut(f.Kind, ":")
		if kind, ok := map[string]MarkKind{"says": Says, "begins": Begins, "ends": Ends}[how]; ok {
			all = append(all, Mark{of, kind})
		}
	}
	return all, nil
}

func TestForget(t *testing.T) {
	type at struct {
		day  int64
		kind string
	}
	for name, c := range map[string]struct {
		groups   []at
		snapshot int64
		kept     []int64
	}{
		"what is young is kept":                     {[]at{{1, "x"}, {9, "x"}, {10, "x"}, {11, "x"}}, 4, []int64{2, 3, 4}},
		"what no snapshot has is kept":              {[]at{{1, "x"}, {1, "x"}, {1, "x"}, {1, "x"}}, 2, []int64{3, 4}},
		"without a snapshot everything is":          {[]at{{1, "x"}, {1, "x"}, {11, "x"}}, 0, []int64{1, 2, 3}},
		"so is what is open, and all after it":      {[]at{{1, "x"}, {1, "begins:c"}, {1, "x"}, {2, "begins:d"}, {2, "ends:d"}, {11, "x"}}, 6, []int64{2, 3, 4, 5, 6}},
		"what is over goes":                         {[]at{{1, "begins:c"}, {1, "x"}, {1, "ends:c"}, {1, "x"}, {11, "x"}}, 5, []int64{5}},
		"what ends too late is kept whole":          {[]at{{1, "begins:c"}, {11, "ends:c"}}, 2, []int64{1, 2}},
		"the last word stays, the words before go":  {[]at{{1, "says:s"}, {1, "says:r"}, {2, "says:s"}, {3, "x"}, {4, "x"}, {11, "x"}}, 6, []int64{2, 3, 6}},
		"the last number stays when all is old":     {[]at{{1, "x"}, {1, "x"}, {1, "x"}}, 3, []int64{3}},
		"a beginning that is said again is one":     {[]at{{1, "x"}, {1, "begins:c"}, {1, "begins:c"}, {1, "ends:c"}, {1, "x"}, {11, "x"}}, 6, []int64{6}},
		"an end without a beginning is no obstacle": {[]at{{1, "ends:c"}, {1, "x"}, {11, "x"}}, 3, []int64{3}},
	} {
		t.Run(name, func(t *testing.T) {
			j, _ := openQuiet(t, Options{})
			defer func() { require.NoError(t, j.Close()) }()
			for _, g := range c.groups {
				require.NoError(t, j.Append(limited(t), &Group{At: g.day, Stream: "floor/x", Facts: []Entry{{g.kind, 1, []byte(`{}`)}}}))
			}
			if c.snapshot != 0 {
				require.NoError(t, j.SaveSnapshot(limited(t), Snapshot{Name: "x", Seq: c.snapshot}))
			}
			n, err := j.Forget(limited(t), 9, says)
			require.NoError(t, err)
			require.Equal(t, c.kept, read(t, j))
			require.Equal(t, len(c.groups)-len(c.kept), n)
			n, err = j.Forget(limited(t), 9, says)
			require.NoError(t, err)
			require.Zero(t, n, "a second time there is nothing to do")
			g := small("call/1")
			require.NoError(t, j.Append(limited(t), g))
			require.Equal(t, int64(len(c.groups)+1), g.Seq)
		})
	}
}

func TestForgetKeepsHowFarAStreamHasCome(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	for i := range int64(1200) {
		g := small("floor/x")
		g.Place, g.Origin = i+1, "a/7"
		require.NoError(t, j.Append(limited(t), g))
	}
	require.NoError(t, j.Append(limited(t), small("call/1")))
	require.NoError(t, j.SaveSnapshot(limited(t), Snapshot{Name: "x", Seq: 1201}))
	n, err := j.Forget(limited(t), 99, says)
	require.NoError(t, err)
	require.Equal(t, 1199, n)
	require.NoError(t, j.Close())
	j = reopenQuiet(t, dir)
	require.Equal(t, []int64{1200, 1201}, read(t, j))
	var wrong *PlaceError
	again := small("floor/x")
	again.Place = 1200
	require.ErrorAs(t, j.Append(limited(t), again), &wrong)
}
