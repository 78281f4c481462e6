package asterisk

// recent remembers something about the last few thousand ids and forgets the
// rest without a clock: when one generation is full, the one before goes.
type recent[V any] struct{ young, old map[string]V }

const generation = 4096

func (r *recent[V]) put(id string, v V) {
	if r.young == nil || len(r.young) >= generation {
		r.young, r.old = make(map[string]V), r.young
	}
	r.young[id] = v
}

func (r *recent[V]) get(id string) (V, bool) {
	if v, ok := r.young[id]; ok {
		return v, true
	}
	v, ok := r.old[id]
	return v, ok
}

func (r *recent[V]) drop(id string) {
	delete(r.young, id)
	delete(r.old, id)
}
