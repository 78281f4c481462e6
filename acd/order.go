package acd

import (
	"math"
	"slices"
)

// fanout is the most entries a node of an order holds.
const fanout = 32

// key places an entry in an order. The minor part makes it unique.
type key struct{ major, minor int64 }

func (k key) less(o key) bool {
	return k.major < o.major || k.major == o.major && k.minor < o.minor
}

// order is a set sorted by key that also knows ranks: a B+ tree with counts. All
// operations are O(log n). A node goes when its last entry goes; half-empty
// ones are not merged, as lines drain from the front.
type order[T any] struct {
	root *node[T]
	size int
}

// node is a leaf (vals) or a branch (kids, with sizes and lower bounds in keys).
type node[T any] struct {
	keys  []key
	vals  []T
	kids  []*node[T]
	sizes []int
}

func newLeaf[T any]() *node[T] {
	return &node[T]{keys: make([]key, 0, fanout+1), vals: make([]T, 0, fanout+1)}
}

func newBranch[T any]() *node[T] {
	return &node[T]{
		keys:  make([]key, 0, fanout+1),
		kids:  make([]*node[T], 0, fanout+1),
		sizes: make([]int, 0, fanout+1),
	}
}

func (o *order[T]) len() int { return o.size }

// insert adds an entry under a key that is not yet in use.
func (o *order[T]) insert(k key, v T) {
	if o.root == nil {
		o.root = newLeaf[T]()
	}
	o.size++
	right := o.root.insert(k, v)
	if right == nil {
		return
	}
	left := o.root
	o.root = newBranch[T]()
	o.root.adopt(0, left)
	o.root.adopt(1, right)
}

// delete removes the entry under the key and says whether there was one.
func (o *order[T]) delete(k key) bool {
	if o.root == nil || !o.root.delete(k) {
		return false
	}
	o.size--
	for len(o.root.kids) == 1 {
		o.root = o.root.kids[0]
	}
	return true
}

// first returns the entry with the least key.
func (o *order[T]) first() (k key, v T, ok bool) {
	if o.size == 0 {
		return k, v, false
	}
	n := o.root
	for n.kids != nil {
		n = n.kids[0]
	}
	return n.keys[0], n.vals[0], true
}

// soonest is the major part of the least key, or the largest number.
func (o *order[T]) soonest() int64 {
	if o.size == 0 {
		return math.MaxInt64
	}
	k, _, _ := o.first()
	return k.major
}

// at returns the entry of a rank, which must be there.
func (o *order[T]) at(rank int) T {
	n := o.root
	for n.kids != nil {
		i := 0
		for rank >= n.sizes[i] {
			rank -= n.sizes[i]
			i++
		}
		n = n.kids[i]
	}
	return n.vals[rank]
}

// from appends the entries from a key on to dst until its capacity is used.
func (o *order[T]) from(k key, dst []T) []T {
	if o.root == nil {
		return dst
	}
	return o.root.from(k, dst)
}

// rank counts the entries with a lesser key.
func (o *order[T]) rank(k key) int {
	count := 0
	for n := o.root; n != nil; {
		i := n.below(k)
		if n.kids == nil {
			return count + i
		}
		i = max(i-1, 0)
		for _, size := range n.sizes[:i] {
			count += size
		}
		n = n.kids[i]
	}
	return count
}

// head appends the first entries to dst until its capacity is used.
func (o *order[T]) head(dst []T) []T {
	if o.root == nil {
		return dst
	}
	return o.root.head(dst)
}

// all lists the entries in order.
func (o *order[T]) all() []T { return o.head(make([]T, 0, o.size)) }

// below counts the node's own keys that are less than k.
func (n *node[T]) below(k key) int {
	low, high := 0, len(n.keys)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if n.keys[mid].less(k) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// kid is the place of the child that holds k, if any does.
func (n *node[T]) kid(k key) int {
	i := n.below(k)
	if i < len(n.keys) && n.keys[i] == k {
		return i
	}
	return max(i-1, 0)
}

// insert returns the new right-hand neighbour if the node had to be split.
func (n *node[T]) insert(k key, v T) *node[T] {
	if n.kids == nil {
		i := n.below(k)
		n.keys = slices.Insert(n.keys, i, k)
		n.vals = slices.Insert(n.vals, i, v)
		return n.split(i)
	}
	i := n.kid(k)
	if k.less(n.keys[i]) {
		n.keys[i] = k
	}
	right := n.kids[i].insert(k, v)
	if right == nil {
		n.sizes[i]++
		return nil
	}
	n.sizes[i] = n.kids[i].size()
	n.adopt(i+1, right)
	return n.split(i + 1)
}

// split halves an overfull node. After an entry at the very end it leaves the
// left side full: most calls join at the end.
func (n *node[T]) split(added int) *node[T] {
	if len(n.keys) <= fanout {
		return nil
	}
	at := len(n.keys) / 2
	if added == len(n.keys)-1 {
		at = added
	}
	var right *node[T]
	if n.kids == nil {
		right = newLeaf[T]()
		right.vals = append(right.vals, n.vals[at:]...)
		n.vals = slices.Delete(n.vals, at, len(n.vals))
	} else {
		right = newBranch[T]()
		right.kids = append(right.kids, n.kids[at:]...)
		right.sizes = append(right.sizes, n.sizes[at:]...)
		n.kids = slices.Delete(n.kids, at, len(n.kids))
		n.sizes = n.sizes[:at]
	}
	right.keys = append(right.keys, n.keys[at:]...)
	n.keys = n.keys[:at]
	return right
}

// adopt puts a child at place i.
func (n *node[T]) adopt(i int, kid *node[T]) {
	n.keys = slices.Insert(n.keys, i, kid.keys[0])
	n.kids = slices.Insert(n.kids, i, kid)
	n.sizes = slices.Insert(n.sizes, i, kid.size())
}

func (n *node[T]) size() int {
	if n.kids == nil {
		return len(n.keys)
	}
	sum := 0
	for _, size := range n.sizes {
		sum += size
	}
	return sum
}

func (n *node[T]) delete(k key) bool {
	if len(n.keys) == 0 {
		return false
	}
	i := n.kid(k)
	if n.kids == nil {
		if n.keys[i] != k {
			return false
		}
		n.keys = slices.Delete(n.keys, i, i+1)
		n.vals = slices.Delete(n.vals, i, i+1)
		return true
	}
	if !n.kids[i].delete(k) {
		return false
	}
	n.sizes[i]--
	if n.sizes[i] == 0 {
		n.keys = slices.Delete(n.keys, i, i+1)
		n.kids = slices.Delete(n.kids, i, i+1)
		n.sizes = slices.Delete(n.sizes, i, i+1)
	}
	return true
}

func (n *node[T]) from(k key, dst []T) []T {
	if n.kids == nil {
		i := n.below(k)
		return append(dst, n.vals[i:i+min(len(n.vals)-i, cap(dst)-len(dst))]...)
	}
	i := max(n.below(k)-1, 0)
	dst = n.kids[i].from(k, dst)
	for _, kid := range n.kids[i+1:] {
		if len(dst) == cap(dst) {
			break
		}
		dst = kid.head(dst)
	}
	return dst
}

func (n *node[T]) head(dst []T) []T {
	if n.kids == nil {
		return append(dst, n.vals[:min(len(n.vals), cap(dst)-len(dst))]...)
	}
	for _, kid := range n.kids {
		if len(dst) == cap(dst) {
			break
		}
		dst = kid.head(dst)
	}
	return dst
}
