package dialplan

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const longestBriefing = 100 // characters: the caller waits meanwhile

var placeholder = regexp.MustCompile(`\{\{ *([^{}]*?) *\}\}`)

func placeholders() []string { return []string{"queue", "wait"} }

// talkSettings say what is done with talks of the queue.
func (d *queueDraft) talkSettings() []form.Setting {
	return []form.Setting{
		form.Flag("record", "true: talks are recorded; callers are told before, by the engine if their flow has not.", &d.Record),
		form.Of("briefing", "Said to the seat before the caller is joined; {{ queue }} and {{ wait }} stand for the queue's title and the caller's wait.",
			schema.TextUpTo(longestBriefing), d.readBriefing),
	}
}

func (d *queueDraft) readBriefing(n yamlfile.Node) {
	text, ok := n.Text()
	if !ok {
		return
	}
	if len([]rune(text)) > longestBriefing {
		n.Error("the caller waits meanwhile; use fewer words", "the text has more than %d characters", longestBriefing)
	}
	named := false
	rest := placeholder.ReplaceAllStringFunc(text, func(found string) string {
		name := placeholder.FindStringSubmatch(found)[1]
		named = named || name == "queue"
		if name != "queue" && name != "wait" {
			n.Error(problem.DidYouMean(name, placeholders()), "there is no value %q here", name)
		}
		return ""
	})
	if strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		n.Error("write {{ queue }} or {{ wait }}", "a value begins or ends here alone")
	}
	if named && d.Title == "" {
		n.Error("add title: … to the queue", "the queue has no title that could be said")
	}
	d.Briefing = text
}

// Brief is what the seat hears of a caller who has waited so long; empty if the
// queue has no briefing.
func (q Queue) Brief(wait time.Duration) string {
	return placeholder.ReplaceAllStringFunc(q.Briefing, func(found string) string {
		if placeholder.FindStringSubmatch(found)[1] == "queue" {
			return q.Title
		}
		return spokenWait(wait)
	})
}

// spokenWait is a wait in words, in steps that are near enough: each is a sound of
// its own, and few of them are made.
func spokenWait(wait time.Duration) string {
	const short, step = 10 * time.Second, 10 * time.Second
	wait = max(wait, 0).Truncate(step)
	minutes, seconds := int(wait/time.Minute), int(wait%time.Minute/time.Second)
	switch {
	case wait < short:
		return "不到10秒"
	case minutes == 0:
		return strconv.Itoa(seconds) + "秒"
	case seconds == 0 || minutes >= 5:
		return strconv.Itoa(minutes) + "分钟"
	}
	return strconv.Itoa(minutes) + "分" + strconv.Itoa(seconds) + "秒"
}
