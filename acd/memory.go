package acd

// memory holds what was last said of each name, for a span of time. Times do not run
// backwards.
type memory[K comparable, V any] struct {
	of    map[K]remembered[V]
	turns []said[K] // in the order of time, from first on
	first int
}

type remembered[V any] struct {
	at    int64
	value V
}

type said[K comparable] struct {
	at  int64
	key K
}

// put remembers v, and forgets what is older than the span.
func (m *memory[K, V]) put(now, span int64, k K, v V) {
	if m.of == nil {
		m.of = map[K]remembered[V]{}
	}
	m.of[k] = remembered[V]{now, v}
	m.turns = append(m.turns, said[K]{now, k})
	for m.first < len(m.turns) && m.turns[m.first].at < now-span {
		old := m.turns[m.first]
		m.first++
		if m.of[old.key].at == old.at {
			delete(m.of, old.key)
		}
	}
	if m.first > len(m.turns)/2 {
		m.turns = m.turns[:copy(m.turns, m.turns[m.first:])]
		m.first = 0
	}
}

// get finds what was said of k not longer than the span ago.
func (m *memory[K, V]) get(now, span int64, k K) (v V, ok bool) {
	r, ok := m.of[k]
	return r.value, ok && r.at >= now-span
}

func (m *memory[K, V]) drop(k K) { delete(m.of, k) }

// place is where somebody waited who hung up.
type place struct {
	queue string
	call  string
	since int64
}
