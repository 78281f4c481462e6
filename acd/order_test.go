package acd

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestOrder compares an order with a sorted slice.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o order[int64]
		var model []key
		span := rapid.SampledFrom([]int64{3, 50, 100_000}).Draw(t, "span")
		growth := rapid.IntRange(1, 9).Draw(t, "growth")
		for n := range int64(800) {
			k := key{rapid.Int64Range(0, span).Draw(t, "major"), n}
			if rapid.IntRange(0, 9).Draw(t, "op") < growth {
				o.insert(k, k.minor)
				at, _ := slices.BinarySearchFunc(model, k, compareKeys)
				model = slices.Insert(model, at, k)
			} else if len(model) > 0 {
				i := int(k.major) % len(model)
				require.True(t, o.delete(model[i]))
				model = slices.Delete(model, i, i+1)
			}
			compareOrder(t, &o, model, k)
		}
	})
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(a.major, b.major), cmp.Compare(a.minor, b.minor))
}

func compareOrder(t *rapid.T, o *order[int64], model []key, probe key) {
	require.Equal(t, len(model), o.len())
	k, v, ok := o.first()
	require.Equal(t, len(model) > 0, ok)
	if ok {
		require.Equal(t, model[0], k)
		require.Equal(t, model[0].minor, v)
	}
	want, there := slices.BinarySearchFunc(model, probe, compareKeys)
	require.Equal(t, want, o.rank(probe))
	if !there {
		require.False(t, o.delete(probe))
	}
	minors := make([]int64, 0, len(model))
	for _, k := range model {
		minors = append(minors, k.minor)
	}
	require.Equal(t, minors, o.all())
	room := make([]int64, 0, 3)
	require.Equal(t, minors[:min(3, len(minors))], o.head(room))
}

func TestOrderDrains(t *testing.T) {
	var o order[int]
	for n := range 10_000 {
		o.insert(key{int64(n), 0}, n)
	}
	for n := range 10_000 {
		require.Equal(t, 10_000-n, o.len())
		require.Equal(t, 10_000-n, o.rank(key{10_000, 0}))
		_, v, ok := o.first()
		require.True(t, ok)
		require.Equal(t, n, v)
		require.True(t, o.delete(key{int64(n), 0}))
	}
	_, _, ok := o.first()
	require.False(t, ok)
	require.Zero(t, o.rank(key{1, 1}))
	o.insert(key{1, 1}, 7)
	require.Equal(t, []int{7}, o.all())
}
