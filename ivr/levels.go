package ivr

const mostLevels = 3

// checkLevels: a caller goes through few menus, one behind the other. Those of a
// called flow count where it is called.
func (f *Flow) checkLevels() {
	level := f.menuLevels()
	returned := false
	for _, s := range f.steps {
		n, reached := level[s]
		if !reached {
			continue
		}
		f.menus = max(f.menus, n)
		switch v := s.verb.(type) {
		case *menu:
			if n > mostLevels {
				s.key.Error("ask less, or let a person ask", "menu %s is %d menus deep; callers follow %d at most", s.name, n, mostLevels)
			}
		case *call:
			inside := n + v.flow.menus
			f.menus = max(f.menus, inside)
			if inside > mostLevels && v.flow.menus <= mostLevels && n <= mostLevels {
				s.key.Error("ask less, or let a person ask", "with flow %s, callers go through %d menus; they follow %d at most", v.name, inside, mostLevels)
			}
		case *back:
			if !returned || n < f.passed {
				f.passed, returned = n, true
			}
		}
	}
}

// menuLevels are the fewest menus, itself included, that lead to each step.
func (f *Flow) menuLevels() map[*step]int {
	level := map[*step]int{}
	rows := [][]*step{{f.start}} // by the menus behind the caller
	for n := 0; n < len(rows); n++ {
		for len(rows[n]) > 0 {
			last := len(rows[n]) - 1
			s := rows[n][last]
			rows[n] = rows[n][:last]
			if _, seen := level[s]; seen {
				continue
			}
			before, behind := s.menus()
			level[s] = n + before
			for len(rows) <= n+behind {
				rows = append(rows, nil)
			}
			for _, e := range s.exits() {
				rows[n+behind] = append(rows[n+behind], e.to)
			}
		}
	}
	return level
}

// menus are those that the step itself is, and those that a caller has gone
// through behind it.
func (s *step) menus() (itself, behind int) {
	switch v := s.verb.(type) {
	case *menu:
		return 1, 1
	case *call:
		return 0, v.flow.passed
	}
	return 0, 0
}
