package dialplan

import (
	"slices"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const mostShare = 100

// postAt is a seat's part in a queue, and where it stands.
type postAt struct {
	acd.Post

	form  yamlfile.Map // without a key where only the queue is named
	alone bool         // the seat serves no other queue
}

func postType() schema.Type {
	return schema.Either(schema.Text(), schema.Form(form.Fields(new(postAt).settings(func(yamlfile.Node) string { return "" }))...))
}

// loadPosts reads queues of a seat: harbin/advice, or {queue: harbin/advice, level: 2}.
func (l *loader) loadPosts(n yamlfile.Node) []acd.Post {
	items, _ := n.List()
	items = form.Few(n, items, mostListed)
	posts := make([]acd.Post, 0, len(items))
	for _, item := range items {
		p := l.loadPost(item)
		p.alone = len(items) == 1
		switch {
		case p.Queue == "":
			continue
		case slices.ContainsFunc(posts, func(other acd.Post) bool { return other.Queue == p.Queue }):
			item.Error("take one of them out", "%s is there twice", p.Queue)
			continue
		}
		posts = append(posts, p.Post)
		l.later = append(l.later, func() { l.checkPost(p) })
	}
	return posts
}

func (l *loader) loadPost(n yamlfile.Node) postAt {
	if !n.IsMap() {
		return postAt{Post: acd.Post{Queue: l.queueRef(n)}}
	}
	var p postAt
	p.form, _ = n.Map()
	form.Read(p.form, p.settings(l.queueRef))
	return p
}

func (p *postAt) settings(ref func(yamlfile.Node) string) []form.Setting {
	return []form.Setting{
		form.Needed(form.Of("queue", "<centre>/<queue>.", schema.Text(), func(n yamlfile.Node) { p.Queue = ref(n) })),
		form.Count("level", "Seats of lower levels are asked first; 1 without it.", 1, form.MostLevel, &p.Level),
		form.Span("weight", "A head start of this queue's calls at this seat.", 0, mostHeadStart, &p.Weight),
		form.Count("share", "Its share of the calls of a weighted queue; 1 without it.", 1, mostShare, &p.Share),
		form.Flag("reserve", "true: only while the queue is pressed: see reserve: there.", &p.Reserve),
	}
}

// checkPost sees whether the queue makes anything of what the seat says.
func (l *loader) checkPost(p postAt) {
	d := l.queues[p.Queue]
	if d == nil {
		return // reported already, or not known
	}
	last := d.first()
	for _, s := range d.relax {
		last = last.widened(s.Stage)
	}
	if n, ok := p.form.Get("level"); ok && !last.reaches(p.Level) {
		n.Error("lower it, or raise levels: in the queue or its relax:", "%s never asks seats above level %d", d.ID, last.levels)
	}
	if n, ok := p.form.Get("share"); ok && d.Rules.Strategy != acd.Weighted {
		n.Warn("take it out, or let the queue say strategy: weighted", "%s does not go by shares: its strategy is %s", d.ID, d.Rules.Strategy)
	}
	if n, ok := p.form.Get("reserve"); ok && p.Reserve && d.Rules.Pressed == (acd.Pressure{}) {
		n.Warn("add reserve: {waiting: 3, wait: 45s} to the queue", "%s does not say when seats in reserve are called, so this one always is", d.ID)
	}
	if n, ok := p.form.Get("weight"); ok && p.alone {
		n.Warn("take it out", "the seat has no other queue that its calls could go before")
	}
}
