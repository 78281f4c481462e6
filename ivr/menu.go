package ivr

import (
	"strings"
	"time"

	"hotline/internal/yamlfile"
)

const (
	leastAnswer   = 8 * time.Second // callers who need time must have it
	usualAnswer   = 10 * time.Second
	mostAnswer    = time.Minute
	usualRetries  = 1
	mostRetries   = 3
	menuKeys      = "123456789#"
	closingPoints = "，,。.；; "
)

// menu lets the caller choose by a key, at any moment: a key stops the prompt. 0
// is a person and * says the menu again. A wrong key or no key repeats it in
// fewer words; after the last repetition the call goes to a person.
type menu struct {
	intro   string
	choices []choice
	timeout time.Duration // after the prompt
	retries int
	full    []string
	brief   []string
}

type choice struct {
	key byte
	say string
	to  *exit
}

func loadMenu(m yamlfile.Map) verb {
	v := &menu{timeout: usualAnswer, retries: usualRetries}
	if n, ok := m.Get("say"); ok {
		v.intro = loadText(n)
	}
	if n, ok := m.Get("timeout"); ok {
		v.timeout, _ = n.Duration(leastAnswer, mostAnswer)
	}
	if n, ok := m.Get("retries"); ok {
		v.retries, _ = n.Int(0, mostRetries)
	}
	if n, ok := m.Get("menu"); ok {
		v.loadChoices(n)
	}
	v.prepare()
	return v
}

func (v *menu) loadChoices(n yamlfile.Node) {
	items, _ := n.List()
	taken := map[byte]bool{}
	for _, item := range items {
		m, ok := item.Map()
		if !ok {
			continue
		}
		m.Only("say", "key", "to")
		c := choice{to: exitOf(m, "to")}
		m.Need("to")
		if n, ok := m.Need("say"); ok {
			c.say = strings.TrimRight(loadText(n), closingPoints)
		}
		if n, ok := m.Need("key"); ok {
			c.key = loadKey(n, taken)
		}
		v.choices = append(v.choices, c)
	}
}

// loadKey is a key that the author may give a meaning to.
func loadKey(n yamlfile.Node, taken map[byte]bool) byte {
	text, ok := n.Text()
	switch {
	case !ok:
		return 0
	case text == "0":
		n.Error("take another key", "0 always means a person")
	case text == "*":
		n.Error("take another key", "* always means: say it again")
	case len(text) != 1 || !strings.Contains(menuKeys, text):
		n.Error(`use 1 to 9 or "#"`, "%q is not a key for a choice", text)
	case taken[text[0]]:
		n.Error("take another key", "key %s is taken already", text)
	default:
		taken[text[0]] = true
		return text[0]
	}
	return 0
}

// prepare builds what is said: the option always before its key.
func (v *menu) prepare() {
	for _, c := range v.choices {
		v.brief = append(v.brief, c.say+wordsPress+keyName(c.key)+"。")
	}
	if v.intro != "" {
		v.full = append(v.full, v.intro)
	}
	v.full = append(append(v.full, v.brief...), wordsAgain, wordsPersonOr)
	v.brief = append(v.brief, wordsPerson)
}

func keyName(key byte) string {
	if key == '#' {
		return "井号键"
	}
	return " " + string(key)
}

func (v *menu) exits() []*exit {
	all := make([]*exit, 0, len(v.choices))
	for _, c := range v.choices {
		all = append(all, c.to)
	}
	return all
}

func (v *menu) texts() []string {
	return append(append([]string{wordsNoSuchKey}, v.full...), v.brief...)
}

func (v *menu) check(f *Flow, at *step) {
	if f.person == nil {
		at.key.Error("add a queue step, or person: <step> above the steps", "0, silence and errors in menu %s lead to nobody", at.name)
	}
}

// enter says the whole menu, or, to a caller restored after a mistake, the brief one.
func (v *menu) enter(s *Session) {
	if s.attempts > 0 {
		s.play(v.brief...)
		return
	}
	s.play(v.full...)
}

func (v *menu) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded:
		s.timer(v.timeout)
	case Timeout:
		if s.playing { // the end of the prompt got lost
			s.hush()
			s.timer(v.timeout)
			return
		}
		v.retry(s, "")
	case Key:
		s.hush()
		v.key(s, in.Digit)
	}
}

func (v *menu) key(s *Session, digit byte) {
	switch digit {
	case '0':
		s.toPerson(wordsToPerson)
		return
	case '*':
		s.play(v.full...)
		return
	}
	for _, c := range v.choices {
		if c.key == digit {
			s.follow(c.to)
			return
		}
	}
	v.retry(s, wordsNoSuchKey)
}

func (v *menu) retry(s *Session, lead string) {
	s.attempts++
	if s.attempts > v.retries {
		s.toPerson(wordsToPerson)
		return
	}
	s.lead = lead
	s.play(v.brief...)
}
