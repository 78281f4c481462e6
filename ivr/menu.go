package ivr

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	leastAnswer  = 8 * time.Second // callers who need time must have it
	usualAnswer  = 10 * time.Second
	mostAnswer   = time.Minute
	usualRetries = 1
	mostRetries  = 3
	mostChoices  = 5
	menuKeys     = "123456789"
)

// menu lets the caller choose by a key, at any moment: a key stops the prompt. 0
// is a person, * says the menu again and # does so slowly. A wrong key or no key
// repeats it in fewer words; after the last repetition the call goes to a person,
// or, of silence, where the author says.
type menu struct {
	intro   phrase
	choices []choice
	ready   map[string]prompts // by language, where no values are in them
	asking
}

// prompts are what a menu says at first, and what it says again.
type prompts struct{ full, short []Text }

// asking is what all questions to a caller have in common.
type asking struct {
	timeout time.Duration // after the prompt
	retries int
	silence *exit // nil: a person
}

type choice struct {
	key byte
	say phrase
	to  *exit
}

func askingFields() []schema.Field {
	return []schema.Field{
		field("timeout", "How long to wait for an answer after the prompt; twice that in slow mode. Usually 10s.", schema.Duration(leastAnswer, mostAnswer)),
		field("retries", "How often to ask again before the call goes to a person. Usually 1.", schema.Int(0, mostRetries)),
		field("silence", "The step for callers who do not answer; usually a person.", stepRef()),
	}
}

func loadAsking(m yamlfile.Map) asking {
	a := asking{timeout: usualAnswer, retries: usualRetries, silence: exitOf(m, "silence")}
	if n, ok := m.Get("timeout"); ok {
		a.timeout, _ = n.Duration(leastAnswer, mostAnswer)
	}
	if n, ok := m.Get("retries"); ok {
		a.retries, _ = n.Int(0, mostRetries)
	}
	return a
}

// giveUp leads on a caller who made too many mistakes, or said nothing.
func (a *asking) giveUp(s *Session, silent bool) {
	s.lead = nil
	if silent && a.silence != nil {
		s.follow(a.silence)
		return
	}
	s.toPerson(wordToPerson, "person")
}

func menuKind() kind {
	option := []schema.Field{
		needed("say", "The option; its key is spoken after it.", sentence()),
		needed("key", "1 to 9; 0 is always a person, * always again, # always slowly.", schema.OneOf(strings.Split(menuKeys, "")...)),
		needed("to", "The step it leads to.", stepRef()),
	}
	load := func(l *loader, m yamlfile.Map) verb { return loadMenu(l, m, option) }
	return newKind(load, append([]schema.Field{
		field("menu", "Up to five options. 0, wrong keys and silence lead to a person by themselves.", schema.List(schema.Form(option...))),
		field("say", "What is said before the options.", sentence()),
	}, askingFields()...)...)
}

func loadMenu(l *loader, m yamlfile.Map, option []schema.Field) verb {
	v := &menu{asking: loadAsking(m)}
	if n, ok := m.Get("say"); ok {
		v.intro = l.phrase(n)
		refuseKeys(n, keyNamed)
	}
	if n, ok := m.Get("menu"); ok {
		v.loadChoices(l, n, option)
	}
	return v
}

func (v *menu) loadChoices(l *loader, n yamlfile.Node, option []schema.Field) {
	items, _ := n.List()
	if len(items) > mostChoices {
		n.Error("split the menu, or leave the rest to a person", "a menu has at most %d choices, this one %d", mostChoices, len(items))
	}
	taken := map[byte]bool{}
	for _, item := range items {
		m, ok := item.Map()
		if !ok {
			continue
		}
		m.Fields(option)
		c := choice{to: exitOf(m, "to")}
		if n, ok := m.Get("say"); ok {
			c.say = l.phrase(n).trimmed()
			refuseKeys(n, keyAsked)
		}
		if n, ok := m.Get("key"); ok {
			c.key = loadKey(n, taken)
		}
		if c.to != nil {
			c.to.way = "key " + string(c.key)
			c.to.label = string(c.key) + " " + strings.Join(c.say.show(), "")
		}
		v.choices = append(v.choices, c)
	}
}

// Words that name a key, or ask for one.
var (
	keyNamed = regexp.MustCompile(`按 *(?:[0-9]|[一二三四五六七八九零幺]键)|(?i:\bpress +[0-9])`)
	keyAsked = regexp.MustCompile(`请按|` + keyNamed.String())
)

