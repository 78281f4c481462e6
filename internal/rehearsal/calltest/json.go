package calltest

import (
	"io"

	"hotline/internal/jsonout"
	"hotline/internal/problem"
)

// The JSON of a report.
type (
	reportJSON struct {
		OK       bool          `json:"ok"`
		Tests    []resultJSON  `json:"tests"`
		Coverage *coverageJSON `json:"coverage,omitempty"`
	}
	resultJSON struct {
		File    string           `json:"file"`
		Line    int              `json:"line"`
		Name    string           `json:"name"`
		OK      bool             `json:"ok"`
		Seconds float64          `json:"seconds"` // of virtual time
		Failure *problem.Problem `json:"failure,omitempty"`
		Story   []happeningJSON  `json:"story,omitempty"`
	}
	happeningJSON struct {
		At   float64  `json:"at"` // seconds since the call began
		Kind string   `json:"kind"`
		What string   `json:"what"`
		Why  []string `json:"why,omitempty"`
	}
	coverageJSON struct {
		Steps        int       `json:"steps"`
		StepsReached int       `json:"steps_reached"`
		Ways         int       `json:"ways"`
		WaysTaken    int       `json:"ways_taken"`
		Missing      []Missing `json:"missing"`
	}
)

// WriteJSON tells programs how the tests came out; the story of those that failed,
// or of all of them.
func (r Report) WriteJSON(w io.Writer, stories bool) error {
	_, failed := r.Count()
	out := reportJSON{OK: failed == 0, Tests: []resultJSON{}}
	for _, f := range r.Files {
		for _, one := range f.Results {
			out.Tests = append(out.Tests, one.json(f.Name, stories))
		}
	}
	if c := r.Coverage; c != nil {
		out.Coverage = &coverageJSON{c.Steps, c.StepsReached, c.Ways, c.WaysTaken, append([]Missing{}, c.Missing...)}
	}
	return jsonout.Write(w, out)
}

func (r Result) json(file string, story bool) resultJSON {
	out := resultJSON{
		File: file, Line: r.Test.Place.Line, Name: r.Test.Name, OK: r.Failure == nil,
		Seconds: lasted(r.Story), Failure: r.Failure,
	}
	if r.Failure != nil || story {
		for _, h := range r.Story {
			out.Story = append(out.Story, happeningJSON{h.At.Seconds(), string(h.Kind), h.String(), h.Why})
		}
	}
	return out
}
