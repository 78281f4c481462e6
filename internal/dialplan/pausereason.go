package dialplan

import (
	"strings"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

func keyedType(longest int) schema.Type {
	return schema.Map(schema.OneOf(strings.Split(acceptKeys, "")...), schema.TextUpTo(longest))
}

const longestReason = 20

func (l *loader) loadReasons(n yamlfile.Node) { l.tree.PauseReasons = keyed(n, "a reason") }

// keyed reads what single keys mean: {1: 小休, 2: 用餐}.
func keyed(n yamlfile.Node, what string) map[byte]string {
	m, _ := n.Map()
	if n.IsMap() && len(m.Pairs()) == 0 {
		n.Error("write a digit and a word: {1: …}", "nothing is here")
	}
	all := map[byte]string{}
	said := map[string]bool{}
	for _, p := range m.Pairs() {
		text, ok := p.Value.Text()
		switch {
		case len(p.Name) != 1 || !strings.Contains(acceptKeys, p.Name):
			p.Key.Error("use 1 to 9", "%q is not the key of %s", p.Name, what)
		case !ok:
		case !plain(text):
			p.Value.Error("use letters, digits and spaces", "this cannot be shown or said")
		case said[text]:
			p.Value.Error("take one of them out", "%s is there twice", text)
		default:
			all[p.Name[0]] = text
			said[text] = true
		}
	}
	return all
}