// refuseKeys: the language says the keys itself, each after its option.
func refuseKeys(n yamlfile.Node, words *regexp.Regexp) {
	switch {
	case n.IsMap():
		m, _ := n.Map()
		for _, p := range m.Pairs() {
			refuseKeys(p.Value, words)
		}
	case n.IsText():
		if text, _ := n.Text(); words.MatchString(text) {
			n.Error("write the option alone: 要咨询政策", "the key is spoken by itself, after the option")
		}
	}
}

// loadKey is a key that the author may give a meaning to.
func loadKey(n yamlfile.Node, taken map[byte]bool) byte {
	text, ok := n.Text()
	switch {
	case !ok:
	case text == "0":
		n.Error("take another key", "0 always means a person")
	case text == "*":
		n.Error("take another key", "* always means: say it again")
	case text == "#":
		n.Error("take another key", "# always means: slowly, please")
	case len(text) != 1 || !strings.Contains(menuKeys, text):
		n.Error(`use 1 to 9`, "%q is not a key for a choice", text)
	case taken[text[0]]:
		n.Error("take another key", "key %s is taken already", text)
	default:
		taken[text[0]] = true
		return text[0]
	}
	return '?'
}

// brief is the options, each before its key.
func (v *menu) brief(sp *speech) []Text {
	all := make([]Text, 0, len(v.choices)+3)
	for _, c := range v.choices {
		t := sp.say(c.say)
		lang := sp.lang
		if t.Lang != lang.tag() { // no translation: the key in the same language
			lang = sp.lang.first
		}
		if t.Text != "" {
			t.Text = joinWords(t.Text, lang.words[wordPress], " "+string(c.key), lang.words[wordStop])
		}
		all = append(all, t)
	}
	return all
}

// prepare puts together what does not depend on the call.
func (v *menu) prepare(languages map[string]*Language) {
	if !v.intro.isFixed() || slices.ContainsFunc(v.choices, func(c choice) bool { return !c.say.isFixed() }) {
		return
	}
	all := make(map[string]prompts, len(languages))
	for id, lang := range languages {
		sp := &speech{lang: lang}
		all[id] = prompts{full: slices.Clip(v.full(sp)), short: slices.Clip(v.short(sp))}
	}
	v.ready = all
}

func (v *menu) full(sp *speech) []Text {
	if p, ok := v.ready[sp.lang.ID]; ok {
		return p.full
	}
	all := make([]Text, 0, len(v.choices)+3)
	if v.intro != nil {
		all = append(all, sp.say(v.intro))
	}
	all = append(append(all, v.brief(sp)...), sp.words(wordAgain))
	if v.silence != nil {
		return append(all, sp.words(wordPerson))
	}
	return append(all, sp.words(wordPersonOr))
}

func (v *menu) short(sp *speech) []Text {
	if p, ok := v.ready[sp.lang.ID]; ok {
		return p.short
	}
	return append(v.brief(sp), sp.words(wordPerson))
}

func (v *menu) exits() []*exit {
	all := make([]*exit, 0, len(v.choices)+1)
	for _, c := range v.choices {
		all = append(all, c.to)
	}
	return append(all, v.silence)
}

func (v *menu) said(sp *speech) []Text {
	return append(append(v.full(sp), v.short(sp)...), sp.words(wordNoSuchKey))
}

func (v *menu) show() []string { return v.intro.show() }

// enter says the whole menu, or, to a caller restored after a mistake, the brief one.
func (v *menu) enter(s *Session) {
	if s.attempts > 0 {
		s.play(v.short(s.speech())...)
		return
	}
	s.play(v.full(s.speech())...)
}

func (v *menu) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded:
		s.wait(v.timeout)
	case Timeout:
		if s.playing { // the end of the prompt got lost
			s.hush()
			s.wait(v.timeout)
			return
		}
		v.retry(s, true)
	case Key:
		s.hush()
		v.key(s, in.Digit)
	}
}

func (v *menu) key(s *Session, digit byte) {
	switch digit {
	case '0':
		s.toPerson(wordToPerson, "person")
		return
	case '#':
		s.slowDown()
		s.play(v.full(s.speech())...)
		return
	case '*':
		s.play(v.full(s.speech())...)
		return
	}
	for _, c := range v.choices {
		if c.key == digit {
			s.follow(c.to)
			return
		}
	}
	s.lead = []Text{s.words(wordNoSuchKey)}
	v.retry(s, false)
}

func (v *menu) retry(s *Session, silent bool) {
	if s.tooMany(v.retries) {
		v.giveUp(s, silent)
		return
	}
	s.play(v.short(s.speech())...)
}
