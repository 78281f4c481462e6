package plan

import "hotline/internal/yamlfile"

// readYAML reads a list of rows.
func (f *forecast) readYAML(name string, text []byte) {
	root, ok := yamlfile.Read(name, text, &f.problems)
	if !ok {
		return
	}
	rows, _ := root.List()
	for _, row := range rows {
		m, ok := row.Map()
		if !ok {
			continue
		}
		m.Only("time", "calls", "aht")
		when, ok1 := yamlCell(m, "time", true)
		calls, ok2 := yamlCell(m, "calls", true)
		aht, ok3 := yamlCell(m, "aht", false)
		if ok1 && ok2 && ok3 {
			f.add(when, calls, aht)
		}
	}
}

// yamlCell is false if what stands there is reported already.
func yamlCell(m yamlfile.Map, name string, need bool) (cell, bool) {
	value, ok := m.Get(name)
	if !ok {
		if need {
			m.Need(name)
		}
		return cell{at: m.Node().Place()}, !need
	}
	text, ok := value.Text()
	return cell{text, value.Place()}, ok
}
