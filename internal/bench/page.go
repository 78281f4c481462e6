package bench

import (
	_ "embed"
	"io"
	"maps"
	"slices"
	"text/template"
)

//go:embed performance.md.tmpl
var pageText string

// Page writes docs/performance.md. The plots are expected in the folder performance beside it.
func (r *Result) Page(w io.Writer) error {
	t, err := template.New("performance.md").Option("missingkey=error").Parse(pageText)
	if err != nil {
		return err
	}
	return t.Execute(w, map[string]any{
		"R": r, "Tables": r.Tables(), "Plots": slices.Sorted(maps.Keys(r.Plots())), "Titles": r.titles(),
	})
}

func (r *Result) titles() map[string]string {
	out := map[string]string{}
	for name, p := range r.Plots() {
		out[name] = p.Title
	}
	return out
}
