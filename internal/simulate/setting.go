package simulate

import (
	"math"
	"strconv"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// lasting is a time, kept as it is.
func lasting(name, doc string, least, most time.Duration, into *time.Duration) form.Setting {
	return form.Of(name, doc, schema.Duration(least, most), func(n yamlfile.Node) { *into, _ = n.Duration(least, most) })
}

func times(name, doc string, into *Times) form.Setting {
	return form.Of(name, doc, timesType(), func(n yamlfile.Node) { *into = loadTimes(n) })
}

func share(name, doc string, into *float64) form.Setting {
	return form.Of(name, doc, schema.Like(`^[0-9.]+ ?%$`, "write it like 20%"), func(n yamlfile.Node) {
		text, _ := n.Text()
		digits, ok := strings.CutSuffix(text, "%")
		v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if !ok || err != nil || math.IsNaN(v) || v < 0 || v > 100 {
			n.Error("write it like 20%", "%s: expected a share from 0%% to 100%%, found %q", name, text)
			return
		}
		*into = v / 100
	})
}

// group is a form within the form, which begins anew where it is there.
func group(name, doc string, begins func(), settings ...form.Setting) form.Setting {
	return form.Group(name, doc, nil, settings...).Before(begins)
}

// list is a list of forms; item begins each, and says what is done with it.
func list(name, doc string, item func() ([]form.Setting, func())) form.Setting {
	example, _ := item()
	return form.Of(name, doc, schema.List(schema.Form(form.Fields(example)...)), func(n yamlfile.Node) {
		items, _ := n.List()
		for _, one := range items {
			if m, ok := one.Map(); ok {
				settings, done := item()
				form.Read(m, settings)
				done()
			}
		}
	})
}

func skills(name, doc string, least int, into *[]acd.Skill) form.Setting {
	return form.Skills(name, doc, least, func(found form.SkillsAt) { *into = found.Skills() })
}

func prefer(into *[]string) form.Setting {
	return form.Prefer(func(found form.SkillsAt) { *into = found.Names() })
}
