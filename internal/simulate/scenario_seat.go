package simulate

import (
	"cmp"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// crew is a group of seats that is being read.
type crew struct {
	seat   acd.Seat
	habit  Habit
	some   bool // of it is said
	breaks []Span
}

// settings are how the seats of a group are.
func (c *crew) settings() []form.Setting {
	h := &c.habit
	habit := func(s form.Setting) form.Setting { return s.Before(func() { c.some = true }) }
	return []form.Setting{
		skills("skills", "What they can, with levels: {粤语: 3}.", 1, &c.seat.Skills),
		habit(times("answer-after", "How long their telephones ring until they answer, instead of the time above.", &h.After)),
		habit(share("misses", "How many calls they let ring out.", &h.Misses)),
		habit(times("back-after", "How long they are away then, if the rules let them; 2m without it.", &h.Back)),
		habit(group("pauses", "They pause of their own accord.", func() { h.PauseEvery, h.PauseFor = Exponential(time.Hour), Exponential(5*time.Minute) },
			times("every", "How long they work until they do; 1h without it.", &h.PauseEvery),
			times("for", "How long; 5m without it.", &h.PauseFor))),
		form.Of("breaks", "When they are signed in, but paused: [10:00-10:15].", schema.List(schema.Like(spanForm, "write it like 10:00-10:15")),
			func(n yamlfile.Node) { c.breaks = loadSpans(n) }),
	}
}

const spanForm = `^[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}$`

// postType is a queue, or a queue with the seat's part in it.
func postType() schema.Type {
	return schema.Either(schema.Text(), schema.Form(append([]schema.Field{{Name: "queue", Doc: "The queue.", Type: schema.Text(), Need: true}}, form.Fields(postSettings(&acd.Post{}))...)...))
}

func postSettings(p *acd.Post) []form.Setting {
	return []form.Setting{
		form.Count("level", "Seats of lower levels are asked first; 1 without it.", 1, form.MostLevel, &p.Level),
		form.Span("weight", "A head start of this queue's calls at these seats.", 0, mostWait, &p.Weight),
		form.Count("share", "Of the calls of a weighted queue; 1 without it.", 1, mostOften, &p.Share),
		form.Yes("reserve", "yes: only while the queue is pressed.", &p.Reserve),
	}
}

// loadPosts reads queues of seats.
func (s *scenario) loadPosts(m yamlfile.Map) (posts []acd.Post) {
	n, ok := m.Need("queues")
	if !ok {
		return nil
	}
	items, _ := n.List()
	for _, item := range items {
		if post, ok := s.loadPost(item); ok {
			posts = append(posts, post)
		}
	}
	return posts
}

func (s *scenario) loadPost(n yamlfile.Node) (p acd.Post, ok bool) {
	if n.IsMap() {
		m, _ := n.Map()
		settings := postSettings(&p)
		m.Fields(append([]schema.Field{{Name: "queue", Need: true}}, form.Fields(settings)...))
		form.Fill(m, settings)
		if n, ok = m.Need("queue"); !ok {
			return p, false
		}
	}
	if p.Queue, ok = n.Text(); !ok {
		return p, false
	}
	return p, s.known(n, p.Queue)
}

// addSeat adds one seat of the group.
func (s *scenario) addSeat(c *crew, work []Span) {
	id := c.seat.ID
	s.model.Seats = append(s.model.Seats, c.seat)
	for _, span := range work {
		s.model.Shifts = append(s.model.Shifts, Shift{Seat: id, Span: span})
	}
	for _, span := range c.breaks {
		s.model.Outside = append(s.model.Outside,
			Outside{span.From, acd.Pause{Seat: id, Reason: "break"}}, Outside{span.To, acd.Ready{Seat: id}})
	}
	if c.some {
		if s.model.Habits == nil {
			s.model.Habits = map[string]*Habit{}
		}
		s.model.Habits[id] = &c.habit
	}
}

// inOrder puts what comes from outside in the order of time.
func (s *scenario) inOrder() {
	slices.SortStableFunc(s.model.Outside, func(a, b Outside) int { return cmp.Compare(a.At, b.At) })
}
