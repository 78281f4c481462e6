package dialplan

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
	"hotline/ivr"
)

// RecordingPolicy says what becomes of recorded talks and messages.
type RecordingPolicy struct {
	Keep time.Duration // then they are deleted; 0: they are kept for ever
}

const (
	day      = 24 * time.Hour
	mostDays = 36500
)

var daysForm = regexp.MustCompile(`^([1-9][0-9]{0,4})d$`)

func recordingsFields() []schema.Field {
	return []schema.Field{need("keep", "How long recorded talks and messages are kept, in days: 180d.", schema.Like(daysForm.String(), "write it like 180d"))}
}

func (l *loader) loadRecordings() {
	m, ok := l.yaml(recordingsFile)
	if !ok {
		return
	}
	m.Fields(recordingsFields())
	if n, ok := m.Get("keep"); ok {
		l.tree.Recordings.Keep = days(n)
	}
}

// checkKept warns of talks that are recorded and would never be deleted.
func (l *loader) checkKept() {
	if l.tree.Recordings.Keep > 0 || l.found.Err() != nil {
		return
	}
	at, what := l.firstRecorded()
	if what != "" {
		l.found.Add(at.Warning("write "+recordingsFile+" with keep: 180d, or as long as your rules say", "%s, and recordings are kept for ever", what))
	}
}

// firstRecorded is where the tree first says that talks are recorded.
func (l *loader) firstRecorded() (problem.Place, string) {
	for _, id := range sorted(l.queues) {
		if d := l.queues[id]; d.Record {
			return d.place("record"), "talks of " + d.ID + " are recorded"
		}
	}
	for _, name := range l.tree.Program.Names() {
		f, _ := l.tree.Program.Flow(name)
		if slices.ContainsFunc(f.Graph().Nodes, func(n ivr.GraphNode) bool { return n.Verb == "record" }) {
			return f.Place(), "flow " + name + " records talks"
		}
	}
	return problem.Place{}, ""
}

func days(n yamlfile.Node) time.Duration {
	text, ok := n.Text()
	if !ok {
		return 0
	}
	found := daysForm.FindStringSubmatch(text)
	if found == nil {
		n.Error("write it like 180d", "%q is not a number of days", text)
		return 0
	}
	count, _ := strconv.Atoi(found[1])
	if count > mostDays {
		n.Error("write at most 36500d", "nothing is kept for %d days", count)
		return 0
	}
	return time.Duration(count) * day
}
